"""The choice that the evidence speaks for, with the sentences that hold it."""

from pathlib import Path

import pytest

from assistant.answering.choices import LONGEST_CHOICE, MOST_CHOICES, check_choices, pick, weighed
from assistant.errors import QuestionError
from tests.answering.conftest import Said, evidence_of
from tests.index.tiny import TinyDesk, story, tiny_desk

CHOICES = ("Ben Ash", "Ada Moss", "Cy Oak")
EVIDENCE = evidence_of(
    [
        Said("a", "Ben Ash lost by two lengths.", 0.1, span="Ben Ash"),
        Said("b", "The winner was Ada Moss of Port Alder.", 0.8, span="Ada Moss"),
        Said("c", "The race was rowed at noon.", 0.05, span="noon"),
    ],
    question="Who won?",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TinyDesk:
    folder: Path = tmp_path_factory.mktemp("choices")
    desk = tiny_desk(folder / "indexes", refusal_threshold=0.2)
    desk.ingest_rows(folder / "a.jsonl", [story(1), story(2)])
    return desk


def test_what_the_reader_finds_is_chosen() -> None:
    picked = pick(EVIDENCE, CHOICES)
    assert picked
    assert picked.text == "Ada Moss"
    assert picked.is_backed
    assert [item.text for item in picked.sentences] == ["The winner was Ada Moss of Port Alder."]


@pytest.mark.parametrize("choices", [CHOICES, CHOICES[::-1], ("ADA MOSS", *CHOICES[2:])])
def test_neither_order_nor_case_matter(choices: tuple[str, ...]) -> None:
    picked = pick(EVIDENCE, choices)
    assert picked
    assert picked.text.casefold() == "ada moss"


def test_nothing_is_chosen_where_nothing_speaks_for_any() -> None:
    assert pick(EVIDENCE, ["Zed Elm", "..."]) is None
    assert pick(EVIDENCE, []) is None
    assert pick(evidence_of([]), CHOICES) is None


def test_every_choice_is_weighed_in_the_order_given() -> None:
    found = weighed(EVIDENCE, CHOICES)
    assert [choice.text for choice in found] == list(CHOICES)
    assert [choice.stands for choice in found] == [True, True, False]


@pytest.mark.parametrize(
    "choices", ["Ada", [""], [" "], ["x" * (LONGEST_CHOICE + 1)], [str(n) for n in range(MOST_CHOICES + 1)]]
)
def test_choices_that_are_none_are_refused(choices: list[str]) -> None:
    with pytest.raises(QuestionError):
        check_choices(choices)


def test_choices_are_stripped_and_taken_once() -> None:
    assert check_choices([" Ada ", "Ben", "Ada"]) == ("Ada", "Ben")
    assert check_choices(None) == ()


def test_the_answer_is_the_choice_with_a_sentence_that_holds_it(desk: TinyDesk) -> None:
    question = "Where did the ferry Kestrel1 arrive?"
    answer = desk.ask(question, choices=["Port Birch", "Port Alder1", "the museum"])
    assert answer.short_answer == "Port Alder1"
    assert "Port Alder1" in answer.sentences[0].text
    assert answer.citations[0].article_id == "story-1"


def test_choices_that_stand_nowhere_do_not_make_an_answer(desk: TinyDesk) -> None:
    answer = desk.ask("How do I bake a pizza?", choices=["in the oven", "on a stone"])
    assert answer.refused
    assert answer.short_answer == ""
