"""The time that a sentence gives to what a question asks about."""

import pytest

from assistant.answering.happened import Told, happening, times, told
from assistant.retrieval.stems import stem
from assistant.retrieval.words import content_words, names_and_numbers
from tests.answering.conftest import passage_of

FRIDAY = "2022-09-09"


def when(question: str, text: str, published: str | None = FRIDAY) -> Told | None:
    """The time that a sentence tells, every word of the question weighing the same."""
    weights = {stem(word): 1.0 for word in content_words(question)}
    about = happening(question, weights, {stem(name): 1.0 for name in names_and_numbers(question)})
    assert about is not None
    passage = passage_of(text, published_at=published)
    return told(about, passage, passage.start, passage.start + len(text))


def day_of(question: str, text: str, published: str | None = FRIDAY) -> str:
    found = when(question, text, published)
    return found.day.isoformat() if found and found.day else ""


@pytest.mark.parametrize("question", ["Who died on Thursday?", "What happened when Quist died?", "Why did she die?"])
def test_other_questions_ask_for_no_time(question: str) -> None:
    assert happening(question, {}, {}) is None


@pytest.mark.parametrize(
    "question",
    ["When did Mara Quist die?", "when did Mara Quist die", "On what day did Mara Quist die?", "And when did she die?",
     "In which year did Mara Quist die?"],
)  # fmt: skip
def test_these_do(question: str) -> None:
    assert happening(question, {"die": 1.0}, {}) is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mara Quist died on Thursday at her home.", "2022-09-08"),
        ("Mara Quist died Friday.", "2022-09-09"),
        ("Mara Quist died yesterday, her office said.", "2022-09-08"),
        ("Mara Quist died on 5 September.", "2022-09-05"),
        ("Mara Quist died on Dec. 30.", "2021-12-30"),
        ("Mara Quist died on Monday, 5 September 2022.", "2022-09-05"),
        ("Mara Quist died in 1998.", ""),
    ],
)
def test_what_a_time_leaves_out_is_taken_from_the_day_of_publication(text: str, day: str) -> None:
    assert day_of("When did Mara Quist die?", text) == day


def test_what_is_still_to_come_lies_ahead() -> None:
    assert day_of("When will Mara Quist resign?", "Mara Quist will resign on Monday.") == "2022-09-12"
    assert day_of("When did Mara Quist resign?", "Mara Quist resigned on Monday.") == "2022-09-05"


def test_the_words_say_what_they_leave_open() -> None:
    texts = ("died on Thursday.", "died on 5 September.", "died on Monday, 5 September 2022.")
    found = [when("When did Mara Quist die?", f"Mara Quist {text}") for text in texts]
    assert [item.lacks for item in found if item] == ["day", "year", ""]


def test_times_that_stand_together_are_one() -> None:
    text = "Mara Quist died on Monday, 5 September 2022, in Port Alder."
    found = when("When did Mara Quist die?", text)
    assert found is not None
    assert text[found.start : found.end] == "Monday, 5 September 2022"


def test_a_time_far_from_what_happened_tells_nothing_of_it() -> None:
    text = (
        "After Mara Quist died on a dive to the wreck of the old steamer off the northern coast, a board of inquiry "
        "published its report on Tuesday."
    )
    assert when("When did Mara Quist die?", text) is None


def test_the_nearer_time_counts() -> None:
    text = "Mara Quist, who was elected in 2019 by a narrow margin after months of talks, died on Thursday."
    assert day_of("When did Mara Quist die?", text) == "2022-09-08"


def test_a_day_of_reporting_is_worth_less_than_the_day_of_what_happened() -> None:
    said = when("When did Mara Quist die?", "The office said on Thursday that Mara Quist had died.")
    assert said is not None
    assert said.share < 0.5
    assert day_of("When did Mara Quist report the theft?", "Mara Quist reported the theft on Thursday.") == "2022-09-08"


def test_a_time_that_the_question_names_is_no_answer() -> None:
    assert when("When in 2019 did Mara Quist resign?", "Mara Quist resigned in 2019.") is None


def test_a_sentence_without_the_names_is_worth_less() -> None:
    named = when("When was Mara Quist crowned?", "Mara Quist was crowned on Thursday.")
    other = when("When was Mara Quist crowned?", "Her aunt was crowned on 2 June 1953.")
    assert named is not None
    assert other is not None
    assert named.share == 1.0
    assert other.share == pytest.approx(0.5)


def test_a_question_of_names_alone_looks_for_them() -> None:
    assert day_of("When was the Quist Cup?", "The Quist Cup was on Thursday.") == "2022-09-08"


def test_without_a_day_of_publication_only_whole_dates_are_days() -> None:
    assert day_of("When did Mara Quist die?", "Mara Quist died on 5 September 2022.", None) == "2022-09-05"
    found = when("When did Mara Quist die?", "Mara Quist died on Thursday.", None)
    assert found is not None
    assert found.day is None


def test_a_day_that_there_is_not_is_no_day() -> None:
    found = when("When did Mara Quist die?", "Mara Quist died on 31 June 2022.")
    assert found is None or found.day is None


def test_dates_of_publication_may_be_only_months() -> None:
    assert day_of("When did Mara Quist die?", "Mara Quist died on Thursday.", "2022-09") == ""


def test_a_weekday_long_before_publication_may_be_the_one_to_come() -> None:
    found = when("When did Mara Quist die?", "Mara Quist died Saturday.")  # a page of Friday, edited since
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    ("text", "share"), [("last year", 0.5), ("in March", 0.8), ("in 2019", 0.8), ("on 5 March", 1.0)]
)
def test_rough_times_are_worth_less(text: str, share: float) -> None:
    found = when("When did Mara Quist resign?", f"Mara Quist resigned {text}.")
    assert found is not None
    assert found.share == pytest.approx(share)


def test_a_year_that_only_describes_is_no_time() -> None:
    assert when("When did Mara Quist win?", "Mara Quist won the 2020 cup.") is None
    text = "In 2019 the 2020 cup was put off until May."
    assert [text[start:end] for start, end in times(passage_of(text))] == ["2019", "May"]
