"""What a question says about what is to be searched."""

import datetime as dt
from pathlib import Path

import pytest

from assistant import Filters
from assistant.errors import QuestionError
from assistant.retrieval.understanding import understand
from tests.index.tiny import story, tiny_desk

NO_FILTERS = Filters()
APRIL = dt.date(2024, 4, 10)


def test_a_question_is_understood() -> None:
    query = understand("  What did “the old crew” say in March 2024?  ", NO_FILTERS, APRIL, 2000)
    assert query.text == "What did “the old crew” say in March 2024?"
    assert query.words == ("old", "crew", "March", "2024")
    assert query.names == ("March", "2024")
    assert query.names_time
    assert query.phrases == ("the old crew",)
    assert query.today == APRIL
    assert understand("ferry", NO_FILTERS, None, 2000).today == dt.datetime.now().astimezone().date()


@pytest.mark.parametrize("question", ["", "   ", "\n", "?", "“”", "😀", "— …"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        understand(question, NO_FILTERS, None, 2000)
    assert caught.value.exit_code == 2
    assert caught.value.remedy


def test_a_question_of_100000_characters_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionError, match=r"100,000 characters, at most 2,000"):
        understand("x" * 100_000, NO_FILTERS, None, 2000)
    assert understand("x" * 2000, NO_FILTERS, None, 2000).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What happened in 2023?", True),
        ("What happened last month?", True),
        ("What happened 9 days ago?", True),
        ("What happened this week?", False),
        ("What happened today?", False),
        ("What happened in April 2024?", False),
        ("What will cost more by 2030?", False),
        ("What happened for the first time since 2017?", False),
        ("What is the latest on the ferry of May 2023?", False),
        ("What may happen?", False),
    ],
)
def test_whether_a_question_names_a_time_other_than_the_present(text: str, expected: bool) -> None:  # noqa: FBT001
    assert understand(text, NO_FILTERS, APRIL, 2000).names_time is expected


def test_what_was_understood_is_shown_and_can_be_switched_off(tmp_path: Path) -> None:
    text = (
        'Did The Quay report on "the old crew" of the ferry on 4 October 2023, and did The Quay say that the harbour'
        " crane fell down?"
    )
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, source="The Quay"), story(2, source=None)])
        query = desk.understand(text, today=APRIL)
        assert [(chip.id, chip.label) for chip in query.chips] == [
            ("phrase:the old crew", "“the old crew”"),
            ("outlet:the quay", "The Quay"),
            ("time:4 october 2023", "4 October 2023: 2023-10-04"),
            ("parts", "2 parts"),
        ]
        for chip in query.chips:
            without = desk.understand(text, filters=Filters(ignored=(chip.id,)), today=APRIL)
            assert chip.id not in {other.id for other in without.chips}
        kinds = desk.understand(text, filters=Filters(ignored=("phrase", "outlet", "time", "parts")), today=APRIL)
        assert [chip.id for chip in kinds.chips] == ["recent"]
        off = Filters(ignored=("phrase", "outlet", "time", "parts", "recent"))
        assert desk.understand(text, filters=off, today=APRIL).chips == ()
        assert off.is_empty()


def test_the_name_of_an_outlet_names_no_time(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, source="Harbour Today")])
        assert desk.understand("What did Harbour Today report?", today=APRIL).periods == ()
        [period] = desk.understand("What did Harbour Today report today?", today=APRIL).periods
        assert (period.words, period.since) == ("today", APRIL)
