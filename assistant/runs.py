"""Past runs of ingest as they leave the house: the report that each gave, read back from the catalog."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from assistant.catalog.runs import RunRow, inputs_of
from assistant.catalog.snapshot import Snapshot
from assistant.index.report import OUTCOMES, IngestReport, Proof, Proved, ReportLine


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run in the list of runs.

    Attributes:
        run: Its number.
        started_at: ISO 8601, UTC.
        finished_at: The same; None if it was interrupted, or is going on. The next run completes what it left.
        outcomes: Inputs by outcome.
        seconds: Wall time, None where unknown.
        proof: Whether new articles were found afterwards.
    """

    run: int
    started_at: str
    finished_at: str | None
    outcomes: dict[str, int]
    passages_embedded: int
    seconds: float | None
    proof: Proof | None


def summary(row: RunRow) -> RunSummary:
    """Return a run of the catalog as it is shown in a list."""
    return RunSummary(
        run=row.run,
        started_at=_iso(row.started_at),
        finished_at=None if row.finished_at is None else _iso(row.finished_at),
        outcomes={outcome: row.outcomes.get(outcome, 0) for outcome in dict.fromkeys((*OUTCOMES, *row.outcomes))},
        passages_embedded=row.passages_embedded,
        seconds=row.seconds,
        proof=_proof(row.proof),
    )


def past_report(snapshot: Snapshot, row: RunRow) -> IngestReport:
    """Return the report of a past run, as `ingest` gave it."""
    known = summary(row)
    return IngestReport(
        run=row.run,
        new=known.outcomes["new"],
        updated=known.outcomes["updated"],
        unchanged=known.outcomes["unchanged"],
        duplicates=known.outcomes["duplicate"],
        rejected=known.outcomes["rejected"],
        passages_embedded=row.passages_embedded,
        seconds=row.seconds or 0.0,
        report=tuple(ReportLine(*line) for line in inputs_of(snapshot, row.run)),
        proof=known.proof,
    )


def _proof(told: str | None) -> Proof | None:
    if told is None:
        return None
    facts: dict[str, Any] = json.loads(told)
    articles = tuple(Proved(**article) for article in facts.pop("articles"))
    return Proof(articles=articles, **facts)


def _iso(epoch: int) -> str:
    return dt.datetime.fromtimestamp(epoch, dt.UTC).isoformat()
