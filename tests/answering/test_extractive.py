"""The writer that quotes: whole sentences, the best first, within the words allowed, each thing said once."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.evidence import Evidence
from assistant.answering.extractive import (
    MOST_SENTENCES,
    SURE,
    Chosen,
    choose,
    is_whole,
    rank,
    said_again,
    short_answer,
    tells_the_same,
)
from tests.answering.conftest import Said, evidence_of


def said(number: int, answers: float, article: str = "a", words: int = 10, day: int = 0) -> Said:
    """A sentence of so many words that shares few with the others."""
    own = " ".join(f"boat{number}x{n}" for n in range(words - 5))
    return Said(article, f"The ferry {number} met {own} today.", answers, day)


def quoted(evidence: Evidence, most_words: int) -> list[Chosen]:
    return choose(rank(evidence), most_words)


def test_nothing_is_chosen_from_nothing() -> None:
    assert quoted(evidence_of([]), 80) == []
    assert rank(evidence_of([])) == []
    assert short_answer(evidence_of([]), []) == ""


def test_the_best_sentence_is_always_chosen() -> None:
    chosen = quoted(evidence_of([said(1, 0.2), said(2, 0.9), said(3, 0.1)]), 12)
    assert [item.text for item in chosen] == [said(2, 0).text]


def test_the_best_sentence_comes_first_and_the_others_in_time_order() -> None:
    sentences = [
        said(1, 0.5, "late", day=30), said(2, 0.9, "middle", day=20), said(3, 0.4, "early", day=10),
        said(4, 0.6, "middle", day=20),
    ]  # fmt: skip
    chosen = quoted(evidence_of(sentences), 200)
    assert [item.text for item in chosen] == [sentences[n].text for n in (1, 2, 3, 0)]


def test_sentences_of_one_article_stand_in_its_order() -> None:
    sentences = [said(1, 0.5), said(2, 0.9), said(3, 0.6), said(4, 0.7)]
    chosen = quoted(evidence_of(sentences), 200)
    assert [item.text for item in chosen] == [sentences[n].text for n in (1, 0, 2, 3)]


def test_what_says_the_same_is_said_once() -> None:
    text = "The ferry Kestrel reached Port Alder at noon on Tuesday with sixty passengers aboard"
    same = [Said(f"outlet{n}", f"{text}, outlet{n} says.", 0.9 - n / 100) for n in range(10)]
    assert len(quoted(evidence_of(same), 200)) == 1


def test_two_sentences_tell_the_same_if_the_shorter_stands_in_the_longer() -> None:
    evidence = evidence_of(
        [
            Said("a", "The ferry Kestrel reached Port Alder.", 0.5),
            Said("b", "On Tuesday the ferry Kestrel had reached Port Alder after nine hours of fog.", 0.5),
            Said("c", "The ferry Merlin left Port Birch.", 0.5),
            Said("d", "About 20 people died when the ferry Kestrel sank in fog off Port Alder on Tuesday.", 0.5),
            Said("e", "About 26 people died when the ferry Kestrel sank in fog off Port Alder on Tuesday.", 0.5),
        ]
    )
    short, long, other, twenty, more = evidence.candidates
    assert not tells_the_same(twenty, more)
    assert tells_the_same(short, long)
    assert tells_the_same(long, short)
    assert not tells_the_same(short, other)


def test_there_are_few_sentences_however_many_words_are_left() -> None:
    assert len(quoted(evidence_of([said(n, 0.5) for n in range(20)]), 400)) == MOST_SENTENCES


def test_a_sentence_far_below_the_best_is_left_out() -> None:
    assert len(quoted(evidence_of([said(1, 0.95), said(2, 0.00001)]), 200)) == 1


def test_a_sentence_that_does_not_fit_is_skipped_for_one_that_does() -> None:
    sentences = [said(1, 0.9, words=15), said(2, 0.8, words=30), said(3, 0.7, words=10)]
    assert [item.text for item in quoted(evidence_of(sentences), 30)] == [sentences[0].text, sentences[2].text]


def test_a_single_sentence_over_the_budget_is_cut_after_a_word() -> None:
    long = Said("a", "One  two three " * 40 + "end.", 0.9)
    [chosen] = quoted(evidence_of([long]), 20)
    assert len(chosen.text.split()) == 20
    assert chosen.text == long.text[: len(chosen.text)]
    assert long.text[len(chosen.text)] == " "


@given(
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=12),
    lengths=st.lists(st.integers(9, 60), min_size=12, max_size=12),
    most=st.integers(20, 120),
)
def test_the_words_are_never_exceeded_and_every_text_is_its_slice(
    shares: list[float], lengths: list[int], most: int
) -> None:
    sentences = [said(n, share, "abc"[n % 3], lengths[n]) for n, share in enumerate(shares)]
    chosen = quoted(evidence_of(sentences), most)
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


def test_the_order_of_equals_is_that_of_the_evidence() -> None:
    assert rank(evidence_of([said(n, 0.5) for n in range(6)]))[0][1].text == said(0, 0).text


def test_the_short_answer_is_the_articles_own_words_in_the_first_sentence() -> None:
    evidence = evidence_of(
        [
            Said("a", "Ben Ash lost by two lengths.", 0.1, span="Ben Ash"),
            Said("b", "The winner was Ada Moss.", 0.8, span="Ada Moss"),
        ]
    )
    chosen = quoted(evidence, 80)
    assert chosen[0].text == "The winner was Ada Moss."
    assert short_answer(evidence, chosen) == "Ada Moss"


@pytest.mark.parametrize(("share", "expected"), [(SURE - 0.01, ""), (SURE + 0.01, "Ada Moss")])
def test_there_is_no_short_answer_where_the_reader_is_unsure(share: float, expected: str) -> None:
    evidence = evidence_of([Said("a", "The winner was Ada Moss.", share, span="Ada Moss")])
    assert short_answer(evidence, quoted(evidence, 80)) == expected


def test_a_time_that_is_told_well_comes_first_and_is_the_short_answer() -> None:
    told = Said("a", "The ferry sank on Tuesday off the coast.", 0.01, span="Tuesday", told=1.0)
    other = Said("b", "The ferry was built in 1998 at Port Alder.", 0.6, span="1998")
    evidence = evidence_of([other, told], question="When did the ferry sink?")
    chosen = quoted(evidence, 80)
    assert chosen[0].text == told.text
    assert short_answer(evidence, chosen) == "Tuesday"


def test_what_is_no_time_does_not_answer_when() -> None:
    text = "The Kestrel won the 2019 cup in more than two years of races."
    for span in ("more than two years", "2019"):
        evidence = evidence_of([Said("a", text, 0.8, span=span)], question="When did the Kestrel win?")
        assert short_answer(evidence, quoted(evidence, 80)) == ""
        evidence = evidence_of([Said("a", text, 0.8, span=span)], question="What did the Kestrel win?")
        assert short_answer(evidence, quoted(evidence, 80)) == span


def test_a_short_answer_outside_what_is_quoted_is_not_given() -> None:
    evidence = evidence_of([Said("a", "One two three four " * 20 + "Ada Moss.", 0.9, span="Ada Moss")])
    assert short_answer(evidence, quoted(evidence, 20)) == ""


@pytest.mark.parametrize(("named", "count"), [(1.0, 2), (0.7, 2), (0.5, 1)])
def test_a_sentence_about_somebody_else_is_left_out(named: float, count: int) -> None:
    other = Said("b", "Ben Ash rowed for Port Birch.", 0.85, named=named)
    assert len(quoted(evidence_of([said(1, 0.9), other]), 80)) == count


def test_a_question_whether_something_is_so_is_answered_by_who_says_it() -> None:
    said_so, beside = (Said("a", f"The ferry {words}.", 0.01) for words in ("came in at noon", "had a new captain"))
    evidence = evidence_of([beside, said_so], question="Did the ferry come in?")
    told = tuple(dataclasses.replace(item, overlap=float("came" in item.text)) for item in evidence.candidates)
    assert rank(dataclasses.replace(evidence, candidates=told))[0][1].text == said_so.text


def test_another_likely_answer_comes_before_the_same_one_again() -> None:
    sentences = [
        Said("a", "The new captain is Rowan Hale of Birch.", 0.5, span="Rowan Hale"),
        Said("b", "On Monday people of the harbour spoke with Rowan Hale.", 0.45, span="Rowan Hale"),
        Said("c", "Some said that Tamsin Verbruggen would steer that ferry.", 0.35, span="Tamsin Verbruggen"),
    ]
    assert [item.text for item in quoted(evidence_of(sentences), 18)] == [sentences[0].text, sentences[2].text]
    assert len(quoted(evidence_of(sentences), 80)) == 3


@given(st.dictionaries(st.sampled_from("abc"), st.floats(0, 1)), st.sets(st.sampled_from("abc")))
def test_only_what_was_told_weighs_against_a_sentence(answers: dict[str, float], told: set[str]) -> None:
    before = dict.fromkeys(told, 1.0)
    assert said_again(answers, before) >= 0
    if not told & answers.keys():
        assert said_again(answers, before) == pytest.approx(0)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The ferry was late.", True),
        ("\u201cThe ferry was late,\u201d he said.", True),
        ("It was 12:30 when the ferry left.", True),
        ("The minister said: nobody was hurt.", True),
        ("Ferry late again in Port Alder", False),
        ("More:Ten ferries that were late last year.", False),
        ("Word of the day:'Ferry' is the word of the day.", False),
        ("船は遅れた。", True),
    ],
)
def test_what_reads_as_a_sentence(text: str, *, whole: bool) -> None:
    assert is_whole(text) is whole
