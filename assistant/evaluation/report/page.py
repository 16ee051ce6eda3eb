"""The report as one HTML file: figures, plots, and the answers behind them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation import curves
from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.metrics import shown
from assistant.evaluation.questions import Question
from assistant.evaluation.report.answer_cards import answer_cards, worst_first
from assistant.evaluation.report.charts import Axes, bars, chart, diagonal, dots, line, marker
from assistant.evaluation.report.figures import cards, metrics_table, slice_plots
from assistant.evaluation.report.markup import label, text
from assistant.evaluation.scoring import Scores, confidence, is_right

STYLE = Path(__file__).with_name("style.css")

# The page runs no script and loads nothing: what an article's text would want to do, the browser refuses.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_page(
    metrics: Mapping[str, Any],
    questions: Sequence[Question],
    answers: Sequence[AnswerRow],
    scores: Mapping[str, Scores],
) -> str:
    """Return the report.

    Args:
        metrics: What metrics.json holds.
        questions: In the order of the file.
        answers: In the same order.
        scores: By question.
    """
    run = metrics["run"]
    title = f"Evaluation of {run['questions']}"
    parts = (
        ("In short", cards(metrics["metrics"])),
        ("Time and confidence", _charts(metrics, questions, answers, scores)),
        ("Slices", slice_plots(metrics["slices"])),
        ("All figures", metrics_table(metrics["metrics"])),
        ("Left out", _troubles(metrics)),
        ("Answers, the worst first", answer_cards(worst_first(questions, answers, scores))),
    )
    drawn = [(f"part-{number}", name, html) for number, (name, html) in enumerate(parts) if html]
    links = "".join(f'<li><a href="#{key}">{text(name)}</a></li>' for key, name, _ in drawn)
    body = "".join(
        f'<section class="part" id="{key}"><h2>{text(name)}</h2>{html}</section>' for key, name, html in drawn
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{text(title)}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><header><h1>Evaluation of {label(run['questions'])}</h1>{_facts(metrics)}"
        f"<nav><ul>{links}</ul></nav></header>"
        f"<main>{body}</main></body></html>\n"
    )


def _facts(metrics: Mapping[str, Any]) -> str:
    run = metrics["run"]
    facts = {
        "Questions": f"{metrics['n']:,}",
        "Finished": str(run["finished_at"]).replace("T", " ").removesuffix("+00:00") + " UTC",
        "Archive": metrics["fingerprint"],
        "Settings": metrics["settings_hash"],
        "Release": run["release"],
        "Run": run["run"],
    }
    items = "".join(f"<div><dt>{text(name)}</dt><dd>{label(value)}</dd></div>" for name, value in facts.items())
    return f'<dl class="facts">{items}</dl>'


def _charts(
    metrics: Mapping[str, Any],
    questions: Sequence[Question],
    answers: Sequence[AnswerRow],
    scores: Mapping[str, Scores],
) -> str:
    judged = [
        curves.Judged(sure, is_right(scores[question.id]), question.answerable)
        for question, row in zip(questions, answers, strict=True)
        if question.id in scores and (sure := confidence(row)) is not None
    ]
    drawn = (
        _latency(
            metrics["metrics"],
            [row["seconds_per_question"] for row in scores.values() if "seconds_per_question" in row],
        ),
        _selective(judged),
        _refusal(judged),
        _calibration(judged),
    )
    return f'<div class="charts">{"".join(drawn)}</div>' if any(drawn) else ""


def _latency(metrics: Mapping[str, Any], seconds: Sequence[float]) -> str:
    spans = curves.histogram(seconds)
    if not spans:
        return ""
    axes = Axes(
        "How long answers took", "seconds", "Answers by the time they took",
        right=spans[-1][1], top=max(n for *_, n in spans), ticks="{:.1f}".format, up_ticks="{:.0f}".format,
    )  # fmt: skip
    marks = [
        marker(axes, metrics[name]["value"] / 1000, f"{name[8:]} {shown(name, metrics[name]['value'])}", row)
        for row, name in enumerate(("latency_p50", "latency_p95"))
        if name in metrics
    ]
    return chart(axes, bars(axes, [(low, high, n, f"{low:.2f}–{high:.2f} s: {n}") for low, high, n in spans]), *marks)


def _selective(judged: Sequence[curves.Judged]) -> str:
    points = curves.risk_coverage(judged)
    if not points:
        return ""
    axes = Axes(
        "Share of right answers by share answered", "share of questions answered", "Right answers, the surest first"
    )
    return chart(axes, line(axes, [(point.answered, point.value) for point in points]))


def _refusal(judged: Sequence[curves.Judged]) -> str:
    rows = curves.refusal_by_threshold(judged)
    if not rows:
        return ""
    axes = Axes(
        "Refusals by threshold",
        "threshold on the confidence",
        "Refused: unanswerable (solid), answerable (dashed)",
        ticks="{:.2f}".format,
    )
    return chart(
        axes, line(axes, [(at, bad) for at, bad, _ in rows]), line(axes, [(at, good) for at, _, good in rows], "two")
    )


def _calibration(judged: Sequence[curves.Judged]) -> str:
    bins = curves.calibration(judged)
    if not bins:
        return ""
    axes = Axes("Calibration", "confidence", "Right answers by confidence (dots by number)", ticks="{:.2f}".format)
    most = max(item.n for item in bins)
    points = [
        (
            item.confidence,
            item.right,
            3 + 6 * (item.n / most) ** 0.5,
            f"{item.confidence:.2f}: {item.right:.0%} of {item.n}",
        )
        for item in bins
    ]
    return chart(axes, diagonal(axes), dots(axes, points))


def _troubles(metrics: Mapping[str, Any]) -> str:
    lists = (
        ("Rows that are no questions", [f"{item['input']}: {item['reason']}" for item in metrics["rejected"]]),
        ("Questions that could not be asked", [f"{item['id']}: {item['reason']}" for item in metrics["failed"]]),
        (
            "Labels that name no article of this archive",
            [f"{item['id']}: {item['label'].removeprefix('title:')}" for item in metrics["unknown_labels"]],
        ),
    )
    return "".join(
        f'<details class="troubles"><summary>{text(name)}: {len(items):,}</summary><ul>'
        f"{''.join(f'<li>{label(item)}</li>' for item in items)}</ul></details>"
        for name, items in lists
        if items
    )
