from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.web.timeline import timeline
from tests.web.fake_desk import FakeDesk

HOSTILE = "<script>"


def dated(*days: str | None) -> Answer:
    answer = FakeDesk().answer("astronauts")
    citation = answer.citations[0]
    citations = tuple(replace(citation, number=n, published_at=day, title=HOSTILE) for n, day in enumerate(days, 1))
    return replace(answer, citations=citations, passages=())


def test_each_day_has_a_point_with_its_citations() -> None:
    picture = timeline(dated("2024-01-01", "2024-01-01", "2024-06", "2025"))
    assert picture.count("<circle") == 3
    assert ">1, 2</text>" in picture
    assert 'cx="3.0%"' in picture
    assert 'cx="97.0%"' in picture
    assert "from 1 January 2024 to 2025" in picture
    assert "<script" not in picture


def test_points_that_would_cover_each_other_are_one() -> None:
    picture = timeline(dated("2020-01-01", "2024-01-01", "2024-01-02"))
    assert picture.count("<circle") == 2
    assert ">2, 3</text>" in picture


def test_numbers_that_would_touch_on_a_phone_stand_at_one_point() -> None:
    # The third is 6 % of the picture behind the first two: room beside one number, none beside "1, 2".
    days = ("2024-01-01", "2024-01-01", "2024-03-06", "2026-11-01")
    assert timeline(dated(*days[1:])).count("<circle") == 3
    together = timeline(dated(*days))
    assert together.count("<circle") == 2
    assert ">1, 2, 3</text>" in together


def test_evidence_of_one_time_needs_no_picture() -> None:
    assert timeline(dated("2024-01-01", None, "2024-01-02")) == ""


def test_what_was_read_and_not_cited_is_there_without_a_number() -> None:
    answer = replace(dated("2024-01-01"), passages=FakeDesk().answer("astronauts").passages)
    assert timeline(answer).count('class="read"') >= 2
