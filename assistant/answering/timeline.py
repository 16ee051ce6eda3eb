"""A matter as it went on: dated developments with one citation each, and what became of them later."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answer import Citation
from assistant.answering.developments import PASSAGES, Told, tell
from assistant.answering.disagreement import later_figures
from assistant.answering.spans import citation
from assistant.catalog.snapshot import Snapshot
from assistant.index.changes import Change
from assistant.index.embedding import Embedder
from assistant.index.history import VersionNote, history
from assistant.retrieval.search import Found

__all__ = ["PASSAGES", "Development", "Later", "Timeline", "development", "timeline_of"]

MOST = 20
"""Developments that are shown."""

TELLING = ("correction", "number", "quote")
"""Changes of an article that change what it tells; slips of the pen and other words do not."""


@dataclass(frozen=True, slots=True)
class Later:
    """What became of a development.

    Attributes:
        kind: corrected, where its own article was changed; updated, where a later report gives another figure.
        date: When, ISO 8601.
        before: The sentence or the figure as it was; empty where nothing was.
        after: As it is.
        number: Of the development that gives the other figure; None for a change of the article itself.
    """

    kind: str
    date: str | None
    before: str
    after: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Development:
    """One sentence of one article, in its place in time.

    Attributes:
        date: When the article was published, ISO 8601 cut at its precision.
        citation: The sentence.
        also: Outlets whose articles tell the same within days.
        later: What became of it.
    """

    date: str
    citation: Citation
    also: tuple[str, ...]
    later: tuple[Later, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A matter as it went on.

    Attributes:
        question: As asked.
        developments: The earliest first, numbered from 1.
        undated: Articles that tell of it and have no date.
        compared: Passages that were compared.
    """

    question: str
    developments: tuple[Development, ...]
    undated: int
    compared: int


def timeline_of(snapshot: Snapshot, found: Found, embedder: Embedder, most: int = MOST) -> Timeline:
    """Return the developments of a question's matter."""
    told, undated = tell(snapshot, found, embedder, most)
    developments = tuple(development(snapshot, number, one, told) for number, one in enumerate(told, start=1))
    return Timeline(found.query.text, developments, undated, found.candidates)


def development(snapshot: Snapshot, number: int, one: Told, told: Sequence[Told]) -> Development:
    """Return one development with what became of it among `told`, which are numbered from 1 in their order."""
    later = [
        Later("updated", other.item.passage.published_at, before, after, place)
        for place, other in enumerate(told, start=1)
        if other.epoch > one.epoch
        for before, after in later_figures(one.item, other.item)
    ]
    changed = [*_corrections(history(snapshot, one.item.passage.article_id))] if one.item.passage.version > 1 else []
    item = one.item
    cited = citation(number, item.passage, item.start, item.end)
    return Development(item.passage.published_at or "", cited, one.also, (*changed, *later))


def _corrections(notes: Sequence[VersionNote]) -> list[Later]:
    return [
        Later("corrected", note.updated_at or note.seen_at, change.before, change.after)
        for note in notes
        for change in telling(note.changes)
    ]


def telling(changes: Sequence[Change]) -> list[Change]:
    """Return the changes of an article that change what it tells."""
    return [change for change in changes if change.kind in TELLING]
