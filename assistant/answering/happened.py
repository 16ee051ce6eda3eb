"""When something happened: the time that a sentence gives to what a question asks about.

News says "on Thursday" and leaves the rest to the day of publication, which a reader trained on encyclopedias does not
take for a date. A time counts for a question as far as the words of what happened stand near it.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.checks.dates import When, days, whens
from assistant.answering.irregular import base, base_of
from assistant.catalog.records import Passage
from assistant.retrieval.stems import all_stems
from assistant.retrieval.words import FUNCTION_WORDS

CLOSE, FAR = 4, 20
"""Words between a time and what happened: up to the first they belong together, from the second they do not."""

ELSEWHERE = 0.5
"""What a time is worth whose sentence has none of the question's names: it may tell of somebody else."""

UNSURE_DAYS = 5
"""A weekday so many days before the day of publication may be the next one: pages are edited after their date."""

VAGUE, ROUGH, REPORTED = 0.5, 0.8, 0.4
"""What "last year" is worth, a month or a year, and the day on which something was said to have happened."""

_ASKS = re.compile(
    r"(?:and\s+|so\s+)?(?:when\b|(?:(?:on|in|at|since)\s+)?(?:what|which)\s+(?:day|date|month|year)\b)", re.IGNORECASE
)
_AHEAD = re.compile(r"\W*(?:\w+\W+){0,3}?(?:will|shall|is|are|do|does)\b", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|of|from|until|till|before|after|during|early|late|spring|summer|fall|autumn|winter)[\s-]+$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_REPORTING = frozenset(map(base, "say tell announce report confirm write accord".split()))


@dataclass(frozen=True, slots=True)
class Told:
    """A time in a sentence, and what it is good for.

    Attributes:
        start: First character in the article's text.
        end: One past the last.
        share: How much of what happened stands near it, and of whom it happened to in its sentence, from 0 to 1.
        day: The day it means, where it means one.
        lacks: What its words leave to the day of publication: `day`, `year` or nothing.
    """

    start: int
    end: int
    share: float
    day: dt.date | None
    lacks: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What a question that asks when is about.

    Attributes:
        events: Weights of what happened, by `base`: the question's words that are no names; all if there are none.
        names: Weights of its names and numbers, by stem.
        is_ahead: Whether it may be still to come.
        asked: Times that the question names itself.
    """

    events: Mapping[str, float]
    names: Mapping[str, float]
    is_ahead: bool
    asked: frozenset[tuple[object, ...]]


def asks_when(question: str) -> bool:
    """Whether a question asks for a time."""
    return bool(_ASKS.match(question.strip()))


def happening(question: str, weights: Mapping[str, float], names: Mapping[str, float]) -> Happening | None:
    """Return what a question asks the time of; None if it asks for anything else.

    Args:
        question: As it is searched for.
        weights: Of its words, by stem.
        names: Of its names and numbers, by stem.
    """
    if not asks_when(question):
        return None
    bare = question.strip()
    own = {word: weight for word, weight in weights.items() if word not in names} or weights
    asked = frozenset(when.parts for when in whens(bare))
    return Happening({base_of(word): weight for word, weight in own.items()}, names, bool(_AHEAD.match(bare)), asked)


def told(about: Happening, passage: Passage, start: int, end: int) -> Told | None:
    """Return the time in a sentence that what happened stands nearest to; None where there is none.

    Args:
        about: What happened.
        passage: The one the sentence stands in.
        start: First character of the sentence in its article.
        end: One past the last.
    """
    text = passage.text[start - passage.start : end - passage.start]
    words = [(match.start(), base(match.group())) for match in _WORD.finditer(text)]
    worth = ELSEWHERE + (1 - ELSEWHERE) * share_of(about.names, all_stems(text)) if about.names else 1.0
    found = []
    for together in _joined(whens(text), text):
        share = worth * _kind(together, text) * _near(together[0].start, together[-1].end, words, about.events)
        if share > 0 and not any(when.parts in about.asked for when in together):
            day, lacks = _day(together, passage.published_at or "", is_ahead=about.is_ahead)
            found.append(Told(start + together[0].start, start + together[-1].end, share, day, lacks))
    return max(found, key=lambda item: (item.share, item.day is not None), default=None)


def share_of(weights: Mapping[str, float], present: frozenset[str]) -> float:
    """Return the share of the weights whose words are among those present; nothing of no weights."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in present) / total if total else 0.0


def _kind(together: Sequence[When], text: str) -> float:
    """What a time of its kind is worth: nothing the year of "the 2020 winner"."""
    first = together[0]
    if len(together) == 1 and first.year and not first.month and not _BEFORE_YEAR.search(text, 0, first.start):
        return 0.0
    if all(item.phrase.count(" ") for item in together):
        return VAGUE
    return 1.0 if any(item.day or item.phrase or item.weekday is not None for item in together) else ROUGH


def times(passage: Passage) -> list[tuple[int, int]]:
    """Return where a passage names times that may answer when, in characters of its article."""
    groups = _joined(whens(passage.text), passage.text)
    spans = [(group[0].start, group[-1].end) for group in groups if _kind(group, passage.text)]
    return [(passage.start + start, passage.start + end) for start, end in spans]


def _joined(found: Sequence[When], text: str) -> list[list[When]]:
    """Put times together that are one: "Tuesday, 30 November 2021"."""
    groups: list[list[When]] = []
    for when in found:
        if groups and re.fullmatch(r",?\s+", text[groups[-1][-1].end : when.start]):
            groups[-1].append(when)
        else:
            groups.append([when])
    return groups


def _near(start: int, end: int, words: Sequence[tuple[int, str]], events: Mapping[str, float]) -> float:
    first = sum(place < start for place, _ in words)
    last = sum(place < end for place, _ in words)
    before = [word for _, word in words[max(first - 2, 0) : first] if word not in FUNCTION_WORDS]
    worth = REPORTED if before and before[-1] in _REPORTING - events.keys() else 1.0
    near: dict[str, float] = {}
    for number, (_, word) in enumerate(words):
        if word in events and not first <= number < last:
            between = first - number - 1 if number < first else number - last
            near[word] = max(near.get(word, 0.0), min(1.0, max(0.0, (FAR - between) / (FAR - CLOSE))))
    return worth * sum(weight * near.get(word, 0.0) for word, weight in events.items()) / (sum(events.values()) or 1.0)


def _day(together: Sequence[When], iso: str, *, is_ahead: bool) -> tuple[dt.date | None, str]:
    when = max(together, key=lambda item: (item.year is not None, item.month is not None, item.day is not None))
    published = dt.date.fromisoformat(iso[:10]) if len(iso) >= len("2024-05-03") else None
    exact = sorted({first for first, last in days(when, published) if first == last})
    lacks = "" if when.year else "year" if when.month else "day"
    if not exact or published is None:
        return (exact[0] if exact else None), lacks
    past = [day for day in exact if day <= published]
    ahead = [day for day in exact if day >= published]
    wanted = (ahead[:1] or past[-1:]) if is_ahead else (past[-1:] or ahead[:1])
    is_unsure = when.weekday is not None and (published - wanted[0]).days >= UNSURE_DAYS
    return (None if is_unsure else wanted[0]), lacks
