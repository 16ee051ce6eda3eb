"""A sweep: the same questions under every combination of some settings, each a run of its own, and a table of them."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.evaluation.metrics import HEADLINE, METRICS

MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """One combination with what came of it.

    Attributes:
        settings: By name.
        out: Folder of its run.
        metrics: As in metrics.json.
    """

    settings: dict[str, str]
    out: str
    metrics: dict[str, dict[str, float]]


def combinations(grid: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return every combination of the values, the last setting changing fastest.

    Raises:
        UsageError: There are none, or more than anybody would wait for.
    """
    if not grid or not all(grid.values()):
        raise UsageError("There is nothing to sweep.", remedy="Say --grid NAME=VALUE,VALUE, once for each setting.")
    found = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    if len(found) > MOST_RUNS:
        raise UsageError(f"That is {len(found):,} runs; at most {MOST_RUNS} are made.", remedy="Sweep fewer values.")
    return found


def folder_name(settings: Mapping[str, str]) -> str:
    """Return the name of a run's folder, such as `dense_weight=0.4,search_k=5`."""
    return ",".join(f"{name}={value}" for name, value in settings.items()).replace("/", "_")


def table(tried: Sequence[Tried]) -> tuple[list[str], list[list[str]], list[set[int]]]:
    """Return the heading, the rows, and which cells of each row are the best of their column."""
    names = [name for name in HEADLINE if any(name in item.metrics for item in tried)] + ["seconds_per_question"]
    knobs = list(tried[0].settings)
    best = {name: _best(name, tried) for name in names}
    rows, marks = [], []
    for item in tried:
        values = [item.metrics.get(name, {}).get("value") for name in names]
        rows.append(list(item.settings.values()) + ["" if value is None else f"{value:.3f}" for value in values])
        marks.append(
            {
                len(knobs) + place
                for place, (name, value) in enumerate(zip(names, values, strict=True))
                if value is not None and value == best[name]
            }
        )
    return [*knobs, *names], rows, marks


def as_markdown(heading: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[set[int]]) -> str:
    """Return the table in Markdown, the best values in bold."""
    lines = [f"| {' | '.join(heading)} |", "|" + "---|" * len(heading)]
    for row, best in zip(rows, marks, strict=True):
        cells = (f"**{cell}**" if place in best else cell for place, cell in enumerate(row))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _best(name: str, tried: Sequence[Tried]) -> float | None:
    values = list(_values(name, tried))
    if len(set(values)) < 2:  # noqa: PLR2004 - where all are equal none is the best
        return None
    return max(values) if METRICS[name].higher_is_better else min(values)


def _values(name: str, tried: Sequence[Tried]) -> Iterator[float]:
    return (item.metrics[name]["value"] for item in tried if name in item.metrics)
