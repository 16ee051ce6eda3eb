"""What the reader is given, and its scores as spans of the article."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.answering.reading import (
    CLS,
    NOTHING,
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    SEP,
    SPAN_TOKENS,
    Pair,
    Scores,
    padded,
    pairs,
    reading_of,
    reading_tokenizer,
)
from assistant.index.weights import packaged_model
from tests.answering.conftest import passage_of


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return reading_tokenizer(packaged_model())


def scores_for(pair: Pair, first: int, last: int, height: float) -> Scores:
    """Scores that lift the tokens `first` and `last` of the passage's words by `height` above all others."""
    scores = np.zeros((len(pair.ids) + 5, 2), dtype=np.float32)
    scores[pair.body + first, 0] = scores[pair.body + last, 1] = height
    return scores


def test_question_header_and_passage_stand_as_the_reader_was_trained(tokenizer: Tokenizer) -> None:
    passage = passage_of("Ada Moss won.", title="A race.", source="Wire", published_at="2024-03-29")
    (pair,) = pairs(tokenizer, "Who won?", [passage])
    assert pair.ids[0] == CLS
    assert [n for n, token in enumerate(pair.ids) if token == SEP] == [pair.second - 1, len(pair.ids) - 1]
    shown = tokenizer.decode(pair.ids[pair.second : -1])
    assert shown == "a race. wire. 29 march 2024 ada moss won."
    assert tokenizer.decode(pair.ids[pair.body : -1]) == "ada moss won."
    assert [passage.text[start:end] for start, end in pair.offsets] == ["Ada", "Moss", "won", "."]


@pytest.mark.parametrize(("iso", "shown"), [("2024", "2024"), ("2024-03", "march 2024"), (None, "")])
def test_the_date_is_shown_at_its_precision(iso: str | None, shown: str, tokenizer: Tokenizer) -> None:
    (pair,) = pairs(tokenizer, "Who?", [passage_of("Ada.", title=None, source=None, published_at=iso)])
    assert tokenizer.decode(pair.ids[pair.second : pair.body]) == shown


def test_nothing_is_longer_than_the_reader_takes(tokenizer: Tokenizer) -> None:
    (pair,) = pairs(tokenizer, "why " * 300 + "ferry?", [passage_of("boat " * 600, title="ship " * 90)])
    assert len(pair.ids) == QUESTION_TOKENS + PASSAGE_TOKENS + 3
    assert tokenizer.decode(pair.ids[: pair.second]).endswith("ferry?")


def test_padding_is_masked(tokenizer: Tokenizer) -> None:
    rows = pairs(tokenizer, "Who won?", [passage_of("Ada."), passage_of("Ada Moss won the race.")])
    ids, types, mask = padded(rows, 32)
    assert ids.shape == types.shape == mask.shape == (2, 32)
    assert mask.sum(axis=1).tolist() == [len(row.ids) for row in rows]
    assert types[0].tolist() == [int(rows[0].second <= n < len(rows[0].ids)) for n in range(32)]


def test_the_best_span_is_words_of_the_article(tokenizer: Tokenizer) -> None:
    passage = passage_of("It was Ada Moss who won.", start=100)
    (pair,) = pairs(tokenizer, "Who won?", [passage])
    reading = reading_of(pair, passage, scores_for(pair, 2, 3, 9.0))
    best = reading.spans[0]
    assert passage.text[best.start - 100 : best.end - 100] == "Ada Moss"
    assert reading.margin > 10
    assert best.probability > 0.9
    assert sum(span.probability for span in reading.spans) + reading.none == pytest.approx(1.0, abs=0.01)


def test_half_a_word_becomes_the_whole(tokenizer: Tokenizer) -> None:
    passage = passage_of("It was Zyxwvut Qrstlmn who won.")
    (pair,) = pairs(tokenizer, "Who won?", [passage])
    assert len(pair.offsets) > 8
    reading = reading_of(pair, passage, scores_for(pair, 3, 3, 9.0))
    assert passage.text[reading.spans[0].start : reading.spans[0].end] == "Zyxwvut"


def test_a_span_runs_forward_and_is_no_longer_than_an_answer(tokenizer: Tokenizer) -> None:
    passage = passage_of("one two three four five six seven eight nine ten " * 8)
    (pair,) = pairs(tokenizer, "Who won?", [passage])
    for first, last in ((20, 10), (0, SPAN_TOKENS + 5)):
        reading = reading_of(pair, passage, scores_for(pair, first, last, 9.0))
        assert all(span.start < span.end for span in reading.spans)
        assert all(len(passage.text[s.start : s.end].split()) <= SPAN_TOKENS for s in reading.spans)


def test_a_passage_without_words_says_nothing(tokenizer: Tokenizer) -> None:
    (pair,) = pairs(tokenizer, "Who won?", [passage_of("")])
    assert reading_of(pair, passage_of(""), np.zeros((40, 2), dtype=np.float32)) is NOTHING


def test_none_is_certain_where_the_first_token_is_chosen(tokenizer: Tokenizer) -> None:
    passage = passage_of("Ada Moss won.")
    (pair,) = pairs(tokenizer, "Who won?", [passage])
    scores = np.zeros((len(pair.ids), 2), dtype=np.float32)
    scores[0] = 9.0
    reading = reading_of(pair, passage, scores)
    assert reading.none > 0.99
    assert reading.margin < -10


def test_marks_of_the_model_in_a_text_are_plain_characters(tokenizer: Tokenizer) -> None:
    (pair,) = pairs(tokenizer, "[CLS] who?", [passage_of("Ada [SEP] won [PAD].")])
    assert pair.ids.count(CLS) == 1
    assert pair.ids.count(SEP) == 2
    assert 0 not in pair.ids
