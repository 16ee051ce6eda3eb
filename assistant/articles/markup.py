"""Markdown turned into plain paragraphs that read well: headings, items and links to their text."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Only these are taken for tags: "<ABC>" in a text is a ticker, a wire's way of naming a share.
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|br|caption|center|cite|code|del|details|div|em|figcaption|figure|font|footer"
    r"|h[1-6]|header|hr|i|iframe|img|ins|kbd|li|main|mark|ol|p|picture|pre|q|s|section|small|source|span|strong|sub"
    r"|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|u|ul|video|wbr)(?:[\s/][^<>]{0,2000})?>",
    re.IGNORECASE,
)
_HIDDEN = (
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s?>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s?>", re.IGNORECASE)),
)


def plain_text(markdown: str) -> tuple[str, str | None]:
    """Returns the text of a Markdown document and its first heading of the first level."""
    for opening, closing in _HIDDEN:
        markdown = _without(markdown, opening, closing)
    # HTML is left to us: the parser's own rules for it are slow on broken markup, and would drop a ticker.
    tokens = MarkdownIt("commonmark", {"maxNesting": 20, "html": False}).enable("table").parse(markdown)
    heading = None
    for before, content in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h1":
            heading = _inline(content.children or []).strip() or None
            break
    return "\n\n".join(block.strip("\n") for block in _blocks(tokens) if block.strip()), heading


def _blocks(tokens: Sequence[Token]) -> Iterable[str]:
    """Yields the text of each block; a row of a table is one block, its cells parted by a bar."""
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " | ".join(cells or [])
            cells = None
        elif token.type == "inline":
            text = _inline(token.children or [])
            if cells is None:
                yield text
            else:
                cells.append(text)
        elif token.type in ("fence", "code_block"):
            yield token.content


def _inline(tokens: Iterable[Token]) -> str:
    """Returns the words of one block; pictures have none of their own."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    words = (token.content if token.type in ("text", "code_inline") else breaks.get(token.type, "") for token in tokens)
    return _TAG.sub("", "".join(words))


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Cuts what stands between two marks, in one pass however often the first is left open."""
    kept, position = [], 0
    while (start := opening.search(text, position)) and (end := closing.search(text, start.end())):
        kept.append(text[position : start.start()])
        position = end.end()
    return "".join(kept) + text[position:]
