"""LlamaIndex's LabelledRagDataset as its `save_json` writes it: examples with reference contexts and an answer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.questions import Question

Row = Mapping[str, Any]

MACHINE = "machine"


def is_labelled_rag(value: Row) -> bool:
    """Whether a file is of this form."""
    return isinstance(value.get("examples"), list)


def rows(value: Row) -> Iterator[object]:
    """Yield a row for every example; its contexts are quotes of articles that the file does not name."""
    for example in value["examples"]:
        yield _row(example) if isinstance(example, Mapping) else example


def dataset(questions: Iterable[Question]) -> dict[str, Any]:
    """Return questions as a dataset; what a machine made says so."""
    return {"examples": [_example(question) for question in questions]}


def predictions(answers: Iterable[AnswerRow]) -> dict[str, Any]:
    """Return answers as the predictions that belong to a dataset, in the same order."""
    return {
        "predictions": [
            {"response": row.get("answer", ""), "contexts": [passage["text"] for passage in row.get("passages", ())]}
            for row in answers
        ]
    }


def _row(example: Row) -> dict[str, Any]:
    by = example.get("query_by")
    machine = isinstance(by, Mapping) and by.get("type") == "ai"
    return {
        "id": example.get("id"),
        "question": example.get("query"),
        "answers": example.get("reference_answer"),
        "evidence": [{"quote": text} for text in example.get("reference_contexts") or ()],
    } | ({"made_by": MACHINE} if machine else {})


def _example(question: Question) -> dict[str, Any]:
    by = {"model_name": "", "type": "ai" if question.row.get("made_by") == MACHINE else "human"}
    return {
        "id": question.id,
        "query": question.question,
        "query_by": by,
        "reference_contexts": list(question.quotes),
        "reference_answer": question.answers[0] if question.answers else "",
        "reference_answer_by": by,
    }
