"""JSON that is one value: which form it is, by its keys, and its rows."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.interchange import labelled_rag, multihop, squad

Numbered = Iterator[tuple[str, object]]


def rows_of_json(text: str, name: str) -> Numbered:
    """Yield the rows of a JSON file with where each stands.

    MultiHop-RAG's query and retrieval files, SQuAD 1.1 and 2.0, LlamaIndex's LabelledRagDataset, or a list of our rows.

    Raises:
        UsageError: It is no JSON, or of no known form.
    """
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(
            f"{name} is no JSON: {error}.", remedy="A file with one object a line is named .jsonl."
        ) from None
    for number, row in enumerate(_rows(value, name), start=1):
        yield f"{name}:{number}", row


def _rows(value: Any, name: str) -> Iterator[object]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Mapping) and squad.is_squad(value):
        return squad.rows(value)
    if isinstance(value, Mapping) and labelled_rag.is_labelled_rag(value):
        return labelled_rag.rows(value)
    if isinstance(value, list):
        return (multihop.row(item) if multihop.is_multihop(item) else item for item in value)
    raise UsageError(
        f"{name} is of no known form.", remedy="Known are MultiHop-RAG, SQuAD, LabelledRagDataset, and a list of rows."
    )
