"""The evidence for one question: the passages chosen, their sentences, and how each bears on the question."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.filters import condition_of
from assistant.catalog.fulltext import document_frequencies
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.index.embedding import Embedder
from assistant.retrieval.search import Found, Hit
from assistant.retrieval.stems import all_stems, stem, stems

PASSAGES_READ = 8
"""Passages whose sentences are weighed; more cost time and rarely held the best sentence."""

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{8}")
"""A run of a script that puts no spaces between words, long enough for a sentence."""

NAMES_READ = 3
"""Passages that the question's names are looked for in."""

SHORTEST_WORDS = 4
"""A shorter line is a caption's credit, a heading or a byline."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of the evidence.

    Attributes:
        hit: The passage it stands in.
        start: First character in the article's text.
        end: One past the last.
        text: Exactly that slice.
        cosine: With the question, as embedded.
        overlap: Share of the question's weight of words that stand in it, from 0 to 1.
        context: The same for its passage with title, source and date.
        vector: Its embedding, shape (dimension,).
    """

    hit: Hit
    start: int
    end: int
    text: str
    cosine: float
    overlap: float
    context: float
    vector: NDArray[np.float32]

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one question is answered from.

    Attributes:
        found: The search behind it.
        hits: The passages, best first.
        candidates: Their sentences, in the order of passages and of reading.
        names_found: Share of the weight of the question's names and numbers that one passage holds; 1 without any.
        searched: Passages that the filters allowed.
    """

    found: Found
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    names_found: float
    searched: int


def gather(snapshot: Snapshot, found: Found, embedder: Embedder) -> Evidence:
    """Weigh the sentences of the best passages against the question."""
    hits = found.hits[:PASSAGES_READ]
    weights = word_weights(snapshot, [stem(word) for word in found.query.words])
    spans = [(hit, *span) for hit in hits for span in hit.passage.sentence_spans() if _is_sentence(hit, *span)]
    texts = [hit.passage.text[start - hit.passage.start : end - hit.passage.start] for hit, start, end in spans]
    vectors = embedder.embed(texts) if texts else np.zeros((0, embedder.card.dimension), dtype=np.float32)
    cosines = vectors @ found.vector
    contexts = {hit.passage.key: _share(weights, all_stems(_shown(hit.passage))) for hit in hits}
    candidates = tuple(
        Candidate(hit, start, end, text, float(cosine), _share(weights, stems(text)), contexts[hit.passage.key], vector)
        for (hit, start, end), text, cosine, vector in zip(spans, texts, cosines, vectors, strict=True)
    )
    names = word_weights(snapshot, [stem(name) for name in found.query.names])
    names_found = _best_share(names, (_shown(hit.passage) for hit in hits[:NAMES_READ]))
    searched = snapshot.count_allowed(condition_of(found.query.filters))
    return Evidence(found, found.hits, candidates, names_found, searched)


def word_weights(snapshot: Snapshot, terms: Sequence[str]) -> dict[str, float]:
    """Return the inverse document frequency of each stem over the whole archive; unknown stems weigh most."""
    total = max(snapshot.count_passages(), 1)
    known = document_frequencies(snapshot, terms)
    return {term: math.log(1.0 + total / (1.0 + known.get(term, 0))) for term in terms}


def _best_share(weights: dict[str, float], texts: Iterable[str]) -> float:
    if not weights:
        return 1.0
    return max((_share(weights, all_stems(text)) for text in texts), default=0.0)


def _share(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0


def _shown(passage: Passage) -> str:
    """Return the passage as it is searched: with title, source and date."""
    return " ".join(filter(None, (passage.title, passage.source, passage.published_at, passage.text)))


def _is_sentence(hit: Hit, start: int, end: int) -> bool:
    text = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
    if text.rstrip("\"'”’»)").endswith(("?", "？")):
        return False  # a question answers nothing, and one like the reader's own would come first
    return len(text.split()) >= SHORTEST_WORDS or bool(_NO_SPACES.search(text))
