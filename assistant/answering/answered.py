"""Sentences that answer in other words than their source: what the checks of wording alone cannot tell from invention.

A language model words its sentence like the question, and such words stand nowhere in the source. But the reader has
answered the same question from the same passage; where it finds the answer that the sentence gives, in the words that
the sentence cites, a part of the sentence does stand there. The idea is that of QAGS (Wang et al., 2020), which asks
questions of a summary and of its source and compares the answers.
"""

import dataclasses
from collections.abc import Sequence

from assistant.answering.answer import Citation, Sentence
from assistant.answering.checks.negation import denies
from assistant.answering.checks.text import piece
from assistant.answering.evidence import Evidence
from assistant.answering.likely import Place, compared, stands_in
from assistant.answering.verification import NOT_FOUND, PARTLY, WORDS

LEAST_PROBABILITY = 0.2
"""Of an answer in the cited words: that from which, summed over passages, the other writer gives a short answer."""


def answered(sentences: Sequence[Sentence], citations: Sequence[Citation], evidence: Evidence) -> tuple[Sentence, ...]:
    """Return the sentences, `partly` instead of `not_found` where only the wording fails and the answer is cited.

    None with a failed name, number, date, quotation or speaker is judged milder, nor one that denies what its source
    says, or says what its source denies.
    """
    by_number = {citation.number: citation for citation in citations}
    return tuple(
        dataclasses.replace(sentence, verdict=PARTLY)
        if _only_wording_fails(sentence)
        and any(_is_answered(sentence, by_number[number], evidence) for number in sentence.citations)
        else sentence
        for sentence in sentences
    )


def _only_wording_fails(sentence: Sentence) -> bool:
    return sentence.verdict == NOT_FOUND and {reason.check for reason in sentence.reasons} == {WORDS}


def _is_answered(sentence: Sentence, citation: Citation, evidence: Evidence) -> bool:
    """Whether the reader finds an answer of the sentence's in the cited words, likely enough there."""
    denies_itself = denies(piece(sentence.text))
    for item in evidence.likely:
        places = [place for place in item.places if _is_in(place, citation, evidence)]
        told = [place for place in places if denies(piece(_sentence_at(place, evidence))) == denies_itself]
        likely = sum(place.span.probability for place in told) >= LEAST_PROBABILITY
        if likely and any(_stands_in(_words(place, evidence), sentence.text) for place in told):
            return True
    return False


def _is_in(place: Place, citation: Citation, evidence: Evidence) -> bool:
    passage = evidence.hits[place.passage].passage
    is_same = (passage.article_id, passage.version) == (citation.article_id, citation.version)
    return is_same and citation.start <= place.span.start and place.span.end <= citation.end


def _words(place: Place, evidence: Evidence) -> str:
    passage = evidence.hits[place.passage].passage
    return passage.text[place.span.start - passage.start : place.span.end - passage.start]


def _sentence_at(place: Place, evidence: Evidence) -> str:
    passage = evidence.hits[place.passage].passage
    start, end = next(span for span in reversed(passage.sentence_spans()) if span[0] <= place.span.start)
    return passage.text[start - passage.start : end - passage.start]


def _stands_in(words: str, text: str) -> bool:
    """Whether an answer stands in a text; a name does not stand in a word that is written small ("US", "us")."""
    named = [
        word.text for word in piece(words).words if word.text[0].isupper() and (word.text.isupper() or word.is_topical)
    ]
    return stands_in(compared(words), compared(text)) and {word.text for word in piece(text).words}.issuperset(named)
