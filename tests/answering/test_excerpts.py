"""What a language model is shown: each passage around its likeliest sentence, sliced as the article has it."""

import dataclasses

from assistant.answering.excerpts import excerpts
from assistant.answering.extractive import rank
from tests.answering.conftest import Said, evidence_of

SENTENCES = ["Rain fell.", "The ferry stopped.", "Ada Hall came.", "She spoke.", "Nobody left."]


def test_each_passage_is_cut_around_its_likeliest_sentence_and_the_likeliest_comes_first() -> None:
    one = [Said("one", text, 0.3 if text == "Rain fell." else 0.0) for text in SENTENCES]
    two = [Said("two", text, 0.6 if text == "Ada Hall came." else 0.0) for text in SENTENCES]
    evidence = evidence_of([*one, *two])
    first, second = excerpts(rank(evidence))
    assert (first.article_id, first.text) == ("two", "The ferry stopped. Ada Hall came. She spoke.")
    assert (second.article_id, second.text) == ("one", "Rain fell. The ferry stopped.")


def test_it_is_a_passage_as_any_other() -> None:
    evidence = evidence_of([Said("one", text, 0.5 if text == "Ada Hall came." else 0.0) for text in SENTENCES])
    whole, (cut,) = evidence.hits[0].passage, excerpts(rank(evidence))
    assert whole.text[cut.start - whole.start : cut.end - whole.start] == cut.text
    spans = [whole.text[start - whole.start : end - whole.start] for start, end in cut.sentence_spans()]
    assert spans == SENTENCES[1:4]
    assert (cut.start, cut.key) == (cut.sentences[0], whole.key)


def test_a_passage_further_down_its_article_is_cut_in_the_same_place() -> None:
    evidence = evidence_of([Said("one", text, 0.5 if text == "Ada Hall came." else 0.0) for text in SENTENCES])
    (score, candidate), *_ = rank(evidence)
    passage, shift = candidate.passage, 100
    moved = dataclasses.replace(
        passage,
        start=shift,
        end=passage.end + shift,
        sentences=tuple(place + shift for place in passage.sentences),
    )
    hit = dataclasses.replace(candidate.hit, passage=moved)
    there = dataclasses.replace(candidate, hit=hit, start=candidate.start + shift, end=candidate.end + shift)
    (cut,), (first,) = excerpts([(score, there)]), excerpts([(score, candidate)])
    assert (cut.text, cut.start, cut.end) == (first.text, first.start + shift, first.end + shift)


def test_the_last_sentence_has_one_neighbour() -> None:
    evidence = evidence_of([Said("one", text, 0.5 if text == "Nobody left." else 0.0) for text in SENTENCES])
    assert [item.text for item in excerpts(rank(evidence))] == ["She spoke. Nobody left."]


def test_nothing_of_nothing() -> None:
    assert excerpts([]) == []
