"""Furniture is told by whole lines; nothing takes long, however a line is made."""

import time

import pytest

from assistant.articles.furniture import core, is_ending, is_furniture


def test_marks_around_a_line_do_not_hide_it() -> None:
    assert core(" \u00b7 ADVERTISEMENT \u00bb") == "advertisement"
    assert is_furniture("\u2014 Advertisement \u2014")
    assert is_furniture("* * *")
    assert not is_furniture("")
    assert not is_ending("")


def test_a_long_line_is_a_paragraph() -> None:
    assert not is_furniture("Read more: " + "word " * 60)
    assert not is_ending("Copyright " + "word " * 100)


@pytest.mark.parametrize("word", ["follow ", "sign up ", "@", "a? ", "get ", "at x@y ", "photo: "])
def test_no_line_takes_long(word: str) -> None:
    start = time.process_time()
    for line in (word * 400)[:390], (word * 400)[:199]:
        is_furniture(line)
        is_ending(line)
    assert time.process_time() - start < 0.2
