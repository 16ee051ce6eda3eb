"""The metrics by name: what each says, which way is better, and where the report shows it."""

from dataclasses import dataclass

from assistant.evaluation.ranking import CUTOFFS, DEPTH


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        name: As in metrics.json.
        group: Heading it stands under.
        says: One sentence for the reader of a report.
        higher_is_better: Which way is better; None where neither is.
        unit: Empty for shares from 0 to 1; else s, ms or words.
    """

    name: str
    group: str
    says: str
    higher_is_better: bool | None = True
    unit: str = ""


ANSWERS, EVIDENCE, CITATIONS, REFUSALS, TIME, MULTIHOP = (
    "Answers", "Finding the evidence", "Citations", "Refusals", "Time and length", "As MultiHop-RAG counts",
)  # fmt: skip


def _at(name: str, says: str, what: str) -> list[Metric]:
    return [
        Metric(f"{name}@{k}", EVIDENCE, says.format(f"the first {what}" if k == 1 else f"the first {k} {what}s"))
        for k in CUTOFFS
    ]


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("contained", ANSWERS, "A right answer stands in the answer's first 80 words."),
        Metric("contained_first", ANSWERS, "A right answer stands in its first sentence."),
        Metric("exact_match", ANSWERS, "The short answer is a right answer, by SQuAD's normalisation."),
        Metric("token_f1", ANSWERS, "Words that the short answer and the right one share, by SQuAD's F1."),
        Metric("choice_accuracy", ANSWERS, "The right one of the choices was chosen."),
        *_at("recall", "Share of the labelled articles that {} found cover.", "article"),
        *_at("hit", "A labelled article is {} found, or among them.", "article"),
        Metric(f"MRR@{DEPTH}", EVIDENCE, "One over the rank of the first labelled article."),
        Metric(f"MAP@{DEPTH}", EVIDENCE, "Average precision over articles."),
        Metric(f"nDCG@{DEPTH}", EVIDENCE, "Gain by rank against the ideal order of articles."),
        *_at("evidence_recall", "Share of the labelled quotes that stand in {}.", "passage"),
        *_at("answer_in_passages", "A right answer stands in {}.", "passage"),
        Metric("citation_precision", CITATIONS, "Share of the cited articles that the labels name."),
        Metric("citation_recall", CITATIONS, "Share of the labelled articles that are cited."),
        Metric("evidence_cited", CITATIONS, "Share of the labelled quotes that a cited span overlaps."),
        Metric("quote_fidelity", CITATIONS, "Share of quotes that are the article's own characters."),
        Metric("supported_share", CITATIONS, "Share of sentences that the check found supported."),
        Metric("refusal_precision", REFUSALS, "Of the questions refused, the share that cannot be answered."),
        Metric("refusal_recall", REFUSALS, "Of the questions that cannot be answered, the share refused."),
        Metric("wrongly_refused", REFUSALS, "Of the questions that can be answered, the share refused.", False),  # noqa: FBT003
        Metric("multihop_hit@4", MULTIHOP, "A labelled quote stands in the first 4 passages."),
        Metric("multihop_hit@10", MULTIHOP, "A labelled quote stands in the first 10 passages."),
        Metric("multihop_map", MULTIHOP, "What its script calls MAP@10: new quotes by rank; no average precision."),
        Metric("multihop_mrr", MULTIHOP, "One over the rank of the first passage with a labelled quote."),
        Metric("seconds_per_question", TIME, "Mean time of an answer.", False, "s"),  # noqa: FBT003
        Metric("latency_p50", TIME, "Half of the answers took no longer.", False, "ms"),  # noqa: FBT003
        Metric("latency_p95", TIME, "95 % of the answers took no longer.", False, "ms"),  # noqa: FBT003
        Metric("latency_p99", TIME, "99 % of the answers took no longer.", False, "ms"),  # noqa: FBT003
        Metric("answer_words", TIME, "Words of an answer that was given.", None, "words"),
    )
}
"""In the order of the report."""

PERCENTILES = {"latency_p50": 0.5, "latency_p95": 0.95, "latency_p99": 0.99}
MEANS = tuple(name for name in METRICS if name not in PERCENTILES)
TIMED = frozenset(name for name, metric in METRICS.items() if metric.unit in {"s", "ms"})
"""What differs between two runs that are otherwise the same."""

HEADLINE = (
    "contained", "choice_accuracy", "token_f1", "evidence_recall@10", "hit@10", "MRR@10", "answer_in_passages@10",
    "citation_precision", "quote_fidelity", "refusal_recall", "refusal_precision", "wrongly_refused",
)  # fmt: skip
"""What a reader looks at first, and what slices are drawn of; those that were measured."""


def shown(name: str, value: float) -> str:
    """Return a figure as people read it."""
    unit = METRICS[name].unit if name in METRICS else ""
    if unit == "ms":
        return f"{value:,.0f} ms"
    if unit == "s":
        return f"{value:.2f} s"
    return f"{value:.1f}" if unit else f"{value:.3f}"
