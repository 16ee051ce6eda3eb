"""What an archive holds and in which state its index is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """State of one data directory.

    Attributes:
        data_dir: The folder.
        articles: Articles, each counted once whatever its versions.
        versions: Stored versions of them.
        passages: Searchable passages, of current versions.
        duplicates: Articles whose text an earlier one has as well.
        sources: Articles by outlet, most first.
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
