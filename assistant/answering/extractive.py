"""The writer that needs no language model: it quotes the sentences that answer, within a budget of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.expected import brings, expected_kind
from assistant.retrieval.stems import all_stems


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal of a sentence counts; fitted by `benchmarks/fit.py` on training questions only."""

    cosine: float = 3.92
    overlap: float = 3.18
    context: float = 1.49
    kind: float = 2.47
    passage: float = 0.56


WEIGHTS = Weights()

MARGIN = 1.6
"""A sentence this far below the best one is left out, even where words are left."""

TOO_ALIKE = 0.92
"""Cosine from which a sentence repeats one that is already chosen."""

MOST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A span to quote: a whole sentence, or the beginning of one that alone is over the budget."""

    candidate: Candidate
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words quoted."""
        passage = self.candidate.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


def rank(evidence: Evidence, weights: Weights = WEIGHTS) -> list[tuple[float, Candidate]]:
    """Return the candidates with their scores, best first."""
    question = evidence.found.query.text
    kind, asked = expected_kind(question), all_stems(question)
    best = evidence.hits[0].score if evidence.hits else 0.0
    scored = [(_score(item, kind, asked, best, weights), item) for item in evidence.candidates]
    return sorted(scored, key=lambda pair: -pair[0])


def choose(evidence: Evidence, most_words: int) -> list[Chosen]:
    """Return the sentences to quote, at most `most_words` words in all, in reading order.

    Sentences of one article stand together, in its order; the article with the best sentence comes first.
    """
    ranked = rank(evidence)
    if not ranked:
        return []
    best = ranked[0][0]
    chosen: list[Chosen] = []
    left = most_words
    for score, candidate in ranked:
        if best - score > MARGIN or len(chosen) == MOST_SENTENCES:
            break
        span = _fitting(candidate, left, whole=bool(chosen))
        if span is None or _repeats(candidate, chosen):
            continue
        chosen.append(span)
        left -= len(span.text.split())
    return _in_reading_order(chosen)


def _score(item: Candidate, kind: str, asked: frozenset[str], best: float, weights: Weights) -> float:
    return (
        weights.cosine * item.cosine
        + weights.overlap * item.overlap
        + weights.context * item.context
        + weights.kind * brings(kind, item.text, asked)
        + weights.passage * (item.hit.score - best)
    )


def _fitting(candidate: Candidate, left: int, *, whole: bool) -> Chosen | None:
    words = candidate.text.split()
    if len(words) <= left:
        return Chosen(candidate, candidate.start, candidate.end)
    if whole:
        return None
    # A single sentence over the whole budget: its beginning is still the article's own words.
    position = 0
    for word in words[:left]:
        position = candidate.text.index(word, position) + len(word)
    return Chosen(candidate, candidate.start, candidate.start + position)


def _repeats(candidate: Candidate, chosen: Sequence[Chosen]) -> bool:
    return any(float(candidate.vector @ other.candidate.vector) >= TOO_ALIKE for other in chosen)


def _in_reading_order(chosen: list[Chosen]) -> list[Chosen]:
    articles: dict[str, int] = {}
    for item in chosen:
        articles.setdefault(item.candidate.passage.article_id, len(articles))
    return sorted(chosen, key=lambda item: (articles[item.candidate.passage.article_id], item.start))
