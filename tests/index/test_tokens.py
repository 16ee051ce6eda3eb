"""Counting in the embedder's own tokens."""

import pytest
from tokenizers import Tokenizer

from assistant.index.tokens import TokenCounter
from assistant.index.weights import packaged_model
from tests.index.tiny import counter

TEXTS = [
    "",
    " ",
    "One word",
    "internationalization",
    "中文字",
    "Ä😀 e\u0301",
    "don't stop",
    "[SEP] and [CLS]",
    "a" * 500,
    "한국어",
]


@pytest.mark.parametrize("text", TEXTS)
def test_starts_has_one_character_for_each_token(text: str) -> None:
    starts = counter().starts(text)
    assert len(starts) == counter().count(text)
    assert all(0 <= start < len(text) for start in starts)
    assert list(starts) == sorted(starts)


def test_counting_does_not_truncate() -> None:
    assert counter().count("word " * 3000) == 3000


def test_special_tokens_are_those_around_a_text() -> None:
    assert counter().special_tokens() == 2


@pytest.mark.parametrize("tokens", [0, 1, 2, 5, 100])
@pytest.mark.parametrize("text", TEXTS)
def test_cutting_keeps_a_beginning_within_the_number(text: str, tokens: int) -> None:
    cut = counter().cut(text, tokens)
    assert text.startswith(cut)
    assert counter().count(cut) <= tokens
    if counter().count(text) <= tokens:
        assert cut == text


def test_a_copy_leaves_the_models_own_tokenizer_alone() -> None:
    original = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    original.no_padding()
    original.enable_truncation(8)
    copy = TokenCounter.copy_of(original)
    assert copy.count("one two three four five six seven eight nine ten") == 10
    assert len(original.encode("one two three four five six seven eight nine ten").ids) == 8
