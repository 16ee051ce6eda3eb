"""Whose words they are: a sentence gives a quotation to the speaker whom the article names beside it."""

import re
from collections.abc import Iterator

from assistant.answering.checks.quotes import find, folded, fragments, quotations
from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source

NEAR = 300
"""Characters around a quotation in which the article's words for who speaks are looked for."""

_SAYS = (
    r"(?:said|says|saying|told|tells|added|adds|wrote|writes|tweeted|posted|explained|insisted|argued|warned|claimed"
    r"|stated|noted|testified|announced|recalled|replied|asked|declared|admitted|acknowledged|continued|joked)"
)
_NAME = r"[A-Z][\w'’-]+(?:\s+(?:(?:de|van|von|al|bin|of|the)\s+)*[A-Z][\w.'’-]+)*"
_BEFORE = re.compile(rf"(?P<name>{_NAME})(?:,[^,\"“”]{{1,80}},)?\s+(?:(?:also|then|later|has|had)\s+)*{_SAYS}\b")
_AFTER = re.compile(rf"\b(?:{_SAYS}|according to)\s+(?:[a-z][\w'’-]*,?\s+){{0,5}}(?P<name>{_NAME})")
_PRONOUN = re.compile(rf"\b(?:he|she|they|who)\s+(?:\w+\s+)?{_SAYS}\b|\b{_SAYS}\s+(?:he|she|they)\b", re.IGNORECASE)
_MARKS = re.compile(r"[\"“”„«»]")
_NOT_NAMES = frozenset("The A An But And In On He She They It We I This That When After As".split())


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the quotations that the article gives to somebody else."""
    for quotation in quotations(said.text):
        own = _speakers(said.text.replace(quotation, " "))
        parts = fragments(quotation)
        if not own or not parts:
            continue
        told = [names for item in sources if (names := _told(parts, item)) is not None]
        if told and not any(_same(own, names) for names in told):
            yield Reason("speaker", sorted(own)[0], sorted(told[0])[0])


def _told(parts: list[str], item: Source) -> frozenset[str] | None:
    """Return who speaks by the words around a quotation; None where the article does not tell by name."""
    place = _place(parts, item.article)
    if place is None:
        return None
    start, end = place
    before, after = _around(item.article, start, end)
    # What follows up to the next quotation is nearer than what stands before.
    for words in (after, before):
        if _PRONOUN.search(words):
            return None
        if names := _speakers(words):
            return names
    return None


def _place(parts: list[str], article: str) -> tuple[int, int] | None:
    """Return where the fragments stand in the article as it is written; the fold keeps every letter but spaces."""
    if find(parts, folded(article)) is None:
        return None
    first, last = (
        re.search(r"\s+".join(re.escape(word) for word in part.split(" ")), _same_length(article), re.IGNORECASE)
        for part in (parts[0], parts[-1])
    )
    return (first.start(), last.end()) if first and last else None


def _same_length(article: str) -> str:
    return article.translate(str.maketrans("‘’‚‛`“”„«»–—‑‐", "'''''\"\"\"\"\"----"))


def _around(article: str, start: int, end: int) -> tuple[str, str]:
    """Return the words outside quotation marks next to a quotation, in its own paragraph."""
    before = article[max(start - NEAR, 0) : start].rpartition("\n")[2]
    after = article[end : end + NEAR].partition("\n")[0]
    inside_before, inside_after = _MARKS.split(before), _MARKS.split(after)
    outside_before = inside_before[-2] if len(inside_before) > 1 else before
    outside_after = inside_after[1] if len(inside_after) > 1 else after
    return outside_before, outside_after


def _speakers(text: str) -> frozenset[str]:
    names = {match["name"].rstrip(".") for pattern in (_BEFORE, _AFTER) for match in pattern.finditer(text)}
    return frozenset(name for name in names if name not in _NOT_NAMES)


def _same(own: frozenset[str], told: frozenset[str]) -> bool:
    """Whether one of the speakers is the same: they share a word of their names."""
    return any(set(_words(a)) & set(_words(b)) for a in own for b in told)


def _words(name: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word).casefold() for word in name.split() if word not in _NOT_NAMES]
