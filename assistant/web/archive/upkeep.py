"""The page of whoever looks after the archive: take in, take out, make anew, look at its health."""

from collections.abc import Sequence
from dataclasses import asdict

from assistant.articles.detect import names
from assistant.articles.formats import FORMATS
from assistant.index.removing import RemovalReport
from assistant.runs import RunSummary
from assistant.status import Status
from assistant.web.archive.jobs import Job
from assistant.web.archive.reports import runs
from assistant.web.archive.wanted import Removal
from assistant.web.markup import isolated, text
from assistant.web.when import time_tag

_SHOWN = 20


def upkeep(status: Status | None, past: Sequence[RunSummary], job: Job | None) -> str:
    """Return the page's content.

    Args:
        status: What the archive holds; None while there is none.
        past: The newest runs.
        job: What was begun last.
    """
    return (
        f'<div class="upkeep"><h1>Upkeep</h1><div id="job" aria-live="polite">{job_card(job)}</div>'
        f"{_upload()}<section><h2>Health</h2>{_state(status)}"
        '<form method="post" action="/archive/health"><button type="submit" class="act quiet-act">Look at everything'
        "</button></form></section>"
        f"<section><h2>Taken in before</h2>{runs(past)}</section>{_taking_out(status)}"
        '<section><h2>Make the vectors anew</h2><p class="remark">From the catalog, while readers go on; nothing is '
        "embedded again unless the model changed.</p>"
        '<p><a class="act quiet-act" href="/archive/rebuild">Rebuild …</a></p>'
        "</section></div>"
    )


def job_card(job: Job | None) -> str:
    """Return what is being done, how far it is, or what came of it."""
    if job is None:
        return ""
    if job.state != "running":
        heading = "done" if job.state == "done" else "not done"
        title = f"<h2>{text(job.name)}: {heading}</h2>"
        return f'<section class="card job" data-state="{job.state}">{title}{job.outcome}</section>'
    value = "" if job.share is None else f' value="{job.share:.3f}"'
    return (
        f'<section class="card job" data-state="running"><h2>{text(job.name)}</h2>'
        f'<progress max="1"{value} aria-label="{text(job.name)}"></progress><p class="remark">{text(job.words)}</p>'
        '<noscript><p><a href="/archive/upkeep">See how far it is</a></p></noscript></section>'
    )


def confirm_removal(found: RemovalReport, meant: Removal) -> str:
    """Return the question whether these articles shall go."""
    rows = "".join(
        f'<li><p class="byline"><span class="outlet">{isolated(card.source, "Unknown outlet")}</span>'
        f'{time_tag(card.published_at)}</p><span dir="auto">{isolated(card.title, "Untitled article")}</span></li>'
        for card in found.report[:_SHOWN]
    )
    left = found.found - _SHOWN
    rest = f'<p class="remark">and {left:,} more</p>' if left > 0 else ""
    if not found.found:
        return '<div class="upkeep"><h1>No such article</h1><p>Nothing in the archive is meant by this.</p></div>'
    these = "this article" if found.found == 1 else f"these {found.found:,} articles"
    fields = asdict(meant).items()
    hidden = "".join(f'<input type="hidden" name="{name}" value="{text(value)}">' for name, value in fields if value)
    return (
        f'<div class="upkeep"><h1>Take {these} out?</h1><p>All versions go, and no answer will rest on them any more. '
        f'Taking in the same files brings them back.</p><ul class="nearest">{rows}</ul>{rest}'
        f'<form method="post" action="/archive/remove" class="confirm">{hidden}'
        f'<button type="submit" class="act danger">Take out {found.found:,}</button>'
        '<a class="act quiet-act" href="/archive">Leave everything as it is</a></form></div>'
    )


def confirm_rebuild(status: Status) -> str:
    """Return the question whether the vectors shall be made anew."""
    return (
        '<div class="upkeep"><h1>Make the vectors anew?</h1>'
        f"<p>A new generation is made of {status.passages:,} passages and switched to at the end. Until then "
        "questions are answered from the present one; nothing else can be taken in meanwhile.</p>"
        '<form method="post" action="/archive/rebuild" class="confirm">'
        '<button type="submit" class="act">Rebuild</button>'
        '<a class="act quiet-act" href="/archive/upkeep">Leave it as it is</a></form></div>'
    )


def _upload() -> str:
    return (
        '<section><h2>Take in articles</h2><form method="post" action="/archive/upload" enctype="multipart/form-data"'
        ' class="upload" id="upload"><label class="drop">'
        "<strong>Choose files, or drop them anywhere on this page</strong>"
        f'<span class="remark">Read are {text(names(FORMATS))}.</span>'
        '<input type="file" name="files" multiple required></label>'
        '<button type="submit" class="act">Take in</button>'
        '<p class="remark" id="sending" role="status"></p></form></section>'
    )


def _state(status: Status | None) -> str:
    if status is None:
        return '<p class="remark">There is no archive yet.</p>'
    megabytes = status.bytes_on_disk / 1_000_000
    facts = (
        ("Articles", f"{status.articles:,}"),
        ("Passages", f"{status.passages:,}"),
        ("Copies", f"{status.duplicates:,}"),
        ("Vectors", "in order" if status.vectors == "ok" else text(status.vectors)),
        ("On disk", f"{megabytes:,.1f} MB"),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return f'<dl class="tally">{cells}</dl>'


def _taking_out(status: Status | None) -> str:
    names_of_outlets = [name for name in status.sources if name] if status else []
    options = "".join(f'<option value="{text(name)}">{text(name)}</option>' for name in names_of_outlets)
    return (
        '<section><h2>Take articles out</h2><p class="remark">What all of these mean; the articles are shown before '
        'anything goes.</p><form method="get" action="/archive/remove" class="finder"><label><span>Outlet</span>'
        f'<select name="source"><option value="">any</option>{options}</select></label>'
        '<label><span>Published before</span><input type="date" name="before"></label>'
        '<label><span>Published after</span><input type="date" name="after"></label>'
        '<button type="submit" class="act quiet-act">Show them …</button></form></section>'
    )
