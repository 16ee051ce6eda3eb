"""The answer of a search to a question without a topic: for each event of those days the beginning of one article."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.filters import Condition
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.events import Event, events
from assistant.retrieval.explaining import Copy, Explanation
from assistant.retrieval.query import Query


@dataclass(frozen=True, slots=True)
class Told:
    """The beginning of the article that stands for an event, its cosine with the question, and why it is there."""

    passage: Passage
    cosine: float
    why: Explanation


def digest(snapshot: Snapshot, query: Query, vector: NDArray[np.float32], condition: Condition, k: int) -> list[Told]:
    """Return the `k` events that most report, each by its leading article."""
    found = events(snapshot, query, condition)[:k]
    keys = [event.lead.key for event in found]
    passages = snapshot.passages(keys)
    held, vectors = snapshot.vectors(keys)
    cosines = dict(zip(held, (vectors @ vector).tolist(), strict=True)) if held else {}
    return [
        Told(passages[event.lead.key], cosines[event.lead.key], _why(event, cosines[event.lead.key])) for event in found
    ]


def _why(event: Event, cosine: float) -> Explanation:
    others = tuple(Copy(item.article_id, item.source) for item in event.articles[1:])
    return Explanation((), cosine, 0.0, (), "", others, 0, event.origins)
