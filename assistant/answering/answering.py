"""One question from evidence to a checked answer, or to a refusal that says what the archive covers."""

import dataclasses
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence

from assistant.answering.answer import (
    COUNTED,
    FRESHNESS,
    SHORT,
    Answer,
    ArticleCard,
    Citation,
    Coverage,
    Sentence,
    Step,
    StreamEvent,
    TextDelta,
)
from assistant.answering.answered import answered
from assistant.answering.calibration import scorer_of
from assistant.answering.choices import Choice, pick
from assistant.answering.disagreement import disagreements
from assistant.answering.evidence import Candidate, Evidence, gather
from assistant.answering.excerpts import excerpts
from assistant.answering.extractive import Chosen, choose, rank, short_answer
from assistant.answering.freshness import freshness
from assistant.answering.generative import Draft, Model, write
from assistant.answering.leads import with_leads
from assistant.answering.reader import Reader
from assistant.answering.record import Written, record_of
from assistant.answering.refusal import REFUSAL, probability
from assistant.answering.sides import sides
from assistant.answering.spans import citation
from assistant.answering.support import cited_candidates, support_of
from assistant.answering.verification import checked, verdict_counts
from assistant.catalog.filters import condition_of
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.counting import counted
from assistant.retrieval.months import busiest_months
from assistant.retrieval.passages import scored
from assistant.retrieval.query import Query
from assistant.retrieval.search import Found, Hit
from assistant.settings import Settings

_WORDS = re.compile(r"\S+\s*")
"""A word with the space after it, so that pieces join to exactly the sentence."""

WORDS_AT_ONCE = 4

NEAREST = 3
"""Articles named with a refusal."""


class Answering:
    """Answers from one archive; holds no state between questions."""

    def __init__(
        self, reader: Callable[[], Reader], settings: Settings, model: Callable[[], Model] | None = None
    ) -> None:
        self._reader = reader
        self._settings = settings
        self._model = model

    def stream(
        self, snapshot: Snapshot, query: Query, find: Callable[[int], Found], choices: Sequence[str] = ()
    ) -> Iterator[StreamEvent]:
        """Yield steps and pieces of text while the answer is made, and the answer last.

        Where there are `choices` the short answer is the one that the evidence speaks for most.
        """
        clock = _Clock()
        yield Step("searching", "keywords and meaning")
        found = find(self._settings.search_k)
        clock.lap("search")
        number = counted(snapshot, found.query)
        if number:
            yield Step(COUNTED, number)
        yield Step("reading", f"{len(found.hits)} passages of {found.candidates} candidates")
        evidence = gather(snapshot, found, self._reader())
        clock.lap("evidence")
        coverage = _coverage(snapshot, found.query)
        scorer, remark = scorer_of(snapshot)
        confidence = probability(evidence, scorer)
        if remark:
            coverage = dataclasses.replace(coverage, remarks=(*coverage.remarks, remark))
        ranked = rank(evidence)
        picked = pick(evidence, choices)
        if self._is_refused(evidence, confidence, picked):
            yield TextDelta(number or REFUSAL)
            coverage = dataclasses.replace(coverage, months=busiest_months(snapshot, found.query))
            refused = _refusal(query, evidence, coverage, clock.timings(), number)
            yield self._recorded(snapshot, evidence, ranked, refused, confidence, choices)
            return
        draft = yield from self._drafted(snapshot, query.text, evidence, ranked)
        sentences, citations, short = draft.sentences, draft.citations, ""
        if not draft.sentences:
            chosen = choose(ranked, self._settings.answer_words, picked.sentences if picked else ())
            short = "" if choices or number else short_answer(evidence, chosen)
            sentences, citations = _cite(chosen)
            sentences = with_leads(snapshot, sentences, citations, self._settings.answer_words)
        clock.lap("writing")
        sentences = checked(snapshot, sentences, citations)
        if draft.sentences:
            sentences = answered(sentences, citations, evidence)
        clock.lap("checking")
        fresh = draft.opening or freshness(found.query, (item.published_at for item in citations))
        cited = cited_candidates(evidence, citations)
        standing = support_of(snapshot, evidence, citations)
        differing = disagreements(cited, evidence.candidates)
        told = sides(snapshot, evidence, ranked, citations)
        clock.lap("comparing")
        if not draft.sentences:  # a model's sentences were shown as they came
            yield from _shown(sentences, fresh, picked.text if picked else short)
        answer = Answer(
            question=query.typed or query.text,
            answer=" ".join(sentence.text for sentence in sentences),
            short_answer=picked.text if picked else short,
            refused=False,
            sentences=sentences,
            citations=citations,
            passages=tuple(scored(evidence.hits)),
            coverage=coverage,
            timings=clock.timings(),
            understood=found.query.chips,
            counts=verdict_counts(sentences) | {"unknown_citations": draft.dropped, "moved_citations": draft.moved},
            writer="generative" if draft.sentences else "extractive",
            note=draft.note,
            rewritten=query.text if query.typed else "",
            freshness=fresh,
            counted=number,
            support=standing,
            disagreements=differing,
            sides=told,
        )
        yield self._recorded(snapshot, evidence, ranked, answer, confidence, choices)

    def _is_refused(self, evidence: Evidence, confidence: float, picked: Choice | None) -> bool:
        if not evidence.candidates:
            return True
        return confidence < self._settings.refusal_threshold and not (picked and picked.is_backed)

    def _drafted(
        self, snapshot: Snapshot, question: str, evidence: Evidence, ranked: Sequence[tuple[float, Candidate]]
    ) -> Generator[StreamEvent, None, Draft]:
        """Let the language model write, where there is one; the draft is empty where it does not."""
        if self._model is None:
            return Draft()
        passages = [hit.passage for hit in evidence.hits]
        opening = freshness(evidence.found.query, (passage.published_at for passage in passages))
        yield Step("writing", f"{self._settings.llm_model}")
        seconds = self._settings.llm_seconds
        return (yield from write(snapshot, self._model, question, passages, excerpts(ranked), opening, seconds))

    def _recorded(
        self,
        snapshot: Snapshot,
        evidence: Evidence,
        ranked: Sequence[tuple[float, Candidate]],
        answer: Answer,
        confidence: float,
        choices: Sequence[str],
    ) -> Answer:
        """Return the answer with the record of what it rests on."""
        written = Written(
            cited=[(item.article_id, item.version, item.start, item.end) for item in answer.citations],
            verdicts=[sentence.verdict for sentence in answer.sentences],
            timings=answer.timings,
            ranked=ranked,
            confidence=confidence,
            refused=answer.refused,
            choices=choices,
        )
        return dataclasses.replace(answer, record=record_of(snapshot, evidence, written, self._settings))


class _Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 1)
        self._last = now

    def timings(self) -> dict[str, float]:
        return self._laps | {"total": round((time.perf_counter() - self._start) * 1000, 1)}


def _cite(chosen: Sequence[Chosen]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Give each quoted span its number, in the order shown."""
    citations = [
        citation(number, item.candidate.passage, item.start, item.end) for number, item in enumerate(chosen, start=1)
    ]
    return tuple(Sentence("", item.quote, (item.number,), "not_found") for item in citations), tuple(citations)


def _shown(sentences: Sequence[Sentence], opening: str, short: str) -> Iterator[StreamEvent]:
    """Yield the answer as it is shown: what stands above it, a few words at a time, a marker after each sentence."""
    if short:
        yield Step(SHORT, short)
    if opening:
        yield Step(FRESHNESS, opening)
        yield TextDelta(f"{opening} ")
    for number, sentence in enumerate(sentences):
        words = _WORDS.findall(f"{sentence.lead} {sentence.text}".strip()) or [""]
        markers = "".join(f"[{cited}]" for cited in sentence.citations)
        # With the last word, which stays on one line with them: by themselves they would take it along to the next.
        words[-1] += f" {markers}" + (" " if number + 1 < len(sentences) else "")
        for start in range(0, len(words), WORDS_AT_ONCE):
            yield TextDelta("".join(words[start : start + WORDS_AT_ONCE]))


def _refusal(query: Query, evidence: Evidence, coverage: Coverage, timings: dict[str, float], number: str) -> Answer:
    return Answer(
        question=query.typed or query.text,
        answer=number or REFUSAL,
        short_answer="",
        refused=True,
        sentences=(),
        citations=(),
        passages=tuple(scored(evidence.hits)),
        coverage=dataclasses.replace(coverage, nearest=_nearest(evidence.hits)),
        timings=timings,
        understood=evidence.found.query.chips,
        rewritten=query.text if query.typed else "",
        counted=number,
    )


def _nearest(hits: Sequence[Hit]) -> tuple[ArticleCard, ...]:
    cards = {hit.passage.article_id: _card(hit) for hit in reversed(hits)}
    best_first = dict.fromkeys(hit.passage.article_id for hit in hits)
    return tuple(cards[article_id] for article_id in best_first)[:NEAREST]


def _card(hit: Hit) -> ArticleCard:
    passage = hit.passage
    return ArticleCard(
        passage.article_id, passage.version, passage.title, passage.source, passage.published_at, passage.url
    )


def _coverage(snapshot: Snapshot, query: Query) -> Coverage:
    totals = snapshot.totals(condition_of(query.filters))
    return Coverage(totals.oldest, totals.newest, totals.articles, totals.sources, remarks=query.notes)
