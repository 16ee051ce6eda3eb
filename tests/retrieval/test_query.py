"""A question as plain data."""

import dataclasses

import pytest

from assistant import Filters, Query


def test_a_query_is_a_value() -> None:
    query = Query("Who?", Filters(sources=("a",)))
    assert query == Query("Who?", Filters(sources=("a",)))
    assert (query.today, query.words, query.names, query.names_time) == (None, (), (), False)
    with pytest.raises(dataclasses.FrozenInstanceError):
        query.text = "changed"  # type: ignore[misc]
