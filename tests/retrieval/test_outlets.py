"""Which outlets a question names, by whatever names the archive has for its sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.outlets import aliases, mentions

SOURCES = (
    "Harbour Times - Sport",
    "Harbour Times - Money",
    "The Evening Alder Post",
    "The Quay",
    "oldcourier.co.uk",
    "Rowan | Ships and Trade",
    "RadioKestrel.com",
)
KNOWN = aliases(SOURCES)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("What did the Harbour Times write?", {"Harbour Times - Sport", "Harbour Times - Money"}),
        ("What did Harbour Times - Sport write?", {"Harbour Times - Sport"}),
        ("What did 'The Quay' write?", {"The Quay"}),
        ("What did the quay look like?", set()),
        ("What did The Quay's editor say?", {"The Quay"}),
        ("What does the Old Courier claim?", {"oldcourier.co.uk"}),
        ("What does oldcourier.co.uk claim?", {"oldcourier.co.uk"}),
        ("What does Rowan say?", {"Rowan | Ships and Trade"}),
        ("What does RadioKestrel say, or Radio Kestrel?", {"RadioKestrel.com"}),
        ("What does Evening Alder Post say?", {"The Evening Alder Post"}),
        ("What does the EAP say?", {"The Evening Alder Post"}),
        ("What does The Post say?", {"The Evening Alder Post"}),
        ("Who posted the letter in evening?", set()),
        ("Which times does the ferry leave?", set()),
    ],
)
def test_an_outlet_is_found_by_its_names_and_short_forms(text: str, sources: set[str]) -> None:
    assert {source for item in mentions(text, KNOWN) for source in item.sources} == sources


def test_the_longest_name_is_taken_and_each_place_once() -> None:
    found = mentions("Did Harbour Times - Money or The Quay report it, and The Quay again?", KNOWN)
    assert [item.words for item in found] == ["Harbour Times - Money", "The Quay", "The Quay"]


def test_an_archive_without_outlets_knows_none() -> None:
    assert mentions("What did The Quay write?", aliases([])) == ()


@given(sources=st.lists(st.text(max_size=30), max_size=5), text=st.text(max_size=80))
def test_no_name_breaks_it_and_words_are_slices(sources: list[str], text: str) -> None:
    for item in mentions(text, aliases(sources)):
        assert text[item.start : item.end] == item.words
        assert item.sources <= set(sources)
