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
class IngestReport:
    """One finished ingest; its attributes are the keys of the JSON contract.

    Attributes:
        run: Id of the run in the catalog.
        duplicates: Articles stored whose text another article already has.
        passages_embedded: Texts that reached the embedder; zero when nothing changed.
        seconds: Wall time.
        report: One line per input.
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
