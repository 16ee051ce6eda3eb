"""What is new in a matter since a day: reports that tell what none before did, and articles that were changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.developments import repeats, tell
from assistant.answering.timeline import Development, development
from assistant.catalog.snapshot import Snapshot
from assistant.index.changes import Change
from assistant.index.embedding import Embedder
from assistant.index.history import history
from assistant.retrieval.search import Found

MOST_NEW, MOST_KNOWN = 15, 12
"""Developments shown as new, and those of before that they are compared with."""

SHOWN_BEFORE = 3
"""Of what was known the last ones are shown, to begin from."""

UNSEEN = ("typo", "moved", "metadata")
"""Changes of an article that no reader needs to hear of."""


@dataclass(frozen=True, slots=True)
class Updated:
    """An article that its outlet changed since.

    Attributes:
        version: The one that the changes made.
        at: When, as the outlet says, else when the archive saw it; ISO 8601.
        changes: Sentence by sentence, against the version before.
    """

    article_id: str
    version: int
    title: str | None
    source: str | None
    url: str | None
    at: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new in a matter.

    Attributes:
        question: As asked.
        since: The day, ISO 8601; what was published on it is new.
        known: The last developments before it, earliest first.
        new: Developments since, earliest first, that none before told.
        repeated: Articles since that only tell what was known.
        updated: Articles changed since.
    """

    question: str
    since: str
    known: tuple[Development, ...]
    new: tuple[Development, ...]
    repeated: int
    updated: tuple[Updated, ...]


def changed_since(snapshot: Snapshot, before: Found, after: Found, embedder: Embedder, since: dt.date) -> Changed:
    """Compare what was published since a day with what was before it.

    Args:
        snapshot: The archive.
        before: The search among what was published before the day.
        after: The same among the rest.
        embedder: Of the archive.
        since: The day.
    """
    known, _ = tell(snapshot, before, embedder, MOST_KNOWN)
    told, _ = tell(snapshot, after, embedder, MOST_NEW)
    new = [one for one in told if not repeats(one.item, known)]
    everything = [*known, *new]
    developments = [development(snapshot, place, one, everything) for place, one in enumerate(everything, start=1)]
    names = dict.fromkeys(one.item.passage.article_id for one in (*known, *told))
    return Changed(
        question=after.query.text,
        since=str(since),
        known=tuple(developments[: len(known)][-SHOWN_BEFORE:]),
        new=tuple(developments[len(known) :]),
        repeated=len(told) - len(new),
        updated=tuple(_updated(snapshot, names, since)),
    )


def _updated(snapshot: Snapshot, article_ids: Iterable[str], since: dt.date) -> list[Updated]:
    return [
        Updated(article_id, note.version, note.title, article.source, article.url, at, changes)
        for article_id in article_ids
        for note in history(snapshot, article_id)[1:]
        if (at := note.updated_at or note.seen_at)[: len("2024-05-07")] >= str(since)
        and (changes := tuple(change for change in note.changes if change.kind not in UNSEEN))
        and (article := snapshot.article(article_id, note.version))
    ]
