"""Which articles are gone: no file gives them any more, and every file that did could be looked at."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.articles.input import absolute
from assistant.catalog.origins import Sighting, sightings
from assistant.catalog.snapshot import Snapshot

MOST = 0.5
"""Share of the archive that goes without a further word; beyond it a wrong path is the likelier reason."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is gone from the given paths.

    Attributes:
        article_ids: Articles that no file gives any more.
        unsure: Articles that were not found, but whose file or folder could not be read in full; they stay.
        articles: Articles in the archive.
    """

    article_ids: tuple[str, ...]
    unsure: int
    articles: int

    def is_most(self) -> bool:
        """Whether this is so much of the archive that it needs a further word."""
        return len(self.article_ids) > MOST * self.articles


@dataclass(frozen=True, slots=True)
class Prune:
    """The wish to remove what is gone from `paths`.

    Attributes:
        paths: The files and folders given to the run.
        most: Also if that is more than half of the archive.
        told: Called with what is gone before anything is removed.
    """

    paths: Sequence[Path]
    most: bool = False
    told: Callable[[Gone], None] = field(default=lambda _: None)


class Pruner:
    """Notes what a run could read, and tells afterwards what is gone."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._roots = {absolute(path) for path in paths}
        self._read: set[Path] = set()
        self._rejected: set[Path] = set()

    def note(self, file: Path | None, outcome: str) -> None:
        """Note one input; a file with any input that was rejected may hide what it held before."""
        if file is not None:
            (self._rejected if outcome == "rejected" else self._read).add(file)

    def gone(self, snapshot: Snapshot, run: int) -> Gone:
        """Return what `run`, which is complete but for this, did not find where it was before."""
        gone, unsure, verdicts = [], 0, dict[Path, bool | None]()
        for article_id, places in sightings(snapshot):
            found = [self._is_gone(place, run, verdicts) for place in places]
            if all(found):
                gone.append(article_id)
            elif None in found and False not in found:
                unsure += 1
        return Gone(tuple(gone), unsure, snapshot.count("articles"))

    def _is_gone(self, place: Sighting, run: int, verdicts: dict[Path, bool | None]) -> bool | None:
        """Whether an article is gone from a file, or None if nobody can tell."""
        if place.run == run:
            return False
        if place.file not in verdicts:
            verdicts[place.file] = self._verdict(place.file, place.device)
        return verdicts[place.file]

    def _verdict(self, file: Path, device: int) -> bool | None:
        """Whether what was not seen in `file` is gone, or None if nobody can tell."""
        if self._roots.isdisjoint((file, *file.parents)):
            return False
        if not self._rejected.isdisjoint((file, *file.parents)):
            return None
        return True if file in self._read else _is_missing(file, device)


def _is_missing(file: Path, device: int) -> bool | None:
    """Whether a file is not there any more, or None if nobody can tell.

    An empty folder on another disk than the file was on tells nothing: it may be the mount point of one that is away.
    """
    for place in (file, *file.parents):
        try:
            status = os.lstat(place)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return None
        if place == file:
            return None  # it is there and was not read: under another name perhaps
        try:
            return True if status.st_dev == device or any(place.iterdir()) else None
        except OSError:
            return None
    return None
