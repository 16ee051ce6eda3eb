"""A matter over time: dated developments in their order, one citation each, what was corrected or updated later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.catalog.filters import Filters
from assistant.errors import QuestionError
from tests.index.tiny import Row, TinyDesk, story, tiny_desk

SANK = "The ferry Kestrel sank off Port Alder and 20 people were killed, the coast guard said."
MATTER = "What became of the ferry Kestrel that sank off Port Alder?"
LONG = " The harbour master of Birch opened the quay at dawn. Nobody had seen a storm like it since the winter of 1953."


def report(name: str, said: str, day: str | None, **fields: str) -> Row:
    return (
        story(
            0,
            id=name,
            title=f"Report {name}",
            source=f"Outlet {name}",
            text=said + LONG.replace("Birch", name),
            published_at=day,
        )
        | fields
    )


ROWS = (
    report("c", "The ferry Kestrel was raised off Port Alder by two cranes, and towed to the yard.", "2024-05-02"),
    report("a", SANK, "2024-03-29"),
    report("b", "The ferry Kestrel sank off Port Alder and 26 people were killed, the ministry said.", "2024-04-10"),
    report("x", "The bakery of Cedar sold nine loaves to the mayor before noon on a quiet Friday.", "2024-04-01"),
    report("u", "The ferry Kestrel that sank off Port Alder was built in Cedar, records of the yard show.", None),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", ROWS)
        yield desk


def test_developments_stand_in_the_order_of_days(desk: TinyDesk) -> None:
    found = desk.timeline(MATTER)
    assert [(one.date, one.citation.number, one.citation.article_id) for one in found.developments] == [
        ("2024-03-29", 1, "a"), ("2024-04-10", 2, "b"), ("2024-05-02", 3, "c"),
    ]  # fmt: skip
    assert found.undated == 1
    for one in found.developments:
        item = one.citation
        assert desk.article(item.article_id, item.version).text[item.start : item.end] == item.quote


def test_a_name_alone_is_told_by_what_has_it_as_written(tmp_path: Path) -> None:
    rows = (
        report("a", "Pilots brought the Given back to the port of Alder.", "2024-03-29"),
        report("b", "The prize was given to the mayor of Cedar on a quiet day.", "2024-04-10"),
    )
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        assert [one.citation.article_id for one in desk.timeline("the Given").developments] == ["a"]


def test_a_later_report_with_another_figure_is_an_update(desk: TinyDesk) -> None:
    first, second, _ = desk.timeline(MATTER).developments
    [later] = first.later
    assert (later.kind, later.date, later.before, later.after, later.number) == (
        "updated", "2024-04-10", "20 people", "26 people", 2,
    )  # fmt: skip
    assert second.later == ()


def test_what_is_told_twice_within_days_is_told_once(desk: TinyDesk, tmp_path: Path) -> None:
    again = report("d", SANK.replace("said", "says"), "2024-03-30") | {
        "text": SANK.replace("said", "says") + " Elsewhere it was calm."
    }
    desk.ingest_rows(tmp_path / "b.jsonl", [again])
    found = desk.timeline(MATTER)
    told = [one for one in found.developments if "20 people" in one.citation.quote]
    assert len(told) == 1
    assert {*told[0].also, told[0].citation.source} == {"Outlet a", "Outlet d"}


def test_a_corrected_article_says_so(desk: TinyDesk, tmp_path: Path) -> None:
    corrected = report("a", SANK.replace("20", "21"), "2024-03-29")
    desk.ingest_rows(tmp_path / "b.jsonl", [corrected])
    first = desk.timeline(MATTER).developments[0]
    [later] = [item for item in first.later if item.kind == "corrected"]
    assert ("20 people" in later.before, "21 people" in later.after, later.number) == (True, True, None)
    assert first.citation.version == 2


def test_filters_hold(desk: TinyDesk) -> None:
    found = desk.timeline(MATTER, filters=Filters(until="2024-04-01"))
    assert [one.citation.article_id for one in found.developments] == ["a"]
    assert desk.timeline("Who wrote the opera about Saturn?").developments == ()


def test_what_is_new_since_a_day(desk: TinyDesk) -> None:
    found = desk.changed(MATTER, since="2024-04-10")
    assert [one.citation.article_id for one in found.known] == ["a"]
    assert {one.citation.article_id for one in found.new} | ({"b"} if found.repeated else set()) == {"b", "c"}
    assert found.since == "2024-04-10"
    assert [later.after for later in found.known[0].later] in (["26 people"], [])


def test_what_only_repeats_is_counted(desk: TinyDesk, tmp_path: Path) -> None:
    again = report("d", SANK, "2024-06-30") | {"text": SANK + " Elsewhere it was calm."}
    desk.ingest_rows(tmp_path / "b.jsonl", [again])
    found = desk.changed(MATTER, since="2024-06-01")
    assert (found.new, found.repeated) == ((), 1)


def test_articles_changed_since_show_their_sentences(desk: TinyDesk, tmp_path: Path) -> None:
    corrected = report("a", SANK.replace("20", "21"), "2024-03-29", updated_at="2024-04-20")
    desk.ingest_rows(tmp_path / "b.jsonl", [corrected])
    [updated] = desk.changed(MATTER, since="2024-04-15").updated
    assert (updated.article_id, updated.version) == ("a", 2)
    assert [(change.kind, "21 people" in change.after) for change in updated.changes] == [("number", True)]


def test_a_day_that_is_none_or_parts_nothing_is_refused(desk: TinyDesk) -> None:
    for day in ("", "yesterday"):
        with pytest.raises(QuestionError, match="since"):
            desk.changed(MATTER, since=day)
    with pytest.raises(QuestionError, match="does not reach both sides"):
        desk.changed(MATTER, since="2024-04-10", filters=Filters(until="2024-04-01"))
