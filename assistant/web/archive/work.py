"""What can be done to the archive from its pages; each returns its outcome as HTML."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.assistant import NewsAssistant
from assistant.catalog.removal import Card
from assistant.index.ingest import IngestProgress
from assistant.index.removing import RemovalReport
from assistant.operations.doctor import examine
from assistant.operations.finding import Diagnosis, Finding
from assistant.web.archive.jobs import Tell
from assistant.web.archive.reports import report
from assistant.web.archive.wanted import Removal
from assistant.web.cards import remark
from assistant.web.markup import isolated, text, with_code

SEVERITIES = {"error": "Cannot serve", "warning": "Look at this", "info": "Worth knowing", "ok": "In order"}


def take_in(desk: NewsAssistant, folder: Path, files: Sequence[Path], tell: Tell) -> str:
    """Ingest uploaded files and let go of them; what they hold is in the catalog then."""
    try:
        found = desk.ingest(files, progress=lambda done: tell(*progress(done)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report(found, below=folder)


def progress(done: IngestProgress) -> tuple[str, float | None]:
    """Return how far an ingest is, in words and as a share."""
    total = f" of {done.inputs_total:,}" if done.inputs_total else ""
    share = min(1.0, done.articles / done.inputs_total) if done.inputs_total else None
    return f"{done.stage}: {done.articles:,}{total} articles, {done.passages:,} passages", share


def rebuild(desk: NewsAssistant, tell: Tell) -> str:
    """Make the vectors anew."""
    generation = desk.rebuild(progress=lambda done: tell(f"{done.stage}: {done.passages:,} passages", None))
    return remark(f"The vectors were made anew from the catalog; generation {generation} is in use.")


def removed(
    desk: NewsAssistant,
    meant: Removal,
    *,
    agree: Callable[[Sequence[Card]], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RemovalReport:
    """Take out, or only look at, what a form means."""
    return desk.remove(
        ids=meant.id or (),
        sources=meant.source or (),
        before=meant.before or None,
        after=meant.after or None,
        agree=agree,
        progress=progress,
    )


def remove(desk: NewsAssistant, meant: Removal, tell: Tell) -> str:
    """Take articles out."""
    gone = removed(
        desk, meant, progress=lambda done, total: tell(f"{done:,} of {total:,} articles", done / max(1, total))
    )
    words = f"{gone.removed:,} article{'s' * (gone.removed != 1)} taken out in {gone.seconds:.1f} s."
    rest = "Their words leave the files of the archive with `news-assistant compact`."
    return remark(words) + (f"<p>{with_code(rest)}</p>" if gone.removed else "")


def health(desk: NewsAssistant, tell: Tell) -> str:
    """Look at everything that the archive needs to serve."""
    return diagnosis(examine(desk.settings, tell=lambda what: tell(f"looking at {what}", None)))


def diagnosis(found: Diagnosis) -> str:
    """Return what the doctor found, worst first."""
    words = "The archive can serve." if found.serves else "The archive cannot serve as it is."
    rows = "".join(
        f'<li class="finding {item.severity}"><span class="tag">{SEVERITIES[item.severity]}</span>'
        f"<div><p><strong>{isolated(item.check)}</strong> {text(item.message)}</p>"
        f"{_remedy(item)}</div></li>"
        for item in found.findings
    )
    return f'{remark(words)}<ul class="findings">{rows}</ul>'


def _remedy(item: Finding) -> str:
    return f'<p class="remark">{with_code(item.remedy)}</p>' if item.remedy else ""
