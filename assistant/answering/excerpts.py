"""What a language model is shown of the evidence where most of it is more than it can take in.

Reading costs a small model on a few cores most of its time, and whole passages leave room for one or two of them. So
each is cut to the sentence that the reader of the archive finds likeliest to answer, with its neighbours: the idea of
LlamaIndex's `SentenceWindowNodeParser`, with the window laid around the answer instead of the match.
"""

import dataclasses
from bisect import bisect_right
from collections.abc import Sequence

from assistant.answering.evidence import Candidate
from assistant.catalog.records import Passage

NEIGHBOURS = 1
"""Sentences kept before the likeliest one, and behind it."""


def excerpts(ranked: Sequence[tuple[float, Candidate]]) -> list[Passage]:
    """Return each passage cut around its best candidate, in the order of these candidates, likeliest first."""
    best: dict[int, Candidate] = {}
    for _, candidate in ranked:
        best.setdefault(candidate.passage.key, candidate)
    return [_around(candidate.passage, candidate.start) for candidate in best.values()]


def _around(passage: Passage, place: int) -> Passage:
    spans = passage.sentence_spans()
    middle = max(bisect_right(passage.sentences, place) - 1, 0)
    first, last = max(middle - NEIGHBOURS, 0), min(middle + NEIGHBOURS, len(spans) - 1)
    start, end = spans[first][0], spans[last][1]
    return dataclasses.replace(
        passage,
        start=start,
        end=end,
        text=passage.text[start - passage.start : end - passage.start],
        sentences=passage.sentences[first : last + 1],
    )
