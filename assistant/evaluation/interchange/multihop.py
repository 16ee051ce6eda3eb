"""MultiHop-RAG's query files (`query`, `answer`, `question_type`, `evidence_list`) and its retrieval files."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.questions import NULL_QUERY, Question

NO_ANSWER = "Insufficient information."

Row = Mapping[str, Any]


def is_multihop(value: object) -> TypeGuard[Row]:
    """Whether a row is of this form."""
    return isinstance(value, Mapping) and "query" in value and "question" not in value


def row(item: Row) -> dict[str, Any]:
    """Return one of their rows under our names; a retrieval file has its evidence in `gold_list`."""
    evidence = item.get("evidence_list", item.get("gold_list"))
    kept = {name: value for name, value in item.items() if name not in TRANSLATED}
    return kept | {
        "question": item["query"],
        "answers": item.get("answer"),
        "type": item.get("question_type"),
        "evidence": evidence,
    }


TRANSLATED = frozenset({"query", "answer", "question_type", "evidence_list", "gold_list", "retrieval_list"})


def queries(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return questions as a query file."""
    return [
        {
            "query": question.question,
            "answer": question.answers[0] if question.answers else NO_ANSWER,
            "question_type": _type(question),
            "evidence_list": _facts(question),
            "id": question.id,
        }
        for question in questions
    ]


def retrieval(questions: Iterable[Question], answers: Iterable[AnswerRow]) -> list[dict[str, Any]]:
    """Return what was found as a retrieval file, as their `retrieval_evaluate.py` reads it."""
    return [
        {
            "query": question.question,
            "answer": question.answers[0] if question.answers else NO_ANSWER,
            "question_type": _type(question),
            "retrieval_list": [
                {"text": passage["text"], "score": passage["score"]} for passage in answer.get("passages", ())
            ],
            "gold_list": _facts(question),
        }
        for question, answer in zip(questions, answers, strict=True)
    ]


def _type(question: Question) -> str:
    return NULL_QUERY if question.answerable is False else question.type or "inference_query"


def _facts(question: Question) -> list[dict[str, str]]:
    return [
        {"title": label.title or label.article_id or "", "fact": label.quote}
        | ({"source": label.source} if label.source else {})
        | ({"published_at": label.published_at} if label.published_at else {})
        for label in question.evidence
        if label.quote
    ]
