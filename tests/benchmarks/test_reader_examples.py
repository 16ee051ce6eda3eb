"""What the reader is trained on: cloze questions of names and numbers, and spans in tokens."""

import pytest

from benchmarks.reader_examples import Search, Text, _cloze_questions, _occurrences, _token_span, is_held_out

BODY = (
    "The ferry Kestrel reached Port Alder on Tuesday after nine hours of fog, its captain Ada Moss said in London."
    " About 412 passengers were on board the ship when the engine stopped near the old lighthouse, the owner said."
)


def test_cloze_questions_ask_for_a_name_or_number_and_do_not_say_it() -> None:
    made = list(_cloze_questions([Text("", BODY)]))
    assert made
    for question, answer, number in made:
        assert question.endswith("?")
        assert answer in BODY
        assert answer not in question
        assert number == 0


def test_an_answer_is_taken_where_the_words_around_it_are_the_questions() -> None:
    body = "Moss lost a bet on Friday. " + "Nothing else happened. " * 12 + "The ferry was steered by Moss in the fog."
    first, *_ = _occurrences("Who steered the ferry in the fog?", "Moss", body)
    assert first[0] == body.rindex("Moss")


@pytest.mark.parametrize(("span", "expected"), [((0, 3), (5, 5)), ((4, 12), (6, 7)), ((50, 60), None)])
def test_spans_of_characters_become_spans_of_tokens(span: tuple[int, int], expected: tuple[int, int] | None) -> None:
    assert _token_span([(0, 3), (4, 8), (9, 12)], span, 5) == expected


def test_one_text_in_ten_is_held_out_whatever_the_order() -> None:
    held = [is_held_out(f"text {number}") for number in range(1000)]
    assert 60 < sum(held) < 140
    assert held == [is_held_out(f"text {number}") for number in range(1000)]


def test_the_likest_text_is_found() -> None:
    pytest.importorskip("bm25s", reason="the extra `bench` is not installed")
    texts = ["The ferry sank in fog.", "The museum bought a painting.", "Voters chose a mayor."]
    [(found, *_)] = Search(texts).find(["Which painting did the museum buy?"], 2)
    assert found[0] == 1
