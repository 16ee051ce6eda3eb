"""An article as it is read: in the pane beside an answer and on a page of its own, the cited words marked."""

import re

from assistant.articles.article import Article
from assistant.web.markup import isolated, label, outside_link, text
from assistant.web.when import time_tag

KINDS = {"opinion": "Opinion", "live": "Live report", "correction": "Correction"}
"""Kinds a reader must know about; plain news carries no sign."""

_BREAK = re.compile(r"[^\S\n]*\n\s*")


def article(piece: Article, start: int | None = None, end: int | None = None) -> str:
    """Return the article with the characters from `start` to `end` in `<mark>`, the first of them `#cited`."""
    published = piece.published_at.iso if piece.published_at else None
    sign = f'<span class="kind">{KINDS[piece.kind]}</span>' if piece.kind in KINDS else ""
    writers = label(", ".join(piece.authors))
    by = f'<p class="writers">By {writers}</p>' if writers else ""
    edition = f'<span class="edition">version {piece.version}</span>' if piece.version > 1 else ""
    language = f' lang="{label(piece.language)}"' if piece.language else ""
    return (
        f'<article class="reading" data-article="{text(piece.article_id)}" data-version="{piece.version}"><header>'
        f'<p class="byline"><span class="outlet">{isolated(piece.source, "Unknown outlet")}</span>'
        f"{time_tag(published)}{sign}{edition}</p>"
        f'<h1 dir="auto" tabindex="-1">{label(piece.title, "Untitled article")}</h1>{by}</header>'
        f'<div class="body"{language}>{body(piece.text, *within(piece.text, start, end))}</div>'
        f"<footer>{outside_link(piece.url)}</footer></article>"
    )


def within(whole: str, start: int | None, end: int | None) -> tuple[int, int]:
    """Return a span that lies in the text; a broken one marks nothing."""
    if start is None or end is None or not 0 <= start < end <= len(whole):
        return 0, 0
    return start, end


def body(whole: str, start: int, end: int) -> str:
    """Return the text in paragraphs; every character between line breaks stays, so a mark reads as its slice."""
    pieces = []
    marked = False
    for first, last in _paragraphs(whole):
        low, high = max(first, start), min(last, end)
        if low >= high:
            pieces.append(f'<p dir="auto">{text(whole[first:last])}</p>')
            continue
        anchor = "" if marked else ' id="cited"'
        marked = True
        pieces.append(
            f'<p dir="auto">{text(whole[first:low])}<mark{anchor}>{text(whole[low:high])}</mark>'
            f"{text(whole[high:last])}</p>"
        )
    return "".join(pieces)


def _paragraphs(whole: str) -> list[tuple[int, int]]:
    """First and last character of every run of text between line breaks."""
    spans, first = [], 0
    for gap in _BREAK.finditer(whole):
        spans.append((first, gap.start()))
        first = gap.end()
    spans.append((first, len(whole)))
    return [(low, high) for low, high in spans if low < high]
