"""The figures of a report in HTML: cards, the table of all metrics, and plots by slice, each with its interval."""

from collections.abc import Mapping
from typing import Any

from assistant.evaluation.metrics import HEADLINE, METRICS, Metric, shown
from assistant.evaluation.report.markup import label, text

Figure = Mapping[str, float]
CARDS = 8
SHARE_SHOWN = 0.1
COLUMNS = 4
"""Metrics that slices are drawn of."""


def name_of(metric: Metric) -> str:
    """Return a metric's name, which may break after its words."""
    return text(metric.name).replace("_", "_<wbr>")


def cards(metrics: Mapping[str, Figure]) -> str:
    """Return the figures that are looked at first."""
    fewest = max((figure["n"] for figure in metrics.values()), default=0) * SHARE_SHOWN
    measured = [name for name in HEADLINE if name in metrics]
    # What was measured on a handful of questions is in the table; in front it would look like more than it is.
    chosen = [name for name in measured if metrics[name]["n"] >= fewest][:CARDS] or measured[:CARDS]
    return f'<div class="cards">{"".join(_card(METRICS[name], metrics[name]) for name in chosen)}</div>'


def metrics_table(metrics: Mapping[str, Figure]) -> str:
    """Return every metric under its heading."""
    parts, group = [], ""
    for name, metric in METRICS.items():
        if name not in metrics:
            continue
        if metric.group != group:
            group = metric.group
            parts.append(f'<tr class="group"><th colspan="4" scope="rowgroup">{text(group)}</th></tr>')
        parts.append(_row(metric, metrics[name]))
    names = (("", "Metric"), ("wide", "95 % interval"), ("number", "Value"), ("number", "n"))
    head = "".join(f'<th class="{kind}">{name}</th>' for kind, name in names)
    return f'<table class="metrics"><thead><tr>{head}</tr></thead><tbody>{"".join(parts)}</tbody></table>'


def slice_plots(slices: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return, for each slice, a plot of the metrics that say most about it."""
    return "".join(_slice(kind, values) for kind, values in slices.items())


def range_bar(metric: Metric, figure: Figure) -> str:
    """Return a dot with its interval on a line from 0 to 1; nothing for a figure that is no share."""
    if metric.unit:
        return ""
    low, high, value = (100 * min(max(figure[name], 0.0), 1.0) for name in ("low", "high", "value"))
    return (
        f'<span class="track"><span class="range" style="left:{low:.1f}%;width:{high - low:.1f}%"></span>'
        f'<span class="point" style="left:{value:.1f}%"></span></span>'
    )


def interval(metric: Metric, figure: Figure) -> str:
    """Return the ends of the interval in words."""
    return f"{shown(metric.name, figure['low'])} – {shown(metric.name, figure['high'])}"


def _card(metric: Metric, figure: Figure) -> str:
    return (
        f'<div class="card"><p class="name">{name_of(metric)}</p>'
        f'<p class="value">{shown(metric.name, figure["value"])}</p>{range_bar(metric, figure)}'
        f'<p class="between">{interval(metric, figure)}<span> · n {figure["n"]:,.0f}</span></p>'
        f'<p class="says">{text(metric.says)}</p></div>'
    )


def _row(metric: Metric, figure: Figure) -> str:
    return (
        f'<tr><th scope="row"><code>{name_of(metric)}</code><span class="says">{text(metric.says)}</span></th>'
        f'<td class="wide">{range_bar(metric, figure)}<span class="between">{interval(metric, figure)}</span></td>'
        f'<td class="number">{shown(metric.name, figure["value"])}</td><td class="number">{figure["n"]:,.0f}</td></tr>'
    )


def _slice(kind: str, values: Mapping[str, Mapping[str, Any]]) -> str:
    held = {name: sum(name in part["metrics"] for part in values.values()) for name in HEADLINE}
    # What every value of the slice has comes first: that is what they can be compared by. One alone compares nothing.
    compared = sorted((name for name in HEADLINE if held[name] > 1), key=lambda name: -held[name])
    if not compared:
        return ""
    plots = "".join(_plot(METRICS[name], values) for name in compared[:COLUMNS])
    return f'<section class="slice"><h3>By {label(kind)}</h3><div class="plots">{plots}</div></section>'


def _plot(metric: Metric, values: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [_plot_row(metric, value, part) for value, part in values.items() if metric.name in part["metrics"]]
    return f'<div class="plot"><h4>{name_of(metric)}</h4>{"".join(rows)}</div>'


def _plot_row(metric: Metric, value: str, part: Mapping[str, Any]) -> str:
    figure = part["metrics"][metric.name]
    title = f"{value}: {shown(metric.name, figure['value'])} ({interval(metric, figure)}), n {figure['n']:.0f}"
    return (
        f'<div class="line" title="{text(title)}"><span class="value-name">{label(value)} '
        f'<span class="n">{figure["n"]:.0f}</span></span>{range_bar(metric, figure)}'
        f'<span class="reading">{shown(metric.name, figure["value"])}</span></div>'
    )
