"""Negation: a sentence says "not" where, and only where, its source does."""

import itertools
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source, best_place, is_aligned
from assistant.retrieval.stems import stem

REACH = 3
"""Words behind a negation, within which the one stands that it turns around."""

_DENIALS = frozenset(
    stem(word)
    for word in """refuse fail deny denied lack unable ban bar block reject decline stop prevent avoid prohibit forbid
    unlikely impossible instead rather hardly""".split()
)
"""Words that a negation may be another way to say."""


_RULED_OUT = (stem("ruled"), stem("out"))


def denies(text: Piece) -> bool:
    """Whether a text says that something is not so, by "not" or by a word such as "refuse"."""
    return _RULED_OUT in itertools.pairwise(text.stems) or any(
        word.is_negation or word.stem in _DENIALS for word in text.words
    )


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the negations that only one of the sentence and its closest place in the sources has."""
    best = best_place(said, sources)
    if best is None or not is_aligned(said, best[0]):
        return
    other = best[0]
    partner = _partners(said, other)
    yield from (Reason("negation", phrase) for phrase in _unmatched(said, other, partner))
    turned = {there: here for here, there in partner.items()}
    yield from (Reason("negation", "", phrase) for phrase in _unmatched(other, said, turned))


def _partners(said: Piece, other: Piece) -> dict[int, int]:
    """Return where each word that two sentences share stands in the second."""
    return {
        code.src_start + step: code.dest_start + step
        for code in Levenshtein.opcodes(said.stems, other.stems)
        if code.tag == "equal"
        for step in range(code.src_end - code.src_start)
    }


def _unmatched(one: Piece, two: Piece, partner: dict[int, int]) -> Iterator[str]:
    """Yield each negation of `one` that turns around a word which `two` says without."""
    for place, word in enumerate(one.words):
        if not word.is_negation or place in partner:
            continue
        turned = next((near for near in _turned(one, place) if near in partner), None)
        if turned is not None and not _is_denied(two, partner[turned], frozenset(partner.values())):
            yield one.between(max(place - 1, 0), max(turned, place) + 1)


def _turned(text: Piece, place: int) -> Iterator[int]:
    """Yield the places a negation may turn around: up to the next stop, then the word before, as in "they may not"."""
    for near in range(place + 1, min(place + 1 + REACH, len(text.words))):
        between = text.text[text.words[near - 1].end : text.words[near].start]
        if near == place + 1 and text.words[near].text.isdigit():
            return  # "No. 1" turns nothing around
        if any(mark in between for mark in ".:;!?\n"):
            break
        yield near
    yield place - 1


def _is_denied(text: Piece, place: int, shared: frozenset[int]) -> bool:
    """Whether something of a sentence's own, close to a word, says the same as a negation."""
    near = range(max(place - REACH - 1, 0), min(place + REACH, len(text.words)))
    own = [text.words[number] for number in near if number not in shared]
    return any(word.is_negation or word.stem in _DENIALS for word in own)
