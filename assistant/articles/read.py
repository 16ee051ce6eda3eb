"""The one way in: files and folders become readings, one for each article or input that is none."""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.articles.article import Reading
from assistant.articles.detect import Format, by_suffix, detect, names
from assistant.articles.formats import FORMATS, PROSE
from assistant.articles.input import ASIDE, Input, absolute, shown
from assistant.articles.limits import Limits
from assistant.errors import InputError

_log = logging.getLogger(__name__)
_DEEPEST = 3


def read_paths(
    paths: Sequence[Path],
    *,
    file_megabytes: int,
    article_characters: int,
    archive_members: int = 100_000,
    fields: Mapping[str, str] | None = None,
    now: datetime | None = None,
    own: Path | None = None,
) -> Iterator[Reading]:
    """Reads files and folders in order, folders sorted by name, each file once.

    Args:
        paths: Files and folders.
        file_megabytes: Largest file read, and most that a compressed one or a member of an archive may unpack to.
        article_characters: Longest article text accepted.
        archive_members: Most members of an archive that are read.
        fields: Which column or field of a table or of JSON is one of ours: `{"published": "pub_date"}`.
        now: Moment against which dates are checked; the present by default.
        own: Folder of our own files, left out where it lies below one of the folders.

    Yields:
        One reading for each article, and one with a reason for each input that is none.
    """
    limits = Limits(file_megabytes, article_characters, now or datetime.now(UTC), archive_members, fields or {})
    for found in _files(paths, own):
        if isinstance(found, Reading):
            yield found
        else:
            yield from _placed(found, read_input(Input.of(found), limits))


def count_inputs(
    paths: Sequence[Path], *, file_megabytes: int = 2048, archive_members: int = 100_000, own: Path | None = None
) -> int:
    """Returns about how many readings the paths will give; a file with many is looked at, at its start."""
    limits = Limits(file_megabytes, 1, datetime.now(UTC), archive_members)
    return sum(1 if isinstance(found, Reading) else _count(found, limits) for found in _files(paths, own))


def files_below(path: Path) -> list[Path]:
    """Returns the files that `read_paths` reads for a path, as a watcher needs them one by one."""
    return [found for found in _files([path]) if isinstance(found, Path)]


def is_read_below(path: Path, root: Path) -> bool:
    """Whether a folder `root` that is read brings `path` along: hidden names and links that lead out are left out."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return False
    hidden = any(part.startswith(".") for part in parts)
    aside = path.name.casefold() in ASIDE
    return not hidden and not aside and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_input(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the readings of one input, those of its members in their turn; it never raises."""
    remark = file.remark
    if file.seen is not None:
        limits = replace(limits, now=min(limits.now, file.seen))
    try:
        found, named = _detected(file, limits)
        remark = "; ".join(filter(None, (remark, named)))
        for item in found.reader(file, limits):
            for reading in read_input(item, limits) if isinstance(item, Input) else (item,):
                yield replace(reading, reason="; ".join(filter(None, (remark, reading.reason)))) if remark else reading
                remark = ""
    except InputError as error:
        yield Reading(file.name, None, "; ".join(filter(None, (remark, str(error)))))
    except OSError as error:
        yield Reading(file.name, None, _refused(error))
    except Exception as error:  # noqa: BLE001 - parsers on hostile input raise what they like; the run goes on
        _log.debug("%s", file.name, exc_info=True)
        yield Reading(file.name, None, f"It cannot be read, being damaged or made to do harm ({type(error).__name__}).")


def _detected(file: Input, limits: Limits) -> tuple[Format, str]:
    if file.depth > _DEEPEST:
        raise InputError(f"It lies in more than {_DEEPEST} archives.", remedy="Unpack them and give the folder.")
    return detect(file, limits, FORMATS, PROSE)


def _placed(path: Path, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yields the readings of one file with its place, by which a later run knows what is gone."""
    file = absolute(path)
    for reading in readings:
        yield replace(reading, file=file)


def _none(path: Path, reason: str) -> Reading:
    """Returns the reading of a path that leads to no article, with the reason."""
    return Reading(shown(path), None, reason, absolute(path))


def _files(paths: Sequence[Path], own: Path | None = None) -> Iterator[Path | Reading]:
    """Yields each file once, and a reading for each path that leads to none."""
    seen: set[str] = set()
    aside = Path(os.path.realpath(own)) if own else None
    for path in paths:
        for found in _below(path, aside):
            if isinstance(found, Path):
                real = os.path.realpath(found)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _below(path: Path, aside: Path | None) -> Iterator[Path | Reading]:
    """Yields a file itself, or the files of a folder."""
    try:
        is_folder = path.is_dir()
        path.stat()
    except FileNotFoundError:
        yield _none(path, "There is no such file or folder. Check the path.")
        return
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        yield _none(path, _refused(error))
        return
    if not is_folder:
        yield path
        return
    empty = True
    for found in _walk(path, Path(os.path.realpath(path)), aside):
        empty = False
        yield found
    if empty:
        yield _none(path, f"The folder holds no file to read. Read are {names(FORMATS)}.")


def _walk(folder: Path, root: Path, aside: Path | None) -> Iterator[Path | Reading]:
    """Yields the files of a folder and its folders, sorted; hidden ones and those beside the articles are left out.

    So is the folder `aside`.

    Links to files inside the root are read. Links to folders inside it are not entered, since what they show is read at
    its own place; links that lead outside are named and not followed.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield _none(folder, _refused(error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold() in ASIDE:
            continue
        if not entry.is_symlink():
            if not entry.is_dir():
                yield entry
            elif Path(os.path.realpath(entry)) != aside:
                yield from _walk(entry, root, aside)
        elif not Path(os.path.realpath(entry)).is_relative_to(root):
            yield _none(entry, "This link leads out of the folder. Give its target as a path of its own.")
        elif not entry.is_dir():
            yield entry


def _count(path: Path, limits: Limits) -> int:
    found = by_suffix(path.name, FORMATS)
    return found.counted_by(Input.of(path), limits) if found and found.counted_by else 1


def _refused(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"The system does not let it be read ({reason or type(error).__name__}). Check its permissions."
