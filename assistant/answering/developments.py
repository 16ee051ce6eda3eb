"""What the archive tells of a matter, one sentence an article, in the order of days; near copies told once."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.evidence import Quoted, word_weights
from assistant.catalog.filters import SECONDS_PER_DAY
from assistant.catalog.fulltext import document_frequencies
from assistant.catalog.snapshot import Snapshot
from assistant.index.embedding import Embedder, Vectors
from assistant.retrieval.search import Found, Hit
from assistant.retrieval.stems import all_stems, stem, stems

PASSAGES = 60
"""Passages that are searched for; the best one of each article is read."""

SENTENCES_READ = 3
"""Sentences of a passage that are weighed, those with most of the question's words; each costs an embedding."""

LEAST_COSINE, LEAST_NAMED, LEAST_WORDS = 0.3, 0.5, 0.6
"""What a passage must have to tell of the matter: nearness of meaning, and shares of the question's names and words."""

LEAST_TOLD = 0.35
"""Cosine with the question from which a sentence tells of the matter itself and not of something beside it."""

SAME, SAME_DAYS = 0.8, 3
"""Cosine from which two sentences of these many days tell the same."""

SHORTEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Line(Quoted):
    """A sentence that may tell of the matter.

    Attributes:
        cosine: With the question.
        overlap: Share of the question's weight of words that stand in it.
        vector: Its embedding, shape (dimension,).
    """

    cosine: float
    overlap: float
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that tells a development.

    Attributes:
        item: The sentence.
        also: Outlets of other articles that tell the same within days.
    """

    item: Line
    also: tuple[str, ...] = ()

    @property
    def epoch(self) -> int:
        """When its article was published, in seconds from 1970-01-01 UTC."""
        assert self.item.passage.published_epoch is not None  # noqa: S101 - what has no date is told apart
        return self.item.passage.published_epoch


def tell(snapshot: Snapshot, found: Found, embedder: Embedder, most: int) -> tuple[list[Told], int]:
    """Return what articles tell of the question's matter, earliest first, and how many have no date.

    Args:
        snapshot: The archive.
        found: The search.
        embedder: Of the archive.
        most: How many; those that bear on the question best are kept.
    """
    hits = _relevant(snapshot, found)
    dated = [hit for hit in hits if hit.passage.published_epoch is not None]
    best = sorted(_best_sentences(snapshot, found, dated, embedder), key=_merit, reverse=True)
    told: list[Told] = []
    for item in best:
        is_about = item.cosine >= LEAST_TOLD or _has_the_name(found, item.text)
        if not is_about and not found.query.without_topic:
            continue
        if not _joined(told, item) and len(told) < most:
            told.append(Told(item))
    told.sort(key=lambda one: (one.epoch, one.item.passage.key))
    return told, len(hits) - len(dated)


def repeats(item: Line, others: Sequence[Told]) -> bool:
    """Whether a sentence tells what one of others did, whenever that was."""
    return any(float(item.vector @ other.item.vector) >= SAME for other in others)


def _relevant(snapshot: Snapshot, found: Found) -> list[Hit]:
    """Return the best passage of each article that tells of the matter at all."""
    names = word_weights(snapshot, [stem(name) for name in found.query.names])
    # A word that stands nowhere in the archive, such as "became of", would weigh most of all.
    known = document_frequencies(snapshot, [stem(word) for word in found.query.words])
    words = word_weights(snapshot, [term for term, count in known.items() if count])
    first: dict[str, Hit] = {}
    for hit in found.hits:
        passage = hit.passage
        shown = all_stems(f"{passage.title or ''} {passage.text}")
        named = _share(names, shown) >= LEAST_NAMED or not names
        is_near = hit.cosine >= LEAST_COSINE or _has_the_name(found, passage.text)
        about = is_near and _share(words, shown) >= LEAST_WORDS
        if found.query.without_topic or (about and named):
            first.setdefault(passage.article_id, hit)
    return list(first.values())


def _has_the_name(found: Found, text: str) -> bool:
    """Whether a text has what the question names, where it is a name and nothing else: how near it means is no matter.

    Written as there: "Given" is a ship, "given" is not.
    """
    names = found.query.names
    if not names or not set(found.query.words) <= set(names):
        return False
    return all(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _best_sentences(snapshot: Snapshot, found: Found, hits: Sequence[Hit], embedder: Embedder) -> Iterator[Line]:
    """Yield of each passage the sentence that bears on the question best."""
    weights = word_weights(snapshot, [stem(word) for word in found.query.words])
    read = [span for hit in hits for span in _worth_reading(hit, weights)]
    if not read:
        return
    texts = [_text(hit, start, end) for hit, start, end, _ in read]
    vectors = embedder.embed(texts)
    best: dict[int, Line] = {}
    for (hit, start, end, overlap), text, vector in zip(read, texts, vectors, strict=True):
        cosine = float(np.dot(vector, found.vector))
        item = Line(hit, start, end, text, stems(text), cosine, overlap, vector)
        known = best.get(hit.passage.key)
        if known is None or _merit(item) > _merit(known):
            best[hit.passage.key] = item
    yield from best.values()


def _worth_reading(hit: Hit, weights: dict[str, float]) -> list[tuple[Hit, int, int, float]]:
    spans = [
        (hit, start, end, _share(weights, stems(_text(hit, start, end))))
        for start, end in hit.passage.sentence_spans()
        if len(_text(hit, start, end).split()) >= SHORTEST_WORDS and not _text(hit, start, end).endswith("?")
    ]
    return sorted(spans, key=lambda span: (-span[3], span[1]))[:SENTENCES_READ]


def _joined(told: list[Told], item: Line) -> bool:
    """Whether an article tells what one before it does; then its outlet is named there."""
    for place, other in enumerate(told):
        days = abs(other.epoch - (item.passage.published_epoch or 0)) / SECONDS_PER_DAY
        if days <= SAME_DAYS and float(item.vector @ other.item.vector) >= SAME:
            outlet = item.passage.source or "unknown outlet"
            told[place] = dataclasses.replace(other, also=tuple(dict.fromkeys((*other.also, outlet))))
            return True
    return False


def _merit(item: Line) -> float:
    return item.cosine + item.overlap


def _text(hit: Hit, start: int, end: int) -> str:
    return hit.passage.text[start - hit.passage.start : end - hit.passage.start]


def _share(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0
