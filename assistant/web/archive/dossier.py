"""What the archive knows about an article beside its words: its versions, its copies, its passages."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from assistant.articles.article import Article
from assistant.catalog.copies import Copy, CopyGroup
from assistant.catalog.records import Passage
from assistant.index.changes import Change
from assistant.index.history import VersionNote
from assistant.web.actions import question_of
from assistant.web.markup import isolated, permalink, shortened, text
from assistant.web.when import printed, time_tag

KINDS = {
    "correction": "Correction",
    "number": "Number changed",
    "quote": "Quotation changed",
    "wording": "Reworded",
    "typo": "Slip of the pen",
    "added": "Added",
    "removed": "Taken out",
    "moved": "Moved",
    "headline": "Headline",
    "metadata": "Details",
}
"""What a change is headed."""

_PASSAGE_SHOWN = 220


def dossier(
    article_id: str, shown: int, versions: Sequence[VersionNote], group: CopyGroup, passages: Sequence[Passage]
) -> str:
    """Return the sections below an article; empty for what there is none of.

    Args:
        article_id: The article.
        shown: The version that is on the page.
        versions: All of them, oldest first.
        group: The article among its copies.
        passages: Of the current version.
    """
    parts = _versions(article_id, shown, versions) + _copies(article_id, group) + _passages(passages)
    return f'<div class="dossier">{parts}</div>' if parts else ""


def acts(piece: Article) -> str:
    """Return what can be done with an article: ask about it, or take it out."""
    title = " ".join((piece.title or "").split())
    asks = f'<a href="/?{text(urlencode({"q": question_of(title)}))}">Ask about this</a>' if title else ""
    away = f'<a href="/archive/remove?{_query(piece.article_id)}">Take out …</a>'
    return f'<p class="article-acts">{asks}{away}</p>'


def _versions(article_id: str, shown: int, versions: Sequence[VersionNote]) -> str:
    if len(versions) < 2:  # noqa: PLR2004
        return ""
    rows = "".join(_version(article_id, shown, note) for note in reversed(versions))
    heading = '<h2 id="h-versions">Versions</h2>'
    return f'<section id="versions" aria-labelledby="h-versions">{heading}<ol>{rows}</ol></section>'


def _version(article_id: str, shown: int, note: VersionNote) -> str:
    seen = dt.datetime.fromisoformat(note.seen_at)
    state = " (on this page)" if note.version == shown else ""
    current = ' <span class="tag">searched</span>' if note.is_current else ""
    changes = "".join(map(_change, note.changes))
    listed = f'<ul class="changes">{changes}</ul>' if changes else ""
    first = '<p class="remark">As it first came in.</p>' if note.version == 1 else ""
    return (
        f'<li><p class="version-line"><a href="{text(permalink(article_id, note.version))}">Version {note.version}</a>'
        f'{state}{current} <span class="remark">taken in {printed(seen.date().isoformat())}</span></p>'
        f"{first}{listed}</li>"
    )


def _change(change: Change) -> str:
    where = "" if change.field in {"text", "title"} else f" · {isolated(change.field.replace('_', ' '))}"
    before = f'<del dir="auto">{text(change.before)}</del>' if change.before else ""
    after = f'<ins dir="auto">{text(change.after)}</ins>' if change.after else ""
    return f'<li><span class="tag">{KINDS.get(change.kind, change.kind)}{where}</span>{before}{after}</li>'


def _copies(article_id: str, group: CopyGroup) -> str:
    members = [copy for copy in (group.head, *group.copies) if copy.article_id != article_id]
    if not members:
        return ""
    rows = "".join(_copy(copy, is_head=copy is group.head) for copy in members)
    outlets = len({copy.source for copy in members})
    return (
        f'<section id="copies" aria-labelledby="h-copies"><h2 id="h-copies">The same text in {outlets} other'
        f" outlet{'s' * (outlets != 1)}</h2><ul>{rows}</ul></section>"
    )


def _copy(copy: Copy, *, is_head: bool) -> str:
    alike = (
        "the earliest of them"
        if is_head
        else "word for word"
        if copy.kind == "exact"
        else f"{copy.similarity:.0%} alike"
    )
    wire = f" · from {isolated(copy.wire_origin)}" if copy.wire_origin else ""
    return (
        f'<li><p class="byline"><span class="outlet">{isolated(copy.source, "Unknown outlet")}</span>'
        f"{time_tag(copy.published_at)}<span>{alike}{wire}</span></p>"
        f'<a class="source-title" href="/article?{_query(copy.article_id)}">'
        f"{isolated(copy.title, 'Untitled article')}</a></li>"
    )


def _query(article_id: str) -> str:
    return text(urlencode({"id": article_id}))


def _passages(passages: Sequence[Passage]) -> str:
    if not passages:
        return ""
    rows = "".join(
        f'<li><a href="{text(permalink(item.article_id, item.version, item.start, item.end))}">'
        f'<span class="remark">{len(item.sentences)} sentence{"s" * (len(item.sentences) != 1)}</span>'
        f'<span dir="auto">{text(" ".join(shortened(item.text, _PASSAGE_SHOWN).split()))}</span></a></li>'
        for item in passages
    )
    return (
        f'<details id="passages"><summary>Searched as {len(passages)} passage{"s" * (len(passages) != 1)}</summary>'
        f"<ol>{rows}</ol></details>"
    )
