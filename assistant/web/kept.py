"""Answers that were kept, as they come back: the JSON of the contract into the classes that the page shows."""

from collections.abc import Mapping
from typing import Any

from assistant.answering.answer import (
    Answer,
    ArticleCard,
    Citation,
    Coverage,
    Disagreement,
    Sentence,
    Side,
    Statement,
    Support,
)
from assistant.answering.checks.reason import Reason
from assistant.retrieval.passages import ScoredPassage


def answer_of(kept: Mapping[str, Any]) -> Answer | None:
    """Return a kept answer; None for one that was taken out, or was kept by a release with other fields."""
    try:
        return _answer(kept)
    except (KeyError, TypeError):
        return None


def _answer(kept: Mapping[str, Any]) -> Answer:
    coverage = dict(kept["coverage"])
    support = kept.get("support")
    return Answer(
        question=kept["question"],
        answer=kept["answer"],
        short_answer=kept["short_answer"],
        refused=kept["refused"],
        sentences=tuple(_sentence(item) for item in kept["sentences"]),
        citations=tuple(Citation(**item) for item in kept["citations"]),
        passages=tuple(ScoredPassage(**item) for item in kept["passages"]),
        coverage=Coverage(
            coverage["from"],
            coverage["to"],
            coverage["articles"],
            coverage["sources"],
            tuple(ArticleCard(**item) for item in coverage["nearest"]),
            coverage.get("months", {}),
        ),
        timings=kept["timings"],
        answer_id=kept.get("answer_id", ""),
        counts=kept.get("counts", {}),
        writer=kept.get("writer", "extractive"),
        note=kept.get("note", ""),
        rewritten=kept.get("rewritten", ""),
        freshness=kept.get("freshness", ""),
        counted=kept.get("counted", ""),
        support=Support(**support) if support else None,
        disagreements=tuple(_disagreement(item) for item in kept.get("disagreements", ())),
        sides=tuple(
            Side(item["source"], tuple(Citation(**quote) for quote in item["quotes"])) for item in kept.get("sides", ())
        ),
    )


def _sentence(kept: Mapping[str, Any]) -> Sentence:
    reasons = tuple(Reason(**item) for item in kept.get("reasons", ()))
    return Sentence(kept["lead"], kept["text"], tuple(kept["citations"]), kept["verdict"], reasons)


def _disagreement(kept: Mapping[str, Any]) -> Disagreement:
    return Disagreement(kept["about"], kept["kind"], tuple(Statement(**item) for item in kept["statements"]))
