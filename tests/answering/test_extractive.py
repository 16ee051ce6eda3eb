"""The writer that quotes: whole sentences in reading order, within the words allowed, each thing said once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.extractive import MOST_SENTENCES, choose, rank
from tests.answering.conftest import Said, evidence_of

SENTENCE = "The old ferry came in at noon"


def said(number: int, cosine: float, article: str = "a", words: int = 10) -> Said:
    return Said(article, f"{SENTENCE} {number} " + "and " * (words - 9) + "stayed.", cosine)


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose(evidence_of([]), 80) == []
    assert rank(evidence_of([])) == []


def test_the_best_sentence_is_always_chosen() -> None:
    chosen = choose(evidence_of([said(1, 0.2), said(2, 0.9), said(3, 0.1)]), 12)
    assert [item.text for item in chosen] == [said(2, 0).text]


def test_sentences_of_one_article_stand_together_in_its_order_best_article_first() -> None:
    evidence = evidence_of([said(1, 0.80, "a"), said(2, 0.79, "b"), said(3, 0.82, "b"), said(4, 0.81, "a")])
    chosen = choose(evidence, 200)
    assert [(item.candidate.passage.article_id, item.candidate.cosine) for item in chosen] == [
        ("b", 0.79), ("b", 0.82), ("a", 0.80), ("a", 0.81),
    ]  # fmt: skip


def test_what_says_the_same_is_said_once() -> None:
    same = [Said(f"outlet{n}", f"{SENTENCE}, as {n} outlets say.", 0.9 - n / 100, alike=1) for n in range(10)]
    assert len(choose(evidence_of(same), 200)) == 1


def test_there_are_few_sentences_however_many_words_are_left() -> None:
    assert len(choose(evidence_of([said(n, 0.5) for n in range(20)]), 400)) == MOST_SENTENCES


def test_a_sentence_far_below_the_best_is_left_out() -> None:
    chosen = choose(evidence_of([said(1, 0.95), said(2, -0.5)]), 200)
    assert len(chosen) == 1


def test_a_sentence_that_does_not_fit_is_skipped_for_one_that_does() -> None:
    chosen = choose(evidence_of([said(1, 0.9, words=15), said(2, 0.89, words=30), said(3, 0.88, words=10)]), 30)
    assert [item.candidate.cosine for item in chosen] == [0.9, 0.88]


def test_a_single_sentence_over_the_budget_is_cut_after_a_word() -> None:
    long = Said("a", "One  two three " * 40 + "end.", 0.9)
    [chosen] = choose(evidence_of([long]), 20)
    assert len(chosen.text.split()) == 20
    assert chosen.text == long.text[: len(chosen.text)]
    assert long.text[len(chosen.text)] == " "


@given(
    cosines=st.lists(st.floats(-1, 1), min_size=1, max_size=12),
    lengths=st.lists(st.integers(9, 60), min_size=12, max_size=12),
    most=st.integers(20, 120),
)
def test_the_words_are_never_exceeded_and_every_text_is_its_slice(
    cosines: list[float], lengths: list[int], most: int
) -> None:
    sentences = [said(n, cosine, "abc"[n % 3], lengths[n]) for n, cosine in enumerate(cosines)]
    chosen = choose(evidence_of(sentences), most)
    assert chosen
    assert sum(len(item.text.split()) for item in chosen) <= most
    for item in chosen:
        assert item.candidate.passage.text[item.start : item.end] == item.text
        assert item.candidate.text.startswith(item.text)


def test_a_question_for_a_number_prefers_a_sentence_with_one() -> None:
    evidence = evidence_of(
        [Said("a", "The ferry came in with many people.", 0.5), Said("a", "The ferry came in with 346 people.", 0.5)],
        question="How many people came with the ferry?",
    )
    assert rank(evidence)[0][1].text == "The ferry came in with 346 people."


@pytest.mark.parametrize("most", [20, 80])
def test_the_order_of_equals_is_that_of_the_evidence(most: int) -> None:
    evidence = evidence_of([said(n, 0.5) for n in range(6)])
    assert [item.text for item in choose(evidence, most)] == [item.text for item in choose(evidence, most)]
    assert rank(evidence)[0][1].text == said(0, 0).text
