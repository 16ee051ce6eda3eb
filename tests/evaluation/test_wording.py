"""Exact match and F1 as SQuAD's official script defines them, checked on examples worked out by hand."""

import collections
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.wording import contained, exact_match, normalised, packed, stands_in, token_f1


@pytest.mark.parametrize(
    ("answers", "said", "match", "f1"),
    [
        (["the Kestrel"], "Kestrel.", 1, 1),
        (["Port Alder"], "port  alder", 1, 1),
        (["Port Alder"], "Alder", 0, 2 / 3),
        (["a ferry of the port"], "the ferry of port", 1, 1),
        (["42 passengers"], "there were 42 passengers on board", 0, 4 / 8),
        (["noon noon"], "noon", 0, 2 / 3),
        (["one", "two three"], "three", 0, 2 / 3),
        (["yes"], "no", 0, 0),
        (["The"], "a", 1, 1),
        (["The"], "ferry", 0, 0),
        (["it's"], "its", 1, 1),
        (["3.5"], "35", 1, 1),
    ],
)
def test_examples(answers: list[str], said: str, match: float, f1: float) -> None:
    assert exact_match(answers, said) == match
    assert token_f1(answers, said) == pytest.approx(f1, abs=1e-9)


def official_f1(gold: str, said: str) -> float:
    """The definition, written down a second time in another way: a multiset of tokens."""

    def tokens(text: str) -> collections.Counter[str]:
        text = "".join(letter for letter in text.lower() if letter not in set(string.punctuation))
        return collections.Counter(re.sub(r"\b(a|an|the)\b", " ", text).split())

    wanted, found = tokens(gold), tokens(said)
    common = sum((wanted & found).values())
    if not wanted or not found:
        return float(wanted == found)
    return 2 * common / (sum(wanted.values()) + sum(found.values()))


WORDS = st.lists(st.sampled_from("the a ferry Ferry, port. 42 it's noon an and".split()), max_size=8).map(" ".join)


@given(WORDS, WORDS)
def test_f1_is_the_definition(gold: str, said: str) -> None:
    assert token_f1([gold], said) == pytest.approx(official_f1(gold, said), abs=1e-9)
    assert exact_match([gold], said) == float(normalised(gold) == normalised(said))


def test_contained_is_by_whole_words_within_eighty() -> None:
    assert contained(["noon"], "It came at Noon.") == 1
    assert contained(["noon"], "It came in the afternoon.") == 0
    assert contained(["St. John’s"], "in St. John's, they said") == 1
    assert contained(["noon"], " ".join(["word"] * 80) + " noon") == 0
    assert contained([], "anything") == 0


def test_quotes_are_compared_without_white_space() -> None:
    assert packed("“A  b\n c”") == packed('"Ab c"')
    assert not stands_in([" "], "a text")
