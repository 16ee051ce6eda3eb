"""What an archive holds and in which state its index is."""

import importlib.metadata
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.catalog.survey import OutletPeriod
from assistant.runs import RunSummary

RELEASES = ("news-assistant", "chromadb", "openvino", "torch")
"""Packages whose release decides what a data directory looks like, or how vectors are made."""


@dataclass(frozen=True, slots=True)
class Status:
    """State of one data directory.

    Attributes:
        data_dir: The folder.
        articles: Articles, each counted once whatever its versions.
        versions: Stored versions of them.
        passages: Searchable passages, of current versions.
        duplicates: Articles that are copies of another one, exact or near.
        sources: Articles by outlet, most first.
        wires: Articles by the news agency that their text came from, most first.
        teasers: Articles of which only the beginning is here, the rest being behind a paywall.
        from_: Date of the oldest dated article, `from` in JSON.
        to: Date of the newest.
        generation: Number of the vector directory in use.
        revision: Committed changes so far.
        model: Name of the embedding model.
        dimension: Numbers per vector.
        interrupted_runs: Ingests that did not come to their end; the next one completes their work.
        waiting: Passages that the vector store does not hold yet; they are found all the same.
        bytes_on_disk: Of the whole data directory.
        vectors: "ok", or what is wrong with the vector store.
        outlets: Articles and period of each outlet, most articles first.
        last_runs: The newest ingests, newest first.
        schema: Steps of the catalog's schema taken.
        releases: Of the packages that matter, and of SQLite.
        disk: Bytes by part: catalog (with its journals), vectors, desk, other.
    """

    data_dir: str
    articles: int
    versions: int
    passages: int
    duplicates: int
    sources: dict[str, int]
    wires: dict[str, int]
    teasers: int
    from_: str | None
    to: str | None
    generation: int
    revision: int
    model: str
    dimension: int
    interrupted_runs: int
    waiting: int
    bytes_on_disk: int
    vectors: str
    outlets: tuple[OutletPeriod, ...] = ()
    last_runs: tuple[RunSummary, ...] = ()
    schema: int = 0
    releases: dict[str, str] = field(default_factory=dict)
    disk: dict[str, int] = field(default_factory=dict)


def releases() -> dict[str, str]:
    """Return the releases of the packages that are installed, and of SQLite."""
    found = {"sqlite": sqlite3.sqlite_version}
    for name in RELEASES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def bytes_by_part(data_dir: Path) -> dict[str, int]:
    """Return the bytes of the catalog, the vectors, what readers left and the rest."""
    parts = {"catalog": data_dir.glob("catalog.sqlite*"), "desk": data_dir.glob("desk.sqlite*")}
    found = {name: _sizes(files) for name, files in parts.items()} | {"vectors": bytes_under(data_dir / "vectors")}
    return found | {"other": max(0, bytes_under(data_dir) - sum(found.values()))}


def bytes_under(folder: Path) -> int:
    """Return the bytes of all files below a folder; a journal that goes away meanwhile counts for nothing."""
    return _sizes(folder.rglob("*"))


def _sizes(files: Iterable[Path]) -> int:
    return sum(_size(file) for file in files)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
