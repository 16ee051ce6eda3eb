"""Files that are sent: how many, of which kinds, under which names, and where they lie while they are read."""

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from assistant.articles.detect import by_suffix, names
from assistant.articles.formats import FORMATS
from assistant.errors import InputError, StoreError
from assistant.index.report import IngestReport

MOST_FILES = 20
"""Files in one upload; an archive holds more."""

FOLDER = "uploads"

_LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^\w.\- ]+")
_CHUNK = 1 << 20


def safe_name(name: str) -> str:
    """Return a file name that is one: no folders, no control characters, not hidden, of a length that every disk takes.

    Raises:
        InputError: It is of a kind that is not read.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub("_", last).strip(" .") or "file"
    if by_suffix(plain, FORMATS) is None:
        raise InputError(
            f"{plain[-_LONGEST_NAME:]} is of a kind that is not read.", remedy=f"Send one of {names(FORMATS)}."
        )
    stem, dot, suffixes = plain.partition(".")
    return f"{stem[: _LONGEST_NAME - len(suffixes)]}{dot}{suffixes}"[:_LONGEST_NAME]


@contextlib.contextmanager
def kept_for_reading(data_dir: Path, files: Sequence[tuple[str, BinaryIO]]) -> Iterator[list[Path]]:
    """Yield the paths of the files while they are read; afterwards they are gone, or they would outlive a removal.

    A file lies in a folder named after its content: an article without an id or address gets its id by its path, and
    so it is known again when it is sent again, while another file of the same name is another article.

    Raises:
        InputError: There are none or too many, or one is of a kind that is not read.
        StoreError: The data directory cannot be written.
    """
    if not 1 <= len(files) <= MOST_FILES:
        raise InputError(f"There are {len(files)} files.", remedy=f"Send 1 to {MOST_FILES}.")
    named = [(safe_name(name), file) for name, file in files]
    root = data_dir.resolve() / FOLDER
    paths: list[Path] = []
    try:
        for name, file in named:
            folder = root / _digest(file)
            folder.mkdir(parents=True, exist_ok=True)
            paths.append(folder / name)
            with (folder / name).open("wb") as kept:
                shutil.copyfileobj(file, kept, _CHUNK)
        yield paths
    except OSError as error:
        raise StoreError(
            f"An upload cannot be kept ({error.strerror or error}).", remedy="Check the disk of the data directory."
        ) from error
    finally:
        for path in paths:
            shutil.rmtree(path.parent, ignore_errors=True)


def as_sent(report: IngestReport, paths: Sequence[Path]) -> IngestReport:
    """Return a report in which files have the names they were sent under, not the places where they lay."""
    lines = []
    for line in report.report:
        found = next((path for path in paths if line.input.startswith(str(path))), None)
        lines.append(replace(line, input=found.name + line.input[len(str(found)) :]) if found else line)
    return replace(report, report=tuple(lines))


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()[:24]
