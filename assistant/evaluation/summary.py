"""From the scores of single questions to metrics.json: every figure with its interval, over all and by slice."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.evaluation.intervals import means, percentile, table
from assistant.evaluation.labels import Archive
from assistant.evaluation.metrics import HEADLINE, MEANS, PERCENTILES
from assistant.evaluation.questions import Question
from assistant.evaluation.scoring import Scores

MOST_VALUES = 12
"""Values of a slice that are shown by themselves; the rarer ones are put together."""

OTHER, NOT_SAID = "other", "not said"

Figures = dict[str, dict[str, float]]
SliceNames = dict[str, str]
"""Which value of each slice a question belongs to."""


def figures(scores: Sequence[Scores], names: Sequence[str] = MEANS) -> Figures:
    """Return every metric that applies to at least one question."""
    found = zip(names, means(table(scores, names)), strict=True) if scores else ()
    return {name: dataclasses.asdict(figure) for name, figure in found if figure is not None}


def all_figures(scores: Sequence[Scores]) -> Figures:
    """Return the means, and the percentiles of the times."""
    times = [row["seconds_per_question"] * 1000 for row in scores if "seconds_per_question" in row]
    ranks = {name: percentile(times, share) for name, share in PERCENTILES.items()}
    return figures(scores) | {name: dataclasses.asdict(figure) for name, figure in ranks.items() if figure}


def slices(scores: Mapping[str, Scores], named: Mapping[str, SliceNames]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return, by slice and value, the number of questions and their figures.

    A slice with one value tells nothing, nor does one of which most questions say nothing.

    Args:
        scores: By question.
        named: Which value of each slice a question belongs to.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for kind in dict.fromkeys(kind for names in named.values() for kind in names):
        groups: dict[str, list[Scores]] = {}
        kept = _kept(kind, named)
        if not kept:
            continue
        for key, row in scores.items():
            value = named[key].get(kind, NOT_SAID)
            groups.setdefault(value if value in kept else OTHER, []).append(row)
        if len(groups) > 1:
            order = sorted(groups, key=lambda value: (value in {OTHER, NOT_SAID}, _natural(value)))
            found[kind] = {
                value: {"n": len(groups[value]), "metrics": figures(groups[value], HEADLINE)} for value in order
            }
    return found


def slice_names(archive: Archive, question: Question) -> SliceNames:
    """Return which value of each slice a question belongs to; what is not known is left out."""
    known = archive.known(question)
    dates = [label.published_at for label in question.evidence] + [item.published_at for item in known]
    years = [date[:4] for date in dates if date]
    outlets = [
        name for name in (*(label.source for label in question.evidence), *(item.source for item in known)) if name
    ]
    asked = question.asked_on or question.as_of
    gold = archive.gold(question)
    names = {
        "type": question.type,
        "answerable": None if question.answerable is None else "yes" if question.answerable else "no",
        "year": max(years) if years else str(asked.year) if asked else None,
        "outlet": outlets[0] if len(set(outlets)) == 1 else "several" if outlets else None,
        "evidence articles": str(len(gold)) if gold and question.answerable is not False else None,
        "turns": str(len(question.turns)),
    }
    return {kind: value for kind, value in names.items() if value is not None}


def _kept(kind: str, named: Mapping[str, SliceNames]) -> set[str]:
    """Return the values shown by themselves; none where most questions do not say."""
    counts = Counter(names.get(kind, NOT_SAID) for names in named.values())
    if counts[NOT_SAID] > len(named) / 2:
        return set()
    return {value for value, _ in counts.most_common(MOST_VALUES)}


def _natural(value: str) -> tuple[int, str]:
    """Order numbers as numbers."""
    return (int(value) if value.isdecimal() else 0, value)
