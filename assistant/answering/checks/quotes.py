"""Quotations: what stands in quotation marks stands in the article, word for word and in that order."""

import re
from collections.abc import Iterator, Sequence

from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source, piece

WIDEST_GAP = 200
"""Characters that "…" inside a quotation may leave out."""

_QUOTED = re.compile(
    r'"([^"]+)"|“([^“”]+)”|„([^“”]+)[“”]|«([^«»]+)»|‘‘(.+?)’’'
    r"|(?<![\w’'])[‘'`]([^‘'`’]*(?:(?<=\w)[’'](?=\w)[^‘'`’]*)*)[’'](?!\w)"
)
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.|\[[^\]]*\])\s*")
"""An ellipsis, or words in brackets put in the place of others."""

_FOLDED = str.maketrans("‘’‚‛`“”„«»–—‑‐", "'''''\"\"\"\"\"----")


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the quotations that no cited article holds, or holds otherwise."""
    spans = [folded(item.span) for item in sources]
    articles = [folded(item.article) for item in sources]
    for quotation in quotations(said.text):
        parts = fragments(quotation)
        if not parts or any(find(parts, text) for text in spans):
            continue
        yield _failure(quotation, parts, articles)


def quotations(text: str) -> list[str]:
    """Return what stands in quotation marks."""
    return [next(filter(None, match.groups()), "") for match in _QUOTED.finditer(text)]


def fragments(quotation: str) -> list[str]:
    """Return the words between the gaps of a quotation, without the stop that its sentence put inside the marks."""
    parts = (part.strip(" ,.;:!?'\"") for part in _GAP.split(folded(quotation)))
    return [part for part in parts if part]


def folded(text: str) -> str:
    """Return a text with one kind of quotation mark, dash and space, and in small letters."""
    return " ".join(text.translate(_FOLDED).casefold().split())


def find(parts: Sequence[str], text: str) -> tuple[int, int] | None:
    """Return where fragments stand in a folded text, in order, with no gap too wide or hiding a negation."""
    for first in _places(parts[0], text):
        start, end = first
        for part in parts[1:]:
            following = next(_places(part, text, end), None)
            if following is None or not _may_be_left_out(text[end : following[0]]):
                break
            end = following[1]
        else:
            return start, end
    return None


def _places(part: str, text: str, position: int = 0) -> Iterator[tuple[int, int]]:
    pattern = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)")
    return (match.span() for match in pattern.finditer(text, position))


def _may_be_left_out(gap: str) -> bool:
    return len(gap) <= WIDEST_GAP and not any(word.is_negation for word in piece(gap).words)


def _failure(quotation: str, parts: Sequence[str], articles: Sequence[str]) -> Reason:
    """Say in which way a quotation is not in the cited words."""
    if any(find(parts, text) for text in articles):
        return Reason("quote_elsewhere", quotation)
    holding = [text for text in articles if all(next(_places(part, text), None) for part in parts)]
    if not holding or len(parts) == 1:
        return Reason("quote_invented", quotation)
    if any(_in_order(parts, text) for text in holding):
        return Reason("quote_hides_negation", quotation)
    return Reason("quote_stitched", quotation)


def _in_order(parts: Sequence[str], text: str) -> bool:
    """Whether fragments follow each other near enough, whatever stands between them."""
    for _, end in _places(parts[0], text):
        position = end
        for part in parts[1:]:
            following = next(_places(part, text, position), None)
            if following is None or following[0] - position > WIDEST_GAP:
                break
            position = following[1]
        else:
            return True
    return False
