"""Which words of a passage a citation points to."""

import itertools
from collections.abc import Sequence

from assistant.answering.answer import Citation
from assistant.catalog.records import Passage
from assistant.retrieval.stems import stems

ENOUGH = 0.9
"""Share of the words in common with the passage that its narrowed span must keep."""


def citation(number: int, passage: Passage, start: int, end: int) -> Citation:
    """Return the citation of a span of a passage, in characters of its article."""
    return Citation(
        number=number,
        article_id=passage.article_id,
        version=passage.version,
        title=passage.title,
        source=passage.source,
        published_at=passage.published_at,
        url=passage.url,
        start=start,
        end=end,
        quote=passage.text[start - passage.start : end - passage.start],
    )


def narrowed(passage: Passage, texts: Sequence[str]) -> tuple[int, int]:
    """Return the shortest run of a passage's sentences that holds what some texts have in common with it."""
    spans = passage.sentence_spans()
    held = [stems(passage.text[start - passage.start : end - passage.start]) for start, end in spans]
    shared = frozenset().union(*map(stems, texts)) & frozenset().union(*held)
    runs = [
        (spans[first][0], spans[last - 1][1])
        for first, last in itertools.combinations(range(len(spans) + 1), 2)
        if len(shared & frozenset().union(*held[first:last])) >= ENOUGH * len(shared)
    ]
    return min(runs, key=lambda run: run[1] - run[0]) if shared else (spans[0][0], spans[-1][1])
