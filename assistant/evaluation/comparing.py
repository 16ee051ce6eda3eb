"""Two runs over the same questions and archive: what rose, what fell, how sure that is, question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import UsageError
from assistant.evaluation.folder import RunFolder
from assistant.evaluation.intervals import differences, table
from assistant.evaluation.metrics import MEANS, METRICS, TIMED
from assistant.evaluation.scoring import Scores

BETTER, WORSE, EQUAL, UNSURE, OTHER = "better", "worse", "equal", "unsure", "other"
"""What a difference is: sure if its interval does not hold 0; `other` where neither way is better."""

SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in two runs.

    Attributes:
        before: Its value in the first run.
        after: Its value in the second.
        value: How much it rose.
        low: Lower end of the 95 % interval of that.
        high: Upper end.
        n: Questions that both runs scored.
        verdict: better, worse, equal, unsure or other.
    """

    metric: str
    before: float
    after: float
    value: float
    low: float
    high: float
    n: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that scored otherwise, with the metrics that did: before and after."""

    id: str
    question: str
    metrics: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the same questions.

    Attributes:
        before: Folder of the first run.
        after: Folder of the second.
        n: Questions.
        differences: By metric, in the order of the report.
        better: Questions of which more became better than worse, the most first.
        worse: The others that changed, the most first.
        only_before: Metrics that only the first run has.
        only_after: Metrics that only the second one has.
        settings_differ: Whether the settings of the two differ.
        code_differs: Whether the program itself does.
    """

    before: str
    after: str
    n: int
    differences: tuple[Difference, ...]
    better: tuple[Changed, ...]
    worse: tuple[Changed, ...]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    settings_differ: bool = field(default=False)
    code_differs: bool = field(default=False)


def compare(before: Path, after: Path) -> Comparison:
    """Compare two finished runs.

    Raises:
        UsageError: One is no finished run, or they are of another archive or other questions.
    """
    one, other = RunFolder(before), RunFolder(after)
    first, second = one.conditions(), other.conditions()
    if first.fingerprint != second.fingerprint:
        raise UsageError(
            f"The archive changed between the two runs: {first.fingerprint}, then {second.fingerprint}.",
            remedy="Run both over the same archive; figures over different ones say nothing about the program.",
        )
    if first.questions_hash != second.questions_hash:
        raise UsageError(
            f"The two runs asked different questions: {before} and {after}.", remedy="Run both with the same file."
        )
    if (first.filters, first.today, first.open) != (second.filters, second.today, second.open):
        raise UsageError(
            f"The two runs asked under different filters or choices: {before} and {after}.",
            remedy="Run both with the same options.",
        )
    scores, others = one.scores(), other.scores()
    asked = {question.id: question.question for question in one.questions()}
    better, worse = _changes(scores, others, asked)
    measured = [_names(rows) for rows in (scores, others)]
    return Comparison(
        before=str(before),
        after=str(after),
        n=len(set(scores) & set(others)),
        differences=_differences(scores, others),
        better=better,
        worse=worse,
        only_before=tuple(name for name in METRICS if name in measured[0] - measured[1]),
        only_after=tuple(name for name in METRICS if name in measured[1] - measured[0]),
        settings_differ=first.settings_hash != second.settings_hash,
        code_differs=first.code != second.code,
    )


def _names(scores: Mapping[str, Scores]) -> set[str]:
    return {name for row in scores.values() for name in row}


def _differences(before: Mapping[str, Scores], after: Mapping[str, Scores]) -> tuple[Difference, ...]:
    keys = [key for key in before if key in after]
    one, other = (table([rows[key] for key in keys], MEANS) for rows in (before, after))
    found = zip(MEANS, _mean_columns(one), _mean_columns(other), differences(one, other), strict=True)
    return tuple(
        Difference(
            name, was, became, figure.value, figure.low, figure.high, figure.n, _verdict(name, figure.low, figure.high)
        )
        for name, was, became, figure in found
        if figure is not None and was is not None and became is not None
    )


def _mean_columns(values: object) -> Sequence[float | None]:
    import numpy as np

    matrix = np.asarray(values, dtype=np.float64)
    columns = (column[~np.isnan(column)] for column in matrix.T)
    return [float(column.mean()) if column.size else None for column in columns]


def _verdict(name: str, low: float, high: float) -> str:
    if max(abs(low), abs(high)) < SAME:
        return EQUAL
    if low <= 0 <= high:
        return UNSURE
    higher = METRICS[name].higher_is_better
    if higher is None:
        return OTHER
    return BETTER if (low > 0) == higher else WORSE


def _changes(
    before: Mapping[str, Scores], after: Mapping[str, Scores], asked: Mapping[str, str]
) -> tuple[tuple[Changed, ...], tuple[Changed, ...]]:
    """Return the questions that became better and those that became worse; times do not count."""
    found = []
    for key, was in before.items():
        became = after.get(key, {})
        changed = {name: (was[name], became[name]) for name in was if name in became and was[name] != became[name]}
        signed = {name: _signed(name, *values) for name, values in changed.items() if name not in TIMED}
        if any(signed.values()):
            kept = {name: changed[name] for name, value in signed.items() if value}
            found.append((sum(signed.values()), Changed(key, asked.get(key, ""), kept)))
    better = sorted((item for item in found if item[0] > 0), key=lambda item: -item[0])
    worse = sorted((item for item in found if item[0] <= 0), key=lambda item: item[0])
    return tuple(item for _, item in better), tuple(item for _, item in worse)


def _signed(name: str, was: float, became: float) -> float:
    """Return by how much a metric became better; 0 where neither way is."""
    higher = METRICS[name].higher_is_better
    return 0.0 if higher is None else (became - was) * (1 if higher else -1)
