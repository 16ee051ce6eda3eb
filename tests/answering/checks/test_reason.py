"""Every reason has words."""

import pytest

from assistant.answering.checks.reason import _WORDS, Reason, in_words


@pytest.mark.parametrize("check", _WORDS)
def test_every_check_is_named_with_its_words(check: str) -> None:
    assert "twelve" in in_words(Reason(check, "twelve")) or check == "citation"


def test_what_the_source_has_is_named() -> None:
    assert in_words(Reason("number", "12", "13")) == "number not in its sources: 12 (there: 13)"
    assert in_words(Reason("negation", "", "is not")) == "its source says the opposite: is not"
    assert in_words(Reason("words", "")) == "its words do not stand together in its sources"
