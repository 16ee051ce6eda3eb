"""Past runs of ingest, as the catalog keeps them."""

from dataclasses import dataclass

from assistant.catalog.snapshot import Snapshot

COLUMNS = "run, started_at, finished_at, seconds, passages_embedded, proof"


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of ingest.

    Attributes:
        started_at: Seconds from 1970-01-01 UTC.
        finished_at: The same, None if the run was interrupted, or is still going on.
        seconds: Wall time, None where it was not noted.
        outcomes: Inputs by outcome; those committed so far, if it did not come to its end.
        proof: JSON of the proof, None where there was nothing to prove.
    """

    run: int
    started_at: int
    finished_at: int | None
    seconds: float | None
    passages_embedded: int
    proof: str | None
    outcomes: dict[str, int]


def last_runs(snapshot: Snapshot, limit: int) -> list[RunRow]:
    """Return the newest runs, newest first."""
    rows = snapshot.rows(f"SELECT {COLUMNS} FROM runs ORDER BY run DESC LIMIT ?", (limit,))
    return [_run(snapshot, row) for row in rows]


def one_run(snapshot: Snapshot, run: int) -> RunRow | None:
    """Return one run, or None if there is no such one."""
    rows = snapshot.rows(f"SELECT {COLUMNS} FROM runs WHERE run = ?", (run,))
    return _run(snapshot, rows[0]) if rows else None


def inputs_of(snapshot: Snapshot, run: int) -> list[tuple[str, str, str | None, str]]:
    """Return input, outcome, article id and reason of each input of a run, in their order."""
    sql = "SELECT input, outcome, article_id, reason FROM run_inputs WHERE run = ? ORDER BY rowid"
    return snapshot.rows(sql, (run,))  # type: ignore[return-value]


def _run(snapshot: Snapshot, row: tuple[object, ...]) -> RunRow:
    counts = snapshot.rows("SELECT outcome, count(*) FROM run_inputs WHERE run = ? GROUP BY 1", (row[0],))
    return RunRow(*row[:6], dict(counts))  # type: ignore[arg-type, call-arg]
