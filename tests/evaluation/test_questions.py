"""What a row may hold, and what is said of one that cannot be read."""

import datetime as dt
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.evaluation.questions import Label, as_row, parse_question, questions_hash


def test_every_label_of_the_contract() -> None:
    question = parse_question(
        {
            "id": 7,
            "question": " Who won? ",
            "answers": ["Ada", 12],
            "choices": ["Ada", "Bo"],
            "evidence": [{"article_id": "a1", "quote": "Ada won."}, {"title": "The race", "fact": "Bo lost."}],
            "gold_articles": ["a1"],
            "asked_on": "2024-04-02T10:00:00+00:00",
            "as_of": "2024-04-01",
            "turns": ["Was there a race?", {"question": "Where?"}],
            "type": "who",
            "editor": "kept",
        }
    )
    assert (question.id, question.question, question.answers) == ("7", "Who won?", ("Ada", "12"))
    assert question.evidence == (Label(article_id="a1", quote="Ada won."), Label(title="The race", quote="Bo lost."))
    assert (question.asked_on, question.as_of) == (dt.date(2024, 4, 2), dt.date(2024, 4, 1))
    assert question.turns == ("Was there a race?", "Where?")
    assert question.answerable is True
    assert as_row(question)["editor"] == "kept"
    assert parse_question(as_row(question)) == question


@pytest.mark.parametrize(
    ("row", "answerable"),
    [
        ({}, None),
        ({"answers": ["x"]}, True),
        ({"gold_articles": ["x"]}, True),
        ({"type": "null_query", "answers": ["Insufficient information."]}, False),
        ({"answerable": "no", "answers": ["x"]}, False),
        ({"answerable": True, "type": "null_query"}, True),
    ],
)
def test_whether_it_can_be_answered(row: dict[str, Any], answerable: bool | None) -> None:  # noqa: FBT001
    assert parse_question({"question": "Who?", **row}).answerable is answerable


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([], "not an object"),
        ({"question": " "}, "no `question`"),
        ({"question": ["x"]}, "`question` holds list"),
        ({"question": "x", "evidence": ["y"]}, "`evidence`"),
        ({"question": "x", "evidence": [{}]}, "`evidence`"),
        ({"question": "x", "turns": [3]}, "`turns`"),
        ({"question": "x", "asked_on": "soon"}, "'soon'"),
        ({"question": "x", "answerable": "perhaps"}, "`answerable`"),
        ({"question": "x", "answers": [None]}, "`answers`"),
    ],
)
def test_what_cannot_be_read_is_named(row: object, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("`", ".")):
        parse_question(row)


def test_an_id_is_made_from_what_is_asked() -> None:
    one, same = parse_question({"question": "Who?"}), parse_question({"question": "Who?", "answers": ["x"]})
    assert one.id == same.id
    assert one.id != parse_question({"question": "Who?", "as_of": "2024-01-01"}).id


def test_the_hash_of_a_set_sees_labels_and_not_the_order() -> None:
    one, other = parse_question({"question": "Who?"}), parse_question({"question": "Where?"})
    assert questions_hash((one, other)) == questions_hash((other, one))
    assert questions_hash((one, other)) != questions_hash(
        (one, parse_question({"question": "Where?", "answers": ["x"]}))
    )
