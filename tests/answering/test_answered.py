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


def evidence(probability: float = 0.6) -> Evidence:
    return evidence_of([Said("one", CITED, probability, span="Ada Hall"), Said("one", OTHER, 0.1, span="Eve Kent")])


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
    ids=["unlikely answer", "denial", "no answer", "half of it"],
)
def test_another_answer_or_a_denial_is_not(text: str) -> None:
    assert verdict(Sentence("", text, (1,), "not_found", reasons=(WORDS,)), evidence()) == "not_found"


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
