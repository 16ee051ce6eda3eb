"""The report in Markdown: for a pull request, a mail, a terminal."""

from collections.abc import Mapping
from typing import Any

from assistant.evaluation.metrics import METRICS, shown
from assistant.evaluation.report.markup import markdown


def report_markdown(metrics: Mapping[str, Any]) -> str:
    """Return the figures of metrics.json as Markdown."""
    run = metrics["run"]
    lines = [
        f"# Evaluation of {markdown(run['questions'])}",
        "",
        f"{metrics['n']:,} questions, archive `{metrics['fingerprint']}`, settings `{metrics['settings_hash']}`.",
        "",
        *_table(metrics["metrics"]),
    ]
    for kind, values in metrics["slices"].items():
        lines += ["", f"## By {markdown(kind)}", "", *_slice(values)]
    for name in ("rejected", "failed", "unknown_labels"):
        if metrics[name]:
            lines += ["", f"## {name.replace('_', ' ').capitalize()}", ""]
            lines += [f"- {markdown(': '.join(map(str, item.values())))}" for item in metrics[name]]
    return "\n".join(lines) + "\n"


def _table(metrics: Mapping[str, Mapping[str, float]]) -> list[str]:
    rows = [
        f"| {name} | {shown(name, figure['value'])} | {shown(name, figure['low'])} to {shown(name, figure['high'])}"
        f" | {figure['n']:,.0f} |"
        for name in METRICS
        if (figure := metrics.get(name))
    ]
    return ["| metric | value | 95 % interval | n |", "|---|---|---|---|", *rows]


def _slice(values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = list(dict.fromkeys(name for part in values.values() for name in part["metrics"]))
    rows = []
    for value, part in values.items():
        cells = (shown(name, part["metrics"][name]["value"]) if name in part["metrics"] else "" for name in names)
        rows.append(f"| {markdown(value)} | {part['n']:,} | {' | '.join(cells)} |")
    return [f"| | n | {' | '.join(names)} |", "|---|---|" + "---|" * len(names), *rows]
