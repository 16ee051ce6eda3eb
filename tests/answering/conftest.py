"""What the tests of answering share: evidence made by hand, without an index."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.happened import Told
from assistant.answering.likely import compared, likely_answers
from assistant.answering.reading import Reading, Span
from assistant.catalog.records import Passage
from assistant.retrieval.query import Query
from assistant.retrieval.search import Found, Hit
from assistant.retrieval.stems import stems


@dataclass(frozen=True)
class Said:
    """One sentence of an article and how it bears on the question.

    Attributes:
        answers: Probability that words of it answer.
        day: Of its article, counted from the epoch.
        span: The words of it that answer.
        named: Share of the question's names that its passage has.
        told: How well it tells the time that is asked for.
    """

    article: str
    text: str
    answers: float
    day: int = 0
    span: str = ""
    named: float = 1.0
    told: float = 0.0


def evidence_of(
    sentences: Sequence[Said], *, question: str = "Who came?", cosine: float = 0.5, **fields: float
) -> Evidence:
    """Evidence of one passage for each article, its sentences in the order given."""
    articles = dict.fromkeys(said.article for said in sentences)
    groups = [[said for said in sentences if said.article == name] for name in articles]
    hits = [_hit(number, group, cosine) for number, group in enumerate(groups)]
    readings = [_reading(hit.passage, group) for hit, group in zip(hits, groups, strict=True)]
    candidates = [_candidate(hits[list(articles).index(said.article)], said) for said in sentences]
    found = Found(Query(question), np.zeros(4, dtype=np.float32), tuple(hits), len(hits))
    return Evidence(
        found,
        found.hits,
        tuple(candidates),
        fields.get("names_found", 1.0),
        int(fields.get("searched", 100)),
        tuple(readings),
        likely_answers([hit.passage for hit in hits], readings),
    )


def _candidate(hit: Hit, said: Said) -> Candidate:
    start = hit.passage.text.index(said.text)
    return Candidate(
        hit,
        start,
        start + len(said.text),
        said.text,
        stems(said.text),
        0.0,
        0.0,
        said.named,
        said.answers,
        {compared(said.span or said.text): said.answers},
        _told(start + said.text.index(said.span), said) if said.told else None,
    )


def _told(start: int, said: Said) -> Told:
    return Told(start, start + len(said.span), said.told, None, "")


def _reading(passage: Passage, group: Sequence[Said]) -> Reading:
    spans = []
    for said in group:
        start = passage.text.index(said.span or said.text)
        spans.append(Span(start, start + len(said.span or said.text), said.answers))
    best = max((said.answers for said in group), default=0.0)
    return Reading(tuple(sorted(spans, key=lambda span: -span.probability)), 1.0 - best, logit(best))


def logit(probability: float) -> float:
    """Log odds, within what the reader gives."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))


def passage_of(
    text: str,
    *,
    start: int = 0,
    title: str | None = "T",
    source: str | None = "S",
    published_at: str | None = "2024",
) -> Passage:
    """A passage of one sentence."""
    return Passage(
        0, "id0", "story-1", 1, 0, start, start + len(text), text, (start,), title, source, published_at, None,
        None, "en", "hash0",
    )  # fmt: skip


def _hit(number: int, sentences: Sequence[Said], cosine: float) -> Hit:
    text, starts = "", []
    for said in sentences:
        starts.append(len(text))
        text += said.text + " "
    text = text.rstrip()
    passage = Passage(
        number, f"id{number}", sentences[0].article, 1, 0, 0, len(text), text, tuple(starts), "T", "S", "2024",
        sentences[0].day * 86_400, None, "en", f"hash{number}",
    )  # fmt: skip
    return Hit(passage, 0.0, cosine, 1.0, 0.0)
