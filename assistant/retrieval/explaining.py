"""Why a passage is in a result, in a reader's words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.catalog.records import Passage
from assistant.retrieval.choosing import Choice
from assistant.retrieval.query import Query
from assistant.retrieval.stems import stem
from assistant.retrieval.words import content_words, tokens

KEPT = 2
"""Letters that a stem has in common with its word; words that begin otherwise need not be stemmed, which takes time."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What ranking knows of one passage: its cosine and bm25 with the whole question, and its lifts by name."""

    cosine: float
    bm25: float
    lifts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """One lift.

    Attributes:
        name: outlet, time, recent, or whatever else lifts.
        because: What in the question or the article it rests on.
        amount: What it added to the score, in standard deviations.
    """

    name: str
    because: str
    amount: float


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage that was left out since another tells the same."""

    article_id: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage is in a result.

    Attributes:
        words: Words of the question that stand in its title or text, as written there, in the question's order.
        cosine: How near its meaning is to the question's, at most 1.
        bm25: How telling the matched words are; 0 where it was found by meaning alone.
        lifts: What else moved it up.
        part: The part of the question that it was chosen for; empty for a question of one piece.
        copies: Articles left out since this passage tells the same, best first.
        held_back: Passages of the same article that would be shown, were there no limit to one article.
        origins: Who reported the event it stands for; empty but for a question without a topic.
    """

    words: tuple[str, ...]
    cosine: float
    bm25: float
    lifts: tuple[Reason, ...]
    part: str
    copies: tuple[Copy, ...]
    held_back: int
    origins: tuple[str, ...] = ()


def explain(query: Query, choice: Choice, passage: Passage, signals: Signals) -> Explanation:
    """Say why a passage was chosen for a question."""
    reasons = (Reason(name, _because(name, query, choice, passage), amount) for name, amount in signals.lifts.items())
    others = {line.article_id: Copy(line.article_id, line.source) for line in choice.copies}
    return Explanation(
        words=matched_words(query.words, f"{passage.title or ''} {passage.text}"),
        cosine=signals.cosine,
        bm25=signals.bm25,
        lifts=tuple(reasons),
        part=query.parts[choice.part].text if query.parts else "",
        copies=tuple(others.values()),
        held_back=choice.held_back,
    )


def matched_words(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return how the first of each of the words, or another form of it, is written in a text."""
    wanted = dict.fromkeys(stem(piece) for word in words for piece in content_words(word))
    begins = {term[:KEPT] for term in wanted}
    written: dict[str, str] = {}
    for word in tokens(text):
        begin = word[:KEPT].lower()
        if begin in begins or not begin.isascii():
            written.setdefault(stem(word), word)
    return tuple(written[term] for term in wanted if term in written)


def _because(name: str, query: Query, choice: Choice, passage: Passage) -> str:
    part = query.parts[choice.part] if query.parts else None
    if name == "outlet":
        outlets = part.outlets if part and part.outlets else query.outlets
        return " or ".join(dict.fromkeys(item.words for item in outlets if passage.source in item.sources))
    if passage.published_epoch is None:
        return ""
    day = dt.datetime.fromtimestamp(passage.published_epoch, dt.UTC).date()
    if name == "time":
        periods = part.periods if part and part.periods else query.periods
        nearest = min(periods, key=lambda item: item.days_off(day))
        return f"published {day}, asked for {nearest.words}"
    if name == "recent" and query.today:
        days = (query.today - day).days
        return f"published {days} day{'s' * (days != 1)} before {query.today}"
    return ""
