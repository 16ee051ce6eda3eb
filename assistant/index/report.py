"""What an ingest did, input by input."""

from dataclasses import dataclass

OUTCOMES = ("new", "updated", "unchanged", "duplicate", "rejected")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The one outcome of one input: new, updated, unchanged, duplicate or rejected, with the reason or a remark."""

    input: str
    outcome: str
    article_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Proved:
    """One new article that was searched for as a reader would.

    Attributes:
        article_id: Which.
        by: What it was searched by: its title, or its first sentence where it has none or the title did not find it.
        found: Whether it was among the passages found, or a copy of it was.
        rank: Its place there, from 1; None if it was not.
    """

    article_id: str
    by: str
    found: bool
    rank: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A sample of the new articles, spread over the run, each searched for after it was stored.

    Attributes:
        looked_for: Articles in the sample.
        found: Those of them that were found.
        seconds: What it took.
        remedy: The command to run next, empty where all were found.
    """

    looked_for: int
    found: int
    seconds: float
    articles: tuple[Proved, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One finished ingest; its attributes are the keys of the JSON contract.

    Attributes:
        run: Id of the run in the catalog.
        duplicates: Articles stored although another one has the text already, word for word or nearly.
        passages_embedded: Texts that reached the embedder; zero when nothing changed.
        seconds: Wall time.
        report: One line per input.
        proof: That new articles are found; None where nothing new came.
        removed: Articles removed because they are gone from the given paths; only with `prune`.
        gone: Articles that are; more than `removed` where they were too many to remove without a further word.
    """

    run: int
    new: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int
    passages_embedded: int
    seconds: float
    report: tuple[ReportLine, ...]
    proof: Proof | None = None
    removed: int = 0
    gone: int = 0
