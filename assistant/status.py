"""What an archive holds and in which state its index is."""

from dataclasses import dataclass
from pathlib import Path


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


def bytes_under(folder: Path) -> int:
    """Return the bytes of all files below a folder; a journal that goes away meanwhile counts for nothing."""
    return sum(_size(file) for file in folder.rglob("*"))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
