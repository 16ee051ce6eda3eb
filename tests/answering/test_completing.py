"""A follow-up becomes a question that stands alone; what is taken from the turns before is bounded."""

import datetime as dt

import pytest

from assistant.answering.completing import LONGEST, MOST_TURNS, Earlier, complete, topic_of
from assistant.catalog.filters import Filters
from assistant.retrieval.query import Query
from assistant.retrieval.understanding import understand

ROWAN = Earlier(
    "Who commanded the Osprey II?", "Ada Rowan\nCaptain Ada Rowan commanded the Osprey II, with Ben Holt as mate."
)
RESIGNED = Earlier("Why did Ada Rowan resign?", "Prime Minister Ada Rowan resigned on 20 October after her budget.")
FLOODS = Earlier("What caused the floods of Alder?", "Two dams collapsed above Alder after Storm Bertil.")
CUP = Earlier("Who won the women's Harbour Cup in 2019?", "The Northern Isles beat the Lowlands 2-0.")
BANK = Earlier("Which bank did First Ferries take over?", "First Ferries agreed to buy Alder Valley Bank.")
NUCLEAR = Earlier("What did Germany decide about nuclear power last year?", "Germany shut its last three reactors.")
STUCK = Earlier("Where did the Ever Glad run aground?", "It ran aground in the Alder Canal.")
SUNK = Earlier("What happened to the Kestrel ferry?", "")
UNIONS = Earlier("What did the unions demand from Holt Works in September 2024?", "")


def query(question: str) -> Query:
    return understand(question, Filters(), dt.date(2026, 11, 1), 2000)


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (ROWAN, "Where was she born?", "Where was Ada Rowan born?"),
        (ROWAN, "How long did it last?", "How long did the Osprey II last?"),
        (ROWAN, "And the launch date?", "The launch date (the Osprey II)?"),
        (ROWAN, "Who else was on board?", "Who else was on board (the Osprey II)?"),
        (RESIGNED, "Who replaced her?", "Who replaced Ada Rowan?"),
        (RESIGNED, "What happened to her chancellor?", "What happened to Ada Rowan's chancellor?"),
        (RESIGNED, "but did she apologise?", "Did Ada Rowan apologise?"),
        (FLOODS, "How many died?", "How many died (the floods of Alder)?"),
        (FLOODS, "Who predicted them?", "Who predicted the floods of Alder?"),
        (FLOODS, "What about the dams?", "The dams (the floods of Alder)?"),
        (FLOODS, "In Birch?", "What caused the floods of Birch?"),
        (CUP, "And in 2023?", "Who won the women's Harbour Cup in 2023?"),
        (CUP, "What was the score?", "What was the score (the women's Harbour Cup, in 2019)?"),
        (CUP, "Where was it played?", "Where was the women's Harbour Cup played (in 2019)?"),
        (BANK, "Why did it fail?", "Why did Alder Valley Bank fail?"),
        (BANK, "And what about Birch Bank?", "Birch Bank (First Ferries)?"),
        (NUCLEAR, "What about France?", "What did France decide about nuclear power last year?"),
        (NUCLEAR, "Why?", "Why (Germany, about nuclear power, last year)?"),
        (STUCK, "Who owns it?", "Who owns the Ever Glad?"),
        (STUCK, "What did its owner pay?", "What did the Ever Glad's owner pay?"),
        (SUNK, "How many were on board?", "How many were on board (the Kestrel ferry)?"),
        (UNIONS, "Did they strike?", "Did the unions strike (in September 2024)?"),
    ],
)
def test_a_follow_up_stands_alone(earlier: Earlier, question: str, expected: str) -> None:
    completed = complete(query(question), [earlier])
    assert completed
    assert completed.text == expected
    assert completed.used == (earlier,)


def test_turns_further_back_serve_where_the_last_has_nothing() -> None:
    completed = complete(query("Who replaced her?"), [Earlier("Why?", ""), RESIGNED])
    assert completed
    assert completed.text == "Who replaced Ada Rowan?"
    assert len(completed.used) <= MOST_TURNS


def test_without_a_turn_nothing_is_completed() -> None:
    assert complete(query("Why?"), []) is None
    assert complete(query("Why?"), [Earlier("?", "")]) is None


def test_what_is_added_is_bounded() -> None:
    long = Earlier("What did " + ", ".join(f"Ada Rowan{n}" for n in range(300)) + " say?", "")
    completed = complete(query("Why?"), [long])
    assert completed is None or len(completed.text) <= LONGEST


def test_the_same_turns_give_the_same_question() -> None:
    assert len({complete(query("Who replaced her?"), [RESIGNED, ROWAN]) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What is the cost of childcare?", "the cost of childcare"),
        ("How many people were hurt in the fire?", "people were hurt in the fire"),
        ("What did Germany decide about nuclear power?", "Germany, about nuclear power"),
        ("Why?", ""),
    ],
)
def test_what_a_question_is_about(question: str, topic: str) -> None:
    assert topic_of(question) == topic
