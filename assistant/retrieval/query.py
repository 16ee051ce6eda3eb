"""A question as it was understood: its words, filters and day, the outlets and times it names, and its parts."""

import datetime as dt
from dataclasses import dataclass, field

from assistant.catalog.filters import Filters
from assistant.retrieval.outlets import Mention
from assistant.retrieval.parts import Part
from assistant.retrieval.spelling import Spelling, respelt
from assistant.retrieval.times import Period

__all__ = ["Chip", "Filters", "Query"]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood, as the reader sees it and can switch it off.

    Attributes:
        id: What `Filters.ignored` takes to switch it off.
        kind: followup, spelling, outlet, time, phrase, recent, parts or events.
        label: What it was understood as.
    """

    id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its filters and the day it is asked on.

    What it names itself only lifts passages; what the reader allows by `filters` excludes all others.

    Attributes:
        text: The question as typed, stripped.
        filters: What the reader allows.
        today: The day of asking; resolves words like "last week" and may lift recent articles, never excludes.
        words: The words that are searched for, without function words.
        names: Names, numbers and quoted phrases in it, as written.
        names_time: Whether the question itself says which time it means.
        phrases: What stands in quotation marks and must be said in these words.
        outlets: Outlets of the archive that it names.
        periods: Times that it names.
        parts: Its clauses, where it has several that can be searched for on their own.
        spellings: Its words that were read as names of the archive that are spelt otherwise.
        without_topic: Whether it asks for the news of some time and for nothing else; events are shown for it then.
        emptied_by: Fields of `filters` that leave no article to search.
        notes: What the reader should know about the search, in sentences.
        typed: As typed, where `text` is what it was completed to from its conversation; else empty.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    today: dt.date | None = None
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    names_time: bool = False
    phrases: tuple[str, ...] = ()
    outlets: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()
    parts: tuple[Part, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    without_topic: bool = False
    emptied_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    typed: str = ""

    def searched(self, text: str) -> str:
        """Return this question, or a part of it, as it is searched for: with the spellings of the archive."""
        return respelt(text, self.spellings)

    @property
    def lifts_recent(self) -> bool:
        """Whether recent articles are lifted: where the question names no time of its own and the reader lets it."""
        return self.today is not None and not self.names_time and RECENT not in self.filters.ignored

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What was understood, each once, in the order of kinds."""
        found = [Chip(FOLLOWUP, FOLLOWUP, f"read as: {self.text}")] if self.typed else []
        found += [Chip(_id("phrase", phrase), "phrase", f"“{phrase}”") for phrase in self.phrases]
        found += [
            Chip(_id("spelling", item.words), "spelling", f"{item.words}, read as {item.meant}")
            for item in self.spellings
        ]
        found += [Chip(_id("outlet", item.words), "outlet", item.words) for item in self.outlets]
        found += [Chip(_id("time", item.words), "time", f"{item.words}: {item.label}") for item in self.periods]
        if self.without_topic:
            found.append(Chip(EVENTS, EVENTS, "no topic: the events that most report"))
        elif self.lifts_recent and self.today:
            day = f"{self.today.day} {self.today:%B %Y}"
            found.append(Chip(RECENT, RECENT, f"news of the weeks before {day}"))
        if self.parts:
            found.append(Chip(PARTS, PARTS, f"{len(self.parts)} parts"))
        return tuple({chip.id: chip for chip in found}.values())


FOLLOWUP, RECENT, PARTS, EVENTS = "followup", "recent", "parts", "events"
"""Ids of the chips that a question has once at most."""


def is_ignored(filters: Filters, kind: str, words: str) -> bool:
    """Whether the reader switched this one off, or all of its kind."""
    return kind in filters.ignored or _id(kind, words) in filters.ignored


def _id(kind: str, words: str) -> str:
    return f"{kind}:{words.casefold()}"
