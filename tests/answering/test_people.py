"""Whom an article names: a full name once, then the surname alone."""

import pytest

from assistant.answering.people import HE, SHE, People, distinct, sentences


def named(text: str) -> list[str]:
    people = People(text)
    return distinct([mention for span in people.spans for mention in people.mentions(span)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Rowan opened the quay.\nRowan said it was late.", ["Ada Rowan"]),
        ("Ada Rowan, 41, opened the quay.", ["Ada Rowan"]),
        ("Harbour captain Ada Rowan opened the quay.", ["Ada Rowan"]),
        ("The quay was opened by Captain Ada M. Rowan.", ["Ada Rowan"]),
        ("Captain Ada Rowan Jr. opened it.", ["Ada Rowan"]),
        ("Although Rowan came, Ada Rowan, 41, left.", ["Ada Rowan"]),
        ("Ada Rowan and Carl Birch came. Rowan left. Birch stayed.", ["Ada Rowan", "Carl Birch"]),
        ("Alder Lines opened the quay.", []),
        ("Alder Lines opened the quay. The Alder Lines ferries left.", []),
        ("Ada Rowan, who opened the quay, left. The Rowan plan failed.", ["Ada Rowan"]),
        ("", []),
    ],
)
def test_who_is_a_person(text: str, found: list[str]) -> None:
    assert named(text) == found


def test_a_surname_of_two_is_nobodys() -> None:
    people = People("Ada Rowan, 41, came. Carl Rowan, 39, went. Rowan said no.")
    assert [[it.name for it in people.mentions(span)] for span in people.spans] == [["Ada Rowan"], ["Carl Rowan"], [""]]


def test_places_of_mentions_are_those_of_the_text() -> None:
    text = "It snowed.\nAda Rowan, 41, came. Rowan left."
    people = People(text)
    found = [text[it.start : it.end] for span in people.spans for it in people.mentions(span)]
    assert found == ["Ada Rowan", "Rowan"]


def test_who_is_called_she_is_not_he() -> None:
    people = People("Ada Rowan, 41, said she was late. Mr. Carl Birch, 50, came.")
    assert people.may_be("Ada Rowan", SHE)
    assert not people.may_be("Ada Rowan", HE)
    assert people.may_be("Carl Birch", HE)
    assert not people.may_be("Carl Birch", SHE)


def test_sentences_do_not_end_at_titles_and_initials() -> None:
    text = "Capt. A. Rowan came. It rained.\nShe left."
    assert [text[start:end] for start, end in sentences(text)] == ["Capt. A. Rowan came.", "It rained.", "She left."]


def test_a_text_without_stops_takes_no_longer_than_its_beginning() -> None:
    assert len(People("Ada Rowan met Carl Birch and " * 5_000).spans) == 1
