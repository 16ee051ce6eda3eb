import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answering.answer import Step, TextDelta
from assistant.retrieval.query import Chip
from assistant.web.conversation import MOST_ABOVE, Conversation, Draft, frames
from tests.web.fake_desk import FakeDesk

TODAY = dt.date(2024, 5, 6)


@pytest.fixture
def draft() -> Draft:
    return Draft(1, "astronauts", TODAY)


def clock(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def test_at_most_twelve_pictures_a_second(draft: Draft) -> None:
    ticks = clock(0.01)
    events = [TextDelta("word ") for _ in range(100)]  # one second of words
    shown = list(frames(draft, events, lambda: next(ticks)))
    assert 8 <= len(shown) <= 13
    assert shown[0].typed == "word "


def test_the_answer_is_always_shown(draft: Draft) -> None:
    answer = FakeDesk().answer("astronauts")
    shown = list(frames(draft, [Step("searching", ""), TextDelta("a"), TextDelta("b"), answer], lambda: 0.0))
    assert [item.state for item in shown] == ["answering", "answering", "answered"]
    assert answer.citations[0].quote in shown[-1].html


def test_a_refusal_is_a_state_of_its_own(draft: Draft) -> None:
    assert draft.after(FakeDesk().answer("chess")).state == "refused"


def test_finished_turns_move_up_and_failed_ones_go() -> None:
    talk = Conversation().begin("first", TODAY)
    assert talk.live is not None
    talk = talk.showing(talk.live.after(FakeDesk().answer("astronauts"))).begin("second", TODAY)
    assert 'id="turn-1"' in talk.above
    assert talk.live is not None
    talk = talk.showing(talk.live.failed("<p>no</p>")).begin("third", TODAY)
    assert 'id="turn-2"' not in talk.above
    assert talk.asked == 2


def test_stop_keeps_what_was_read_and_leaves_a_finished_answer_alone(draft: Draft) -> None:
    stopped = draft.after(TextDelta("So far")).stopped()
    assert stopped.state == "stopped"
    assert "So far" in stopped.html
    finished = draft.after(FakeDesk().answer("astronauts"))
    assert finished.stopped() is finished


def test_a_question_cut_off_by_the_next_one_moves_up_as_stopped() -> None:
    talk = Conversation().begin("first", TODAY).begin("second", TODAY)
    assert 'data-state="stopped"' in talk.above


def test_chips_of_a_past_turn_cannot_be_clicked() -> None:
    talk = Conversation().begin("Meridian Wire", TODAY)
    assert talk.live is not None
    answer = replace(FakeDesk().answer("astronauts"), understood=(Chip("outlet:x", "outlet", "X"),))
    talk = talk.showing(talk.live.after(answer))
    assert talk.live is not None
    assert "data-chip" in talk.live.html
    assert "data-chip" not in talk.begin("second", TODAY).past


def test_chips_cannot_be_clicked_while_the_question_is_asked_again() -> None:
    draft = replace(Draft(1, "Meridian Wire", TODAY), understood=(Chip("outlet:x", "outlet", "X"),), state="answered")
    assert "<button" in draft.html
    assert " disabled>" not in draft.html
    again = draft.toggled("outlet:x")
    assert "understood-chip aside" in again.html
    assert again.html.count("<button") == again.html.count(" disabled>") == 1


def test_a_long_day_shows_the_last_turns_and_counts_the_rest() -> None:
    talk = Conversation(name="a b")
    for number in range(1, 11):
        talk = talk.begin(f"question {number}", TODAY)
        assert talk.live is not None
        talk = talk.showing(talk.live.after(FakeDesk().answer("astronauts")))
    assert len(talk.past) == MOST_ABOVE
    assert "question 4<" in talk.above
    assert "question 3<" not in talk.above
    assert '<a href="/conversations/a b">3 earlier questions</a>' in talk.above


def test_a_changed_question_takes_the_place_of_the_last_one() -> None:
    talk = replace(Conversation().begin("first", TODAY).begin("second", TODAY), is_changing=True).begin("other", TODAY)
    assert talk.live is not None
    assert (talk.asked, talk.live.number, talk.live.question, talk.is_changing) == (2, 2, "other", False)
    assert len(talk.past) == 1
