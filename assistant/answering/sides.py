"""What each source says, side by side: for a question to be answered by yes or no, and for one that compares reports.

No yes and no "no" of ours: whether they agree is for the reader to see. An outlet that the question names and that has
no sentence in the evidence with any of the words asked is shown as one that has nothing.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answer import Citation, Side
from assistant.answering.evidence import Candidate, Evidence, word_weights
from assistant.answering.expected import WHETHER, expected_kind
from assistant.answering.extractive import NAMES_LACKING, is_whole
from assistant.answering.spans import citation
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.outlets import Mention
from assistant.retrieval.stems import stems
from assistant.retrieval.times import Period

MOST_SIDES = 4

BELOW = 4.0
"""How far below the best sentence of all the best one of an outlet may be: each says it in its own way."""

OF_PART, OF_TIME = 6.0, 3.0
"""How much the share of a part's words, and its day, weigh against the score for the whole question."""

DAYS_OFF = 1
"""Days that a report may be dated beside the one that is named: clocks differ."""


_Told = list[tuple[str, Candidate | None]]
"""Outlets as the question or the archive names them, each with its sentence, if there is one."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A report that the question names: an outlet, what it is said to tell, and when it was published."""

    outlet: Mention
    weights: dict[str, float]
    periods: tuple[Period, ...]


def sides(
    snapshot: Snapshot,
    evidence: Evidence,
    ranked: Sequence[tuple[float, Candidate]],
    citations: Sequence[Citation],
) -> tuple[Side, ...]:
    """Return what each source says; nothing for other questions, and where only one source says anything.

    Args:
        snapshot: The archive.
        evidence: Of the question.
        ranked: Its sentences with their scores, best first.
        citations: Of the answer; what they quote keeps its number, the others go on from there.
    """
    wanted = _wanted(snapshot, evidence)
    if not wanted and expected_kind(evidence.found.query.text) != WHETHER:
        return ()
    whole = [(score, item) for score, item in ranked if is_whole(item.text)]
    told = _of_reports(wanted, whole) if wanted else _of_outlets(whole)
    found = _grouped(told, citations)
    is_compared = sum(max(len(side.quotes), 1) for side in found) > 1
    return found if is_compared and any(side.quotes for side in found) else ()


def _wanted(snapshot: Snapshot, evidence: Evidence) -> list[_Wanted]:
    """Return the reports that the question compares, each outlet with the words of its part; none if it names one."""
    query = evidence.found.query
    named = [(mention, part.text, part.periods) for part in query.parts for mention in part.outlets]
    named = named or [(mention, query.text, ()) for mention in query.outlets]
    found: list[_Wanted] = []
    for mention, text, periods in named[:MOST_SIDES] if len(named) > 1 else ():
        terms = sorted(stems(text) - stems(mention.words))
        found.append(_Wanted(mention, word_weights(snapshot, terms), periods))
    return found


def _of_reports(wanted: Sequence[_Wanted], ranked: Sequence[tuple[float, Candidate]]) -> _Told:
    """Return for each report the sentence of its outlet that suits it best, another article for each."""
    told: _Told = []
    for report in wanted:
        own = [
            (score + _suits(report, item), item)
            for score, item in ranked
            if item.passage.source in report.outlet.sources and not item.stems.isdisjoint(report.weights)
        ]
        used = {item.passage.article_id for _, item in told if item}
        fresh = [pair for pair in own if pair[1].passage.article_id not in used] or [
            pair for pair in own if pair[1] not in [item for _, item in told]
        ]
        best = max(fresh, key=lambda pair: pair[0], default=None)
        told.append((report.outlet.words, best[1] if best else None))
    return told


def _suits(report: _Wanted, item: Candidate) -> float:
    """Return how well a sentence suits a report: by the share of its words, and by its day."""
    total = sum(report.weights.values())
    held = sum(weight for term, weight in report.weights.items() if term in item.stems)
    epoch = item.passage.published_epoch
    is_of_time = epoch is not None and any(
        period.days_off(dt.datetime.fromtimestamp(epoch, dt.UTC).date()) <= DAYS_OFF for period in report.periods
    )
    return OF_PART * (held / total if total else 0.0) + OF_TIME * is_of_time


def _of_outlets(ranked: Sequence[tuple[float, Candidate]]) -> _Told:
    """Return the best sentence of each outlet that tells of the same names, if it is nearly as good as the best."""
    told: dict[str, Candidate | None] = {}
    for score, item in ranked:
        best, first = ranked[0]
        if best - score > BELOW or item.named < first.named - NAMES_LACKING:
            continue
        if item.passage.source:
            told.setdefault(item.passage.source, item)
    return list(told.items())[:MOST_SIDES]


def _grouped(told: Sequence[tuple[str, Candidate | None]], citations: Sequence[Citation]) -> tuple[Side, ...]:
    """Put the sentences of one outlet together, and give each the number that it has in the answer or a new one."""
    numbers = {(it.article_id, it.version, it.start, it.end): it.number for it in citations}
    groups: dict[str, list[Citation]] = {}
    for name, item in told:
        source = (item.passage.source if item else None) or name
        quotes = groups.setdefault(source, [])
        if item:
            span = (item.passage.article_id, item.passage.version, item.start, item.end)
            number = numbers.setdefault(span, len(numbers) + 1)
            quotes.append(citation(number, item.passage, item.start, item.end))
    return tuple(Side(source, tuple(sorted(quotes, key=_when))) for source, quotes in groups.items())


def _when(quote: Citation) -> tuple[bool, str]:
    return quote.published_at is None, quote.published_at or ""
