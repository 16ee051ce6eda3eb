"""What an answer rests on, so that it can be opened later and run again: no word of any article, only where they stand.

Bounded: the passages of one search and the best of their sentences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answering.evidence import PASSAGES_READ, Candidate, Evidence
from assistant.answering.extractive import tells_the_same
from assistant.catalog.filters import Filters
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.versions import current_versions
from assistant.jsonable import as_json
from assistant.retrieval.search import Hit
from assistant.settings import Settings

MOST_SENTENCES = 40
"""Sentences kept in a record, best first; how many more there were is counted."""

DIGITS = 4
"""Decimals kept of scores: beyond them the sum of the same numbers may differ between two processors."""

CITED = "cited"

Span = tuple[str, int, int, int]
"""Article id, version, start and end."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage that the search gave, or left out as a copy.

    Attributes:
        rank: Its place in the search, from 1; 0 for one that was left out.
        start: First character in the article's text.
        end: One past the last.
        score: What it was ranked by.
        cosine: With the question.
        bm25: For the question's words.
        lifts: What the outlet, the time or the age of its article added, by name.
        outcome: What became of it: read, or why not.
    """

    rank: int
    article_id: str
    version: int
    start: int
    end: int
    score: float
    cosine: float
    bm25: float
    lifts: dict[str, float]
    outcome: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence of a passage that was read.

    Attributes:
        start: First character in the article's text.
        end: One past the last.
        score: What the writer ranked it by; None where the writer ranks none.
        answers: Probability, by the reader, that words of it answer.
        overlap: Share of the weight of the question's words that stand in it.
        outcome: cited, or why not.
    """

    article_id: str
    version: int
    start: int
    end: int
    score: float | None
    answers: float
    overlap: float
    outcome: str


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """Everything that decided about one answer.

    Attributes:
        question: As typed.
        searched: As it was searched for: completed from the conversation where it leant on it.
        chips: What was understood, as (id, kind, label).
        filters: Those asked with; days as ISO strings, `ignored` included.
        today: The day of asking.
        generation: Number of the vectors' directory.
        revision: Committed changes of the archive until then.
        settings_hash: Of the settings that change answers.
        compared: Passages that search compared.
        allowed: Passages that the filters allowed.
        confidence: Estimated probability that the evidence holds an answer.
        refused: Whether there was no answer.
        passages: Those the search gave, best first, then those it left out as copies.
        sentences: The best of those weighed.
        more_sentences: How many more were weighed.
        cited: Spans of the citations, in their order.
        verdicts: Number of sentences by verdict.
        timings: Milliseconds by step.
        choices: Answers that it had to choose from.
    """

    question: str
    searched: str
    chips: tuple[tuple[str, str, str], ...]
    filters: dict[str, Any]
    today: str
    generation: int
    revision: int
    settings_hash: str
    compared: int
    allowed: int
    confidence: float
    refused: bool
    passages: tuple[Looked, ...]
    sentences: tuple[Weighed, ...]
    more_sentences: int
    cited: tuple[Span, ...]
    verdicts: dict[str, int]
    timings: dict[str, float] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def articles(self) -> Iterator[tuple[str, int]]:
        """Yield (article id, version) of all that is named in it."""
        yield from ((item.article_id, item.version) for item in self.passages)
        yield from ((item.article_id, item.version) for item in self.sentences)
        yield from (span[:2] for span in self.cited)

    def asked_with(self) -> Filters:
        """Return the filters it was asked with."""
        values: dict[str, Any] = {name: _tuple(value) for name, value in self.filters.items()}
        return Filters(**values)


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made of the evidence.

    Attributes:
        cited: Spans of its citations, in their order.
        verdicts: Of its sentences, in their order.
        timings: Milliseconds by step.
        ranked: The sentences with the scores it chose by, best first; empty where it ranks none.
        confidence: Estimated probability that the evidence holds an answer.
        refused: Whether it is below the threshold.
        choices: Answers that it had to choose from.
    """

    cited: Sequence[Span]
    verdicts: Sequence[str]
    timings: Mapping[str, float]
    ranked: Sequence[tuple[float, Candidate]]
    confidence: float
    refused: bool
    choices: Sequence[str] = ()


def record_of(snapshot: Snapshot, evidence: Evidence, written: Written, settings: Settings) -> EvidenceRecord:
    """Return the record of one answer."""
    query = evidence.found.query
    ranked: list[tuple[float | None, Candidate]] = [*written.ranked] or [(None, it) for it in evidence.candidates]
    outcomes = _Outcomes(written, settings)
    return EvidenceRecord(
        question=query.typed or query.text,
        searched=query.text,
        chips=tuple((chip.id, chip.kind, chip.label) for chip in query.chips),
        filters=_plain(query.filters),
        today=str(query.today or ""),
        generation=snapshot.generation,
        revision=snapshot.revision,
        settings_hash=settings.hash(),
        compared=evidence.found.candidates,
        allowed=evidence.searched,
        confidence=round(written.confidence, DIGITS),
        refused=written.refused,
        passages=(*_looked(evidence.hits), *_copies(snapshot, evidence.hits)),
        sentences=tuple(_weighed(score, item, outcomes.of(score, item)) for score, item in ranked[:MOST_SENTENCES]),
        more_sentences=max(0, len(ranked) - MOST_SENTENCES),
        cited=tuple(written.cited),
        verdicts=dict(Counter(written.verdicts)),
        timings=dict(written.timings),
        choices=tuple(written.choices),
    )


def from_json(value: Mapping[str, Any]) -> EvidenceRecord:
    """Return a record that was kept as JSON."""
    fields = dict(value)
    fields["passages"] = tuple(Looked(**item) for item in fields["passages"])
    fields["sentences"] = tuple(Weighed(**item) for item in fields["sentences"])
    fields["chips"] = tuple(tuple(item) for item in fields["chips"])
    fields["cited"] = tuple(tuple(item) for item in fields["cited"])
    fields["choices"] = tuple(fields.get("choices", ()))  # records of the releases before have none
    return EvidenceRecord(**fields)


class _Outcomes:
    """Says what became of each sentence: cited, or the first reason against it."""

    def __init__(self, written: Written, settings: Settings) -> None:
        self._cited = {span: number for number, span in enumerate(written.cited, start=1)}
        self._refused, self._words = written.refused, settings.answer_words
        self._chosen = [item for _, item in written.ranked if self._number(item)]

    def of(self, score: float | None, item: Candidate) -> str:
        if self._refused:
            return "nothing is cited by a refusal"
        if number := self._number(item):
            return f"{CITED} as {number}"
        for other in self._chosen:
            if tells_the_same(item, other):
                return f"tells the same as {self._number(other)}"
        return "others answer better" if score is not None else "not cited by the writer"

    def _number(self, item: Candidate) -> int | None:
        """Return under which number it is cited, whole or in part."""
        passage = item.passage
        for (name, version, start, end), number in self._cited.items():
            if (name, version) == (passage.article_id, passage.version) and item.start < end and start < item.end:
                return number
        return None


def _looked(hits: Sequence[Hit]) -> Iterator[Looked]:
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        yield Looked(
            rank=rank,
            article_id=passage.article_id,
            version=passage.version,
            start=passage.start,
            end=passage.end,
            score=round(hit.score, DIGITS),
            cosine=round(float(hit.cosine), DIGITS),
            bm25=round(float(hit.bm25), DIGITS),
            lifts={name: round(amount, DIGITS) for name, amount in hit.lifts.items()},
            outcome="read" if rank <= PASSAGES_READ else f"not read: only the best {PASSAGES_READ} are",
        )


def _copies(snapshot: Snapshot, hits: Sequence[Hit]) -> Iterator[Looked]:
    """Yield the articles that were left out since one that was found tells the same."""
    left_out = [(rank, copy) for rank, hit in enumerate(hits, 1) if hit.why for copy in hit.why.copies]
    versions = current_versions(snapshot, [copy.article_id for _, copy in left_out]) if left_out else {}
    for rank, copy in left_out:
        outcome = f"left out: tells the same as {rank}"
        yield Looked(0, copy.article_id, versions[copy.article_id], 0, 0, 0.0, 0.0, 0.0, {}, outcome)


def _weighed(score: float | None, item: Candidate, outcome: str) -> Weighed:
    return Weighed(
        article_id=item.passage.article_id,
        version=item.passage.version,
        start=item.start,
        end=item.end,
        score=None if score is None else round(score, DIGITS),
        answers=round(item.mass, DIGITS),
        overlap=round(item.overlap, DIGITS),
        outcome=outcome,
    )


def _plain(filters: Filters) -> dict[str, Any]:
    """Return filters as JSON has them."""
    value: dict[str, Any] = as_json(filters)
    for name in ("since", "until", "as_of"):
        value[name] = str(value[name]) if value[name] else None
    return value


def _tuple(value: Any) -> Any:  # noqa: ANN401 - a field of the filters
    return tuple(value) if isinstance(value, list) else value
