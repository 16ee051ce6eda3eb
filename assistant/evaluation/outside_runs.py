"""Rankings that other programs made, measured as ours are: TREC's run with qrels, MultiHop-RAG's retrieval file."""

import json
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.interchange.trec import read_qrels, read_run
from assistant.evaluation.questions import NULL_QUERY
from assistant.evaluation.ranking import multihop, rankings
from assistant.evaluation.summary import Figures, figures


def rank_trec(run: Path, qrels: Path) -> Figures:
    """Return the measures of a run over the questions that the qrels judge; those it lacks count as found nothing.

    Raises:
        UsageError: A file cannot be read, or they share no question.
    """
    ranked, judged = read_run(run), read_qrels(qrels)
    relevant = {name: [item for item, grade in items.items() if grade > 0] for name, items in judged.items()}
    if not set(relevant) & set(ranked):
        raise UsageError(f"{run} and {qrels} have no question in common.")
    scores = rankings(relevant, {name: ranked.get(name, []) for name in relevant})
    return figures(list(scores.values()))


def rank_multihop(path: Path) -> Figures:
    """Return MultiHop-RAG's own figures of a retrieval file; like its script, without what has no answer.

    Raises:
        UsageError: It is no such file.
    """
    try:
        items: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))
        scores = [
            multihop([fact["fact"] for fact in item["gold_list"]], [found["text"] for found in item["retrieval_list"]])
            for item in items
            if item["question_type"] != NULL_QUERY
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no retrieval file of MultiHop-RAG: {error!r}.") from None
    if not scores:
        raise UsageError(f"{path} is no retrieval file of MultiHop-RAG: it has no question with an answer.")
    return figures(scores)
