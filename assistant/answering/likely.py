"""The answers that the passages read together suggest: equal words add up, wherever they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.reading import Reading, Span
from assistant.catalog.records import Passage

LEAST = 0.002
"""Least probability of a span that is looked at; less is noise."""

_EDGES = re.compile(r"^\W+|\W+$")
_LEADING = re.compile(r"^(?:the|a|an|about|around|nearly|almost|some|more than|over|at least|just)\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: the passage read, from 0, and the words of its article."""

    passage: int
    span: Span


@dataclass(frozen=True, slots=True)
class Likely:
    """One answer in all its places.

    Attributes:
        words: The answer as it is compared: without case, articles and marks around it.
        probability: Sum over the passages of the reader's probability; more than one where several passages agree.
        places: Where it stands, likeliest first.
    """

    words: str
    probability: float
    places: tuple[Place, ...]


def compared(text: str) -> str:
    """Return words as answers are compared: without case, leading articles, marks around them and wide spaces."""
    bare = _EDGES.sub("", _SPACE.sub(" ", text.casefold().replace("’", "'")))
    return _POSSESSIVE.sub("", _LEADING.sub("", bare))


def likely_answers(passages: Sequence[Passage], readings: Sequence[Reading]) -> tuple[Likely, ...]:
    """Return the answers that the readings suggest, likeliest first."""
    places: dict[str, list[Place]] = {}
    for number, (passage, reading) in enumerate(zip(passages, readings, strict=True)):
        for span in reading.spans:
            words = compared(passage.text[span.start - passage.start : span.end - passage.start])
            if span.probability >= LEAST and words:
                places.setdefault(words, []).append(Place(number, span))
    found = (_likely(words, held) for words, held in places.items())
    return tuple(sorted(found, key=lambda item: (-item.probability, item.words)))


def stands_in(words: str, text: str) -> bool:
    """Whether an answer, as compared, stands in a text, as compared, between the edges of words."""
    return words in text and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _likely(words: str, places: Iterable[Place]) -> Likely:
    ordered = sorted(places, key=lambda place: -place.span.probability)
    return Likely(words, sum(place.span.probability for place in ordered), tuple(ordered))
