"""The one way in: files and folders become readings, one for each article or input that is none."""

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from assistant.articles.article import Reading
from assistant.articles.input import Input, shown
from assistant.articles.jsonl import read_jsonl
from assistant.articles.limits import Limits, Reader
from assistant.articles.markdown import read_markdown
from assistant.articles.pages import read_page
from assistant.articles.plain import read_text
from assistant.errors import InputError

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        ".jsonl": read_jsonl,
        ".ndjson": read_jsonl,
        ".jsonl.gz": read_jsonl,
        ".ndjson.gz": read_jsonl,
        ".txt": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_page,
        ".htm": read_page,
        ".html.gz": read_page,
        ".htm.gz": read_page,
    }
)
# What lies beside articles in a folder and is none; a path given by itself is read whatever its name.
_ASIDE = frozenset({"readme.md", "sources.md", "license", "license.md", "license.txt"})
_COUNTED = 32_000_000


def read_paths(
    paths: Sequence[Path], *, file_megabytes: int, article_characters: int, now: datetime | None = None
) -> Iterator[Reading]:
    """Reads files and folders in order, folders sorted by name, each file once.

    Args:
        paths: Files and folders.
        file_megabytes: Largest file read, and most that a compressed one may unpack to.
        article_characters: Longest article text accepted.
        now: Moment against which dates are checked; the present by default.

    Yields:
        One reading for each article, and one with a reason for each input that is none.
    """
    limits = Limits(file_megabytes, article_characters, now or datetime.now(UTC))
    for found in _files(paths):
        if isinstance(found, Reading):
            yield found
        else:
            yield from _read(found, limits)


def count_inputs(paths: Sequence[Path]) -> int:
    """Returns about how many readings the paths will give: lines of JSON lines, files of anything else."""
    return sum(1 if isinstance(found, Reading) else _count(found) for found in _files(paths))


def reader_of(path: Path) -> Reader | None:
    """Returns the reader for a file by its suffix, that of `a.jsonl.gz` being `.jsonl.gz`, or None."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return READERS.get("".join(suffixes[-2:])) or READERS.get("".join(suffixes[-1:]))


def _read(path: Path, limits: Limits) -> Iterator[Reading]:
    reader = reader_of(path)
    if reader is None:
        suffix = shown(Path(path.suffix)) if path.suffix else "without a suffix"
        yield Reading(shown(path), None, f"The format {suffix} is not read. Read are {_formats()}.")
        return
    try:
        yield from reader(Input.of(path), limits)
    except InputError as error:
        yield Reading(shown(path), None, str(error))
    except OSError as error:
        yield Reading(shown(path), None, _refused(error))


def _files(paths: Sequence[Path]) -> Iterator[Path | Reading]:
    """Yields each file once, and a reading for each path that leads to none."""
    seen: set[str] = set()
    for path in paths:
        for found in _below(path):
            if isinstance(found, Path):
                real = os.path.realpath(found)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _below(path: Path) -> Iterator[Path | Reading]:
    """Yields a file itself, or the files of a folder."""
    try:
        is_folder = path.is_dir()
        path.stat()
    except FileNotFoundError:
        yield Reading(shown(path), None, "There is no such file or folder. Check the path.")
        return
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        yield Reading(shown(path), None, _refused(error))
        return
    if not is_folder:
        yield path
        return
    empty = True
    for found in _walk(path, Path(os.path.realpath(path))):
        empty = False
        yield found
    if empty:
        yield Reading(shown(path), None, f"The folder holds no file to read. Read are {_formats()}.")


def _walk(folder: Path, root: Path) -> Iterator[Path | Reading]:
    """Yields the files of a folder and its folders, sorted; hidden ones and those beside the articles are left out.

    Links to files inside the root are read. Links to folders inside it are not entered, since what they show is read at
    its own place; links that lead outside are named and not followed.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Reading(shown(folder), None, _refused(error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold() in _ASIDE:
            continue
        if not entry.is_symlink():
            if entry.is_dir():
                yield from _walk(entry, root)
            else:
                yield entry
        elif not Path(os.path.realpath(entry)).is_relative_to(root):
            yield Reading(
                shown(entry), None, "This link leads out of the folder. Give its target as a path of its own."
            )
        elif not entry.is_dir():
            yield entry


def _count(path: Path) -> int:
    """Counts the lines of a file, the rest of a large one by the share that was counted."""
    if reader_of(path) is not read_jsonl:
        return 1
    try:
        size = path.stat().st_size
        with path.open("rb") as raw, gzip.open(raw) if path.suffix.lower() == ".gz" else raw as file:
            counted = read = 0
            while read < _COUNTED and (chunk := file.read(1 << 20)):
                read += len(chunk)
                counted += chunk.count(b"\n")
                last = chunk[-1:]
            whole = read < _COUNTED or not file.read(1)
            if whole:
                return max(1, counted + (read > 0 and last != b"\n"))
            return max(1, round(counted * size / max(1, raw.tell())))
    except (OSError, EOFError, zlib.error):
        # It is only a count; reading the file gives the reason.
        return 1


def _formats() -> str:
    return ", ".join(READERS)


def _refused(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"The system does not let it be read ({reason or type(error).__name__}). Check its permissions."
