"""Questions without a topic, and the events that are shown for them."""

import datetime as dt
from collections.abc import Iterator

import pytest

from assistant import Filters
from tests.index.tiny import Row, TinyDesk, story, tiny_desk

TODAY = dt.date(2024, 3, 30)


def told(event: int, name: str, source: str, day: str = "2024-03-29", **more: object) -> Row:
    text = f"Bridge{event} over river{event} fell at noon{event}, town{event} and mayor{event} said. {name} wrote it."
    return story(event, id=name, title=f"Bridge{event} fell", source=source, text=text, published_at=day, **more)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("days")
    rows = [
        told(1, "one-a", "Quay"),
        told(2, "two-a", "Quay"),
        told(2, "two-b", "Harbour Post"),
        told(2, "two-c", "Mast"),
        told(3, "three-a", "Quay"),
        told(3, "three-b", "Mast"),
        told(3, "three-c", "Mast"),
        told(4, "old-a", "Quay", "2024-03-20"),
        told(5, "older-a", "Mast", "2024-03-01"),
    ]
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", rows)
        yield desk


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What happened yesterday?", True),
        ("What's new?", True),
        ("News of 12 March 2024", True),
        ("top stories this week", True),
        ("What did the Quay report yesterday? Any news?", True),
        ("What happened?", True),
        ("Give me the headlines of today, please", True),
        ("What happened to the bridge yesterday?", False),
        ("Who won yesterday?", False),
        ("Yesterday?", False),
        ("What is new in Alder?", False),
        ('What happened to "the new world"?', False),
        ("Which newspaper broke the news of the merger?", False),
        ("What is the name of the company?", False),
    ],
)
def test_whether_a_question_has_a_topic(question: str, expected: bool, days: TinyDesk) -> None:  # noqa: FBT001
    assert days.understand(question, today=TODAY).without_topic is expected


def ids(desk: TinyDesk, question: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008
    return [passage.article_id for passage in desk.search(question, 10, today=TODAY, filters=filters)]


def test_events_come_with_the_most_origins_first(days: TinyDesk) -> None:
    found = days.search("What happened yesterday?", 10, today=TODAY)
    assert [passage.article_id.split("-")[0] for passage in found] == ["two", "three", "one"]
    assert [passage.score for passage in found] == [3.0, 2.0, 1.0]
    first = found[0].why
    assert first is not None
    assert set(first.origins) == {"Quay", "Harbour Post", "Mast"}
    assert {copy.article_id for copy in first.copies} | {found[0].article_id} == {"two-a", "two-b", "two-c"}
    assert [passage.article_id for passage in days.search("What happened yesterday?", 1, today=TODAY)] == [
        found[0].article_id
    ]


def test_without_a_time_it_is_the_newest_day(days: TinyDesk) -> None:
    assert ids(days, "What's new?") == ids(days, "What happened yesterday?")
    assert ids(days, "What's new?", Filters(until="2024-03-25")) == ["old-a"]


def test_times_outlets_and_filters_bound_it(days: TinyDesk) -> None:
    assert ids(days, "News of 20 March 2024") == ["old-a"]
    assert ids(days, "News before 10 March 2024") == ["older-a"]
    assert len(ids(days, "What happened this month?")) == 5
    assert ids(days, "News of Harbour Post yesterday") == ["two-b"]
    assert ids(days, "What happened yesterday?", Filters(sources=("Harbour Post",))) == ["two-b"]
    assert ids(days, "What happened this week?", Filters(as_of="2024-03-25")) == []


def test_a_copy_in_many_outlets_is_one_origin(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("wire")
    wire = [told(1, "x", f"Paper {n}") | {"id": f"wire-{n}"} for n in range(4)]
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [*wire, told(2, "two-a", "Quay"), told(2, "two-b", "Mast")])
        found = desk.search("What happened yesterday?", 10, today=TODAY)
    assert [passage.score for passage in found] == [2.0, 1.0]
    assert found[0].article_id.startswith("two")


def test_it_is_shown_and_can_be_switched_off(days: TinyDesk) -> None:
    query = days.understand("What happened yesterday?", today=TODAY)
    assert [chip.id for chip in query.chips] == ["time:yesterday", "events"]
    off = Filters(ignored=("events",))
    assert not days.understand("What happened yesterday?", today=TODAY, filters=off).without_topic
    assert all(item.why and not item.why.origins for item in days.search("What's new?", 5, today=TODAY, filters=off))
