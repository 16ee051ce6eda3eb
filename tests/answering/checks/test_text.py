"""Sentences and sources as words that can be compared and aligned."""

import datetime as dt

from assistant.answering.checks.text import best_place, is_aligned, piece, source, swaps
from tests.answering.checks.conftest import sources


def test_words_know_where_they_stand() -> None:
    said = piece("Anna Hall’s car isn’t red.")
    assert [said.text[word.start : word.end] for word in said.words] == ["Anna", "Hall’s", "car", "isn’t", "red"]
    assert said.stems[1] == "hall"
    assert [word.text for word in said.words if word.is_negation] == ["isn’t"]


def test_a_source_knows_its_day_or_only_its_year() -> None:
    assert source("A.", "A.", "", "2023-03-15T10:00:00+00:00").published == dt.date(2023, 3, 15)
    assert (source("A.", "A.", "", "2023").published, source("A.", "A.", "", "2023").year) == (None, 2023)
    assert source("A.", "A.").year is None


def test_sentences_end_at_marks_and_lines() -> None:
    (item,) = sources("The town sleeps.\nNo stop here\n“Go!” he said. 12 came.")
    texts = [sentence.text for sentence in item.sentences]
    assert texts == ["The town sleeps.", "No stop here", "“Go!” he said.", "12 came."]


def test_the_closest_place_may_be_two_sentences() -> None:
    items = sources("The mayor of the town resigned. She had led it for nine years. It rained.")
    one = best_place(piece("The mayor resigned."), items)
    two = best_place(piece("The mayor of the town resigned and had led it for nine years."), items)
    assert one is not None
    assert two is not None
    assert one[0].text == "The mayor of the town resigned."
    assert two[0].text == "The mayor of the town resigned. She had led it for nine years."
    assert [two[0].text[word.start : word.end] for word in two[0].words] == [word.text for word in two[0].words]
    assert best_place(piece("Anything."), sources("…")) is None


def test_swaps_are_what_stands_in_the_place_of_something_else() -> None:
    items = sources("The old mayor of the town resigned on Monday.")
    found = [(swap.here, swap.there) for swap in swaps(piece("The old baker of the town resigned."), items)]
    assert found == [("baker", "mayor")]
    assert list(swaps(piece("Nothing like it at all."), items)) == []
    assert not is_aligned(piece(""), piece("The town."))
