"""Data classes become the dictionaries of the JSON contract."""

import json
from dataclasses import dataclass, field

from assistant import Filters
from assistant.jsonable import HIDDEN, as_json


@dataclass(frozen=True)
class Inner:
    from_: str | None
    signals: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outer:
    inner: tuple[Inner, ...]
    named: dict[str, Inner]
    rest: list[object]


def test_nested_data_classes_become_plain() -> None:
    outer = Outer((Inner("2024"), Inner(None)), {"key": Inner("x")}, [1, 2.5, None, True, "text", ("a", "b")])
    assert as_json(outer) == {
        "inner": [{"from": "2024"}, {"from": None}],
        "named": {"key": {"from": "x"}},
        "rest": [1, 2.5, None, True, "text", ["a", "b"]],
    }
    assert json.loads(json.dumps(as_json(outer))) == as_json(outer)


def test_signals_are_hidden_but_data_may_bear_that_name() -> None:
    assert {"signals", "why", "remarks", "understood", "record"} == HIDDEN
    assert as_json({"signals": 1}) == {"signals": 1}


def test_a_class_itself_is_no_value() -> None:
    assert as_json(Inner) is Inner


def test_values_stay_as_they_are() -> None:
    for value in (None, 0, "", "ä😀", 1.5, False):
        assert as_json(value) is value


def test_keys_of_a_filter_are_its_names() -> None:
    keys = ["sources", "since", "until", "as_of", "sections", "kinds", "languages", "ignored"]
    assert list(as_json(Filters())) == keys
