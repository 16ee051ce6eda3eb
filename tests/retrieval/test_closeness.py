"""How closely a passage says what a question says."""

import math

import pytest

from assistant.catalog.records import Passage
from assistant.retrieval.closeness import Closeness, Wording
from tests.index.tiny import TinyDesk

WEIGHTS = {"old": 1.0, "ferri": 4.0, "sank": 5.0}


def passage(*sentences: str, start: int = 0) -> Passage:
    text = " ".join(sentences)
    starts = [start + text.index(sentence) for sentence in sentences]
    return Passage(
        1, "p", "a", 1, 0, start, start + len(text), text, tuple(starts), None, None, None, None, None, None, "h"
    )


def compare(*sentences: str, start: int = 0) -> Closeness:
    return Wording("Who sank the old ferry?", WEIGHTS).compare(passage(*sentences, start=start))


def test_two_neighbouring_sentences_count_together() -> None:
    assert compare("The ferry was old.", "It sank.").sentences == 1.0
    assert compare("The ferry was old.", "It rained.", "Something sank.").sentences == 0.5
    assert compare("It rained.").sentences == compare("Ferryman Oldsank.").sentences == 0.0


def test_pairs_count_in_the_order_of_the_question_and_by_stem() -> None:
    assert compare("Two old ferries lay there.").pairs == 5.0 / 10.0
    assert compare("The ferry is old.").pairs == 0.0
    assert compare("The crew sank the barge.").pairs == 5.0 / 10.0


def test_what_comes_first_in_an_article_comes_first() -> None:
    assert compare("It sank.").lift > compare("It sank.", start=2000).lift
    assert compare("It sank.", start=2000).position == pytest.approx(math.log(2001))


def test_saying_more_of_the_question_lifts_more() -> None:
    assert compare("They sank the old ferry.").lift > compare("The old ferry.").lift > compare("Rain fell.").lift


def test_a_word_weighs_by_how_few_passages_hold_it(archive: TinyDesk) -> None:
    with archive._catalog.snapshot() as snapshot:
        wording = Wording.of(snapshot, "Which ferry is the Kestrel9?")
    rare, common = passage("Kestrel9 came."), passage("A ferry came.")
    assert wording.compare(rare).sentences > 5 * wording.compare(common).sentences
