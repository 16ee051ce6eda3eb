"""Whether a question leans on its conversation, told by its words alone."""

import datetime as dt

import pytest

from assistant.answering.followups import dangling, leans
from assistant.catalog.filters import Filters
from assistant.retrieval.understanding import understand


def asked(question: str) -> bool:
    return leans(understand(question, Filters(), dt.date(2026, 11, 1), 2000))


@pytest.mark.parametrize(
    "question",
    [
        "Who commanded Artemis II?",
        "When did Notre-Dame reopen?",
        "How many people died in the floods of Derna?",
        "Why did Liz Truss resign when she lost her majority?",
        "When he resigned, what did Boris Johnson say?",
        "What happened yesterday?",
        "What are the latest headlines?",
        "Is it true that the Bank of England raised rates?",
        "How long does it take to get to Mars?",
        "Which countries closed their embassies in Kabul?",
        "Did the parliament dissolve and did its members go home early?",
        "Are there any survivors of the Titan submersible?",
        "What did France decide this week?",
        "Liz Truss",
        "interest rates inflation outlook",
        "And who won the 2022 World Cup in Qatar?",
        "What is the cost of childcare for working parents?",
        "What did the company that owns Facebook announce about layoffs?",
        "Which film about the man who built the atomic bomb won seven Oscars?",
        "What do scientists say about microplastics in drinking water?",
        'Who said "not my problem" about rents?',
        "A sculptor from Birch died at the age of 65. In which park do his horses stand?",
        "The bakery recalled its bread on Friday. What was found in it?",
        "Which country's prime minister announced that she will resign?",
        "Which lawmaker was ousted from his role as speaker of the house?",
        "Who gave their whole fortune to a hospital for children?",
    ],
)
def test_a_question_that_stands_alone(question: str) -> None:
    assert not asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "When was that?",
        "How many died?",
        "Who won?",
        "And in 2023?",
        "In Germany?",
        "What about France?",
        "and how about the unions there?",
        "Where was he born?",
        "Did she apologise to the voters of her district?",
        "What happened to its captain?",
        "What did they demand from the ministry of labour?",
        "Did he meet Volodymyr Zelensky?",
        "Why did the company close three of seven plants?",
        "Who was blamed by the inspectors for this?",
        "How many people lived there before the war?",
        "Who else was on board?",
        "What else did the inspectors find?",
        "Tell me more",
        "What happened after that vote?",
    ],
)
def test_a_question_that_leans_on_the_one_before(question: str) -> None:
    assert asked(question)


def test_pronouns_that_mean_nobody_in_the_question() -> None:
    assert [match.group() for match in dangling("Did he say that his wife knew?")] == ["he", "his"]
    assert dangling("Did Liz Truss say that her husband knew?") == []
