"""What an ingest did, input by input, and the list of past ones."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from assistant.index.report import IngestReport, ReportLine
from assistant.runs import RunSummary
from assistant.web.markup import label, text, with_code
from assistant.web.when import printed

MOST_LINES = 300
"""Lines of a report that are shown; those that were turned away come first."""

_ORDER = ("rejected", "duplicate", "updated", "new", "unchanged", "removed")


def report(found: IngestReport, *, below: Path | None = None) -> str:
    """Return a report; inputs below a folder are named from there."""
    counts = (
        ("new", found.new),
        ("updated", found.updated),
        ("unchanged", found.unchanged),
        ("a copy of another", found.duplicates),
        ("turned away", found.rejected),
        ("taken out", found.removed),
    )
    cells = "".join(f"<div><dt>{words}</dt><dd>{count:,}</dd></div>" for words, count in counts if count)
    lines = sorted(found.report, key=lambda line: _ORDER.index(line.outcome) if line.outcome in _ORDER else len(_ORDER))
    rows = "".join(_line(line, below) for line in lines[:MOST_LINES])
    left = len(lines) - MOST_LINES
    more = f"{left:,} more: `news-assistant runs {found.run}`"
    rest = f'<p class="remark">{with_code(more)}</p>' if left > 0 else ""
    table = (
        '<div class="scrolled" tabindex="0" role="region" aria-label="Input by input"><table class="report"><thead><tr>'
        '<th scope="col">Outcome</th><th scope="col">Input</th><th scope="col">Remark</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return (
        f'<dl class="tally">{cells}</dl><p class="receipt">Run {found.run} · {found.seconds:.1f} s ·'
        f" {found.passages_embedded:,} passages embedded{_proof(found)}</p>{table if rows else ''}{rest}"
    )


def runs(past: Sequence[RunSummary]) -> str:
    """Return the list of past runs, newest first."""
    rows = "".join(_run(run) for run in past)
    if not rows:
        return '<p class="remark">Nothing was taken in yet.</p>'
    return (
        '<table class="runs"><thead><tr><th scope="col">Run</th><th scope="col">Day</th>'
        f'<th scope="col">What came of it</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _run(run: RunSummary) -> str:
    counts = ", ".join(f"{count:,} {name}" for name, count in run.outcomes.items() if count) or "nothing"
    state = "" if run.finished_at else " (interrupted, or going on)"
    return (
        f'<tr><th scope="row"><a href="/archive/runs/{run.run}">Run {run.run}</a></th>'
        f"<td>{printed(run.started_at[:10])}</td><td>{text(counts)}{state}</td></tr>"
    )


def _proof(found: IngestReport) -> str:
    if found.proof is None:
        return ""
    return f" · {found.proof.found} of {found.proof.looked_for} new articles looked for were found"


def _line(line: ReportLine, below: Path | None) -> str:
    name = line.input.removeprefix(f"{below}/") if below else line.input
    where = f"/article?{urlencode({'id': line.article_id})}" if line.article_id else ""
    shown = f'<a href="{text(where)}">{label(name)}</a>' if where else label(name)
    outcome = f'<span class="tag {label(line.outcome)}">{label(line.outcome)}</span>'
    return f"<tr><td>{outcome}</td><td>{shown}</td><td>{text(line.reason)}</td></tr>"
