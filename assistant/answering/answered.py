"""Sentences that answer in other words than their source: what the checks of wording alone cannot tell from invention.

A language model words its sentence like the question, and such words stand nowhere in the source. But the reader has
answered the same question from the same passage; where it finds the answer that the sentence gives, in the words that
the sentence cites, a part of the sentence does stand there. The idea is that of QAGS (Wang et al., 2020), which asks
questions of a summary and of its source and compares the answers.
"""

import dataclasses
from collections.abc import Sequence

from assistant.answering.answer import Citation, Sentence
from assistant.answering.checks.text import piece
from assistant.answering.evidence import Evidence
from assistant.answering.likely import Likely, compared, stands_in
from assistant.answering.verification import NOT_FOUND, PARTLY

LEAST_PROBABILITY = 0.2
"""Of an answer, summed over passages: that from which the other writer gives it as its short answer."""

WORDS = "words"


def answered(sentences: Sequence[Sentence], citations: Sequence[Citation], evidence: Evidence) -> tuple[Sentence, ...]:
    """Return the sentences, `partly` instead of `not_found` where only the wording fails and the answer is cited.

    None with a failed name, number, date, quotation or speaker, and none that denies something, is judged milder.
    """
    likely = [item for item in evidence.likely if item.probability >= LEAST_PROBABILITY]
    by_number = {citation.number: citation for citation in citations}
    return tuple(
        dataclasses.replace(sentence, verdict=PARTLY)
        if _only_wording_fails(sentence)
        and any(
            _is_cited(item, sentence, by_number[number], evidence) for item in likely for number in sentence.citations
        )
        else sentence
        for sentence in sentences
    )


def _only_wording_fails(sentence: Sentence) -> bool:
    denies = any(word.is_negation for word in piece(sentence.text).words)
    return sentence.verdict == NOT_FOUND and not denies and {reason.check for reason in sentence.reasons} == {WORDS}


def _is_cited(item: Likely, sentence: Sentence, citation: Citation, evidence: Evidence) -> bool:
    if not stands_in(item.words, compared(sentence.text)):
        return False
    passages = [hit.passage for hit in evidence.hits]
    return any(
        passages[place.passage].article_id == citation.article_id
        and passages[place.passage].version == citation.version
        and citation.start <= place.span.start
        and place.span.end <= citation.end
        for place in item.places
    )
