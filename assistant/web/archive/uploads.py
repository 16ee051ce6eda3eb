"""Files that come from a reader's browser: named safely, kept within limits, laid where an ingest reads them."""

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import UploadFile

from assistant.errors import InputError

FOLDER = "uploads"
"""Below the data directory: the place that ids of articles without an address derive from must stay the same."""

MOST_FILES = 1000

_LONGEST_NAME = 200
_LEFT_SECONDS = 86_400


def lay_down(files: Sequence[UploadFile], data_dir: Path) -> tuple[Path, list[Path]]:
    """Write uploaded files to a folder of their own and return it with their paths.

    Raises:
        InputError: There is none.
    """
    named = [file for file in files if file.filename]
    if not named:
        raise InputError("No file was chosen.", remedy="Choose one, or drop it on the page.")
    folder = data_dir / FOLDER / secrets.token_hex(8)
    laid: list[Path] = []
    for number, file in enumerate(named):
        path = folder / safe_name(file.filename or "", number)
        if path.exists():
            path = folder / str(number) / path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        laid.append(path)
    return folder, laid


def settled(folder: Path, files: Sequence[Path]) -> tuple[Path, list[Path]]:
    """Move a folder of uploads to the one place that ids derive from; for whoever holds the turn to ingest."""
    place = folder.parent / "now"
    shutil.rmtree(place, ignore_errors=True)
    folder.rename(place)
    return place, [place / file.relative_to(folder) for file in files]


def safe_name(name: str, number: int) -> str:
    """Return the last part of a file's name without what a file system or a reader could misread."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip().lstrip(".")
    stem, dot, suffix = printable.rpartition(".")
    kept = f"{stem[: _LONGEST_NAME - len(suffix)]}.{suffix}" if dot and len(suffix) < 12 else printable[:_LONGEST_NAME]  # noqa: PLR2004
    while len(kept.encode(errors="replace")) > _LONGEST_NAME:
        kept = kept[1:]
    return kept.encode(errors="replace").decode() or f"file-{number}"


def sweep(data_dir: Path) -> None:
    """Let go of what an upload that never came to its end left, a day later."""
    for left in (data_dir / FOLDER).glob("*"):
        if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
