"""Whose words they are."""

import pytest

from assistant.answering.checks.speakers import check
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources

ARTICLE = (
    "“We will rebuild the bridge before the winter,” said Anna Hall, the mayor.\n"
    "Governor Jo Reed said “the state has no money for it”.\n"
    "He added: “Nobody asked us first.”"
)


def failed(said: str) -> list[tuple[str, str]]:
    return [(reason.words, reason.found) for reason in check(piece(said), sources(ARTICLE))]


@pytest.mark.parametrize(
    "said",
    [
        '"We will rebuild the bridge", said Anna Hall.',
        '"We will rebuild the bridge", said the mayor Hall.',
        'Reed said "the state has no money for it".',
        'According to Jo Reed, "the state has no money".',
        'The mayor said "we will rebuild the bridge".',
        'Jo Reed said "nobody asked us first".',
        'Jo Reed said "words that stand nowhere".',
    ],
)
def test_the_right_speaker_and_one_that_the_text_does_not_tell(said: str) -> None:
    assert failed(said) == []


def test_another_speaker_fails() -> None:
    assert failed('Jo Reed said "we will rebuild the bridge before the winter".') == [("Jo Reed", "Anna Hall")]
    assert failed('"The state has no money for it", said Anna Hall.') == [("Anna Hall", "Governor Jo Reed")]
