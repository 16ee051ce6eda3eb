import dataclasses
import datetime as dt
import re

from assistant.answering.answer import COUNTED, FRESHNESS, SHORT, Step
from assistant.answering.refusal import REFUSAL
from assistant.web import growing, render
from tests.web.fake_desk import FakeDesk

HOSTILE = "<img src=x onerror=alert(1)>"
OPENING = "The newest report used here is from 29 March 2021, 60 days old."
TOLD = (Step("searching", "30 passages"), Step(SHORT, "422 ships"), Step(FRESHNESS, OPENING))
HEADING = f'<p class="freshness" dir="auto">{OPENING}</p><p class="short" dir="auto">422 ships</p>'


def test_text_so_far_is_escaped_and_its_markers_are_chips() -> None:
    html = growing.progress((Step(SHORT, HOSTILE), Step(FRESHNESS, HOSTILE)), f"{HOSTILE} [1] and so on. [2] [12]")
    assert "<img" not in html
    assert html.count('class="cite pending"') == 3


def test_a_step_says_what_is_done() -> None:
    assert "searching · 30 passages" in growing.progress((Step("searching", "30 passages"),), "")
    assert "searching" in growing.progress((), "")


def test_what_stands_above_the_text_is_there_from_its_first_word() -> None:
    assert HEADING in growing.progress(TOLD, "")
    assert HEADING in growing.progress(TOLD, "The newest report")
    grown = growing.progress(TOLD, f"{OPENING} The canal")
    assert f'{HEADING}<p class="words" dir="auto">The canal</p>' in grown
    assert grown.count("60 days old") == 1


def test_an_opening_that_was_not_said_stays_out_of_the_text() -> None:
    assert 'dir="auto">The canal is open.</p>' in growing.progress(TOLD, "The canal is open.")


def test_it_ends_as_it_was_while_it_grew() -> None:
    answer = FakeDesk().answer("astronauts")
    done = render.answered(1, answer, dt.date(2021, 4, 1))
    grown = growing.progress((Step(SHORT, answer.short_answer),), f"{answer.sentences[0].text} [1] ")
    before_the_words = re.compile('.*?<p class="words" dir="auto">')
    assert before_the_words.findall(grown)[0] == before_the_words.findall(done)[0]


def test_a_refusal_is_a_card_at_once() -> None:
    grown, done = growing.progress((), REFUSAL), render.refusal(FakeDesk().answer("chess"), dt.date(2021, 4, 1))
    assert grown.split(REFUSAL)[0] == done.split("The archive")[0]


def test_a_number_stands_above_the_answer_and_is_one_where_nothing_else_answers() -> None:
    told = (Step(COUNTED, f"6 articles. {HOSTILE}"), Step("reading", "30 passages"))
    number = growing.above("", "", told[0].detail)
    assert "<img" not in number
    assert number in growing.progress(told, "")
    assert number in growing.progress(told, "The canal")
    alone = growing.progress(told, told[0].detail)
    assert 'class="card refusal"' in alone
    assert alone.count("6 articles") == 1
    answer = dataclasses.replace(FakeDesk().answer("astronauts"), counted="6 articles.")
    assert growing.above("", answer.short_answer, "6 articles.") in render.answered(1, answer, dt.date(2021, 4, 1))


def test_a_stopped_answer_says_so() -> None:
    assert "before the answer was checked" in growing.stopped((), "Some words")
    assert HEADING in growing.stopped(TOLD, "")
    assert "before an answer was found" in growing.stopped(TOLD[:1], "")
