"""What lifts a passage beside its topic."""

import dataclasses
import datetime as dt

from assistant import Filters, Settings
from assistant.catalog.filters import epoch_of
from assistant.catalog.records import Outline
from assistant.retrieval.lifts import INHERITED, NEXT_DAY, OUTLET_LIFT, TIME_LIFT, lifts
from assistant.retrieval.outlets import Mention
from assistant.retrieval.parts import Part
from assistant.retrieval.query import Query
from assistant.retrieval.times import Period

DAY = dt.date(2023, 10, 4)
QUAY = Mention(frozenset({"The Quay"}), "The Quay", 0, 8)
FOURTH = Period(DAY, DAY, "4 October", 10, 19)
QUERY = Query("…", today=dt.date(2024, 4, 1), names_time=True, outlets=(QUAY,), periods=(FOURTH,))
SETTINGS = Settings()


def outline(source: str | None, day: dt.date | None) -> Outline:
    return Outline(1, "a", "", 0, 10, None if day is None else epoch_of(day) + 3600, 0, source)


def lifted(part: Part, source: str | None, day: dt.date | None, query: Query = QUERY) -> dict[str, float]:
    return lifts(query, part, outline(source, day), SETTINGS)


def test_the_outlet_and_the_day_that_a_part_names() -> None:
    part = Part("…", (QUAY,), (FOURTH,))
    assert lifted(part, "The Quay", DAY) == {"outlet": OUTLET_LIFT, "time": TIME_LIFT}
    assert lifted(part, "Another", DAY - dt.timedelta(1)) == {"time": TIME_LIFT * NEXT_DAY}
    assert lifted(part, None, DAY + dt.timedelta(2)) == lifted(part, None, None) == {}


def test_a_part_without_an_outlet_of_its_own_inherits_some_of_the_questions() -> None:
    assert lifted(Part("…"), "The Quay", DAY) == {"outlet": OUTLET_LIFT * INHERITED, "time": TIME_LIFT * INHERITED}
    other = Mention(frozenset({"Another"}), "Another", 0, 7)
    assert "outlet" not in lifted(Part("…", (other,)), "The Quay", DAY)


def test_recent_articles_are_lifted_unless_a_time_is_named_or_the_reader_says_no() -> None:
    plain = Query("…", today=DAY)
    assert lifted(Part("…"), None, DAY, plain) == {"recent": SETTINGS.recency_weight}
    assert lifted(Part("…"), None, DAY, dataclasses.replace(plain, names_time=True)) == {}
    assert lifted(Part("…"), None, DAY, dataclasses.replace(plain, today=None)) == {}
    assert lifted(Part("…"), None, DAY, dataclasses.replace(plain, filters=Filters(ignored=("recent",)))) == {}
