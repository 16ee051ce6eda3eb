"""A sentence in other words is partly supported where the reader finds its answer in the words it cites."""

import pytest

from assistant.answering.answer import Citation, Sentence
from assistant.answering.answered import LEAST_PROBABILITY, answered
from assistant.answering.checks.reason import Reason
from assistant.answering.evidence import Evidence
from assistant.answering.spans import citation
from tests.answering.conftest import Said, evidence_of

CITED, OTHER = "Ada Hall received the prize.", "Eve Kent applauded."
WORDS = Reason("words", "given award")


def evidence(probability: float = 0.6, cited: str = CITED, span: str = "Ada Hall") -> Evidence:
    return evidence_of([Said("one", cited, probability, span=span), Said("one", OTHER, 0.3, span="Eve Kent")])


def cites(found: Evidence, text: str) -> Citation:
    passage = found.hits[0].passage
    start = passage.text.index(text)
    return citation(1, passage, start, start + len(text))


def verdict(sentence: Sentence, found: Evidence, text: str = CITED) -> str:
    return answered([sentence], [cites(found, text)], found)[0].verdict


def test_the_answer_in_the_cited_words_is_a_part() -> None:
    said = Sentence("", "The award was given to Ada Hall.", (1,), "not_found", reasons=(WORDS,))
    assert verdict(said, evidence()) == "partly"
    assert answered([said], [cites(evidence(), CITED)], evidence())[0].reasons == (WORDS,)


@pytest.mark.parametrize(
    "text",
    ["The award was given to Eve Kent.", "The award was given to nobody but Ada Hall.", "The award was given.", "Ada."],
    ids=["answer of another sentence", "denial", "no answer", "half of it"],
)
def test_another_answer_or_a_denial_is_not(text: str) -> None:
    assert verdict(Sentence("", text, (1,), "not_found", reasons=(WORDS,)), evidence()) == "not_found"


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("The award was given to Ada Hall.", "Ada Hall did not receive the prize.", "not_found"),
        ("The award was given to Ada Hall.", "The jury refused Ada Hall the prize.", "not_found"),
        ("The award was given to Ada Hall.", "The jury ruled out Ada Hall at once.", "not_found"),
        ("Judges denied any award for Ada Hall.", CITED, "not_found"),
        ("Judges denied any award for Ada Hall.", "Ada Hall did not receive the prize.", "partly"),
    ],
)
def test_a_sentence_and_its_source_deny_both_or_neither(text: str, cited: str, expected: str) -> None:
    found = evidence(cited=cited)
    assert verdict(Sentence("", text, (1,), "not_found", reasons=(WORDS,)), found, cited) == expected


def test_a_name_is_not_a_word_written_small() -> None:
    cited = "Officials thanked the US for its help."
    found = evidence(cited=cited, span="the US")
    for text, expected in (("Officials told us all.", "not_found"), ("Praise went to the US.", "partly")):
        assert verdict(Sentence("", text, (1,), "not_found", reasons=(WORDS,)), found, cited) == expected


def test_the_answer_must_be_likely_in_the_cited_words_themselves() -> None:
    faint = Said("one", CITED, LEAST_PROBABILITY / 2, span="Ada Hall")
    found = evidence_of([faint, Said("two", "Ada Hall came to dinner.", 0.9, span="Ada Hall")])
    said = Sentence("", "The award was given to Ada Hall.", (1,), "not_found", reasons=(WORDS,))
    assert verdict(said, found) == "not_found"


def test_nor_is_one_that_its_citation_does_not_hold_or_that_the_reader_doubts() -> None:
    said = Sentence("", "The award was given to Ada Hall.", (1,), "not_found", reasons=(WORDS,))
    assert verdict(said, evidence(), OTHER) == "not_found"
    assert verdict(said, evidence(LEAST_PROBABILITY - 0.01)) == "not_found"
    uncited = Sentence("", said.text, (), "not_found", reasons=(WORDS,))
    assert answered([uncited], [], evidence()) == (uncited,)


@pytest.mark.parametrize("check", ["number", "name", "date", "quote_invented", "speaker", "negation", "citation"])
def test_what_fails_by_more_than_its_wording_stays(check: str) -> None:
    said = Sentence("", "The award was given to Ada Hall.", (1,), "not_found", reasons=(WORDS, Reason(check, "x")))
    assert verdict(said, evidence()) == "not_found"


@pytest.mark.parametrize("found", ["supported", "partly"])
def test_other_verdicts_stay(found: str) -> None:
    assert verdict(Sentence("", "Ada Hall came.", (1,), found, reasons=(WORDS,)), evidence()) == found
