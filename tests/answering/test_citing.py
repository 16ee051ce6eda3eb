"""Citations out of a stream, however a model writes them and wherever the stream is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.citing import LONGEST_QUOTING, Citing, Said


def read(text: str, *, known: int = 5, size: int | None = None) -> tuple[list[tuple[str, tuple[int, ...]]], int]:
    citing = Citing(known)
    pieces = [text] if size is None else [text[start : start + size] for start in range(0, len(text), size)]
    said = [item for piece in pieces for item in citing.feed(piece)] + list(citing.end())
    return [(item.text, item.sources) for item in said], citing.dropped


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Hall won. [1]", (1,)),
        ("Hall won [1].", (1,)),
        ("Hall won.[1]", (1,)),
        ("Hall won [1, 2].", (1, 2)),
        ("Hall won [1][2].", (1, 2)),
        ("Hall won [1] [2].", (1, 2)),
        ("Hall won [1;2].", (1, 2)),
        ("Hall won [1-3].", (1, 2, 3)),
        ("Hall won [1–3].", (1, 2, 3)),
        ("Hall won 【1】.", (1,)),
        ("Hall won 【2†source】.", (2,)),
        ("Hall won [^1].", (1,)),
        ("Hall won [Source 2].", (2,)),
        ("Hall won [sources 1 and 3].", (1, 3)),
        ("```\nHall won. [1]\n```", (1,)),
        ("`Hall won.` [1]", (1,)),
        ("- **Hall won.** [1]", (1,)),
        ("1. Hall won. [1]", (1,)),
        ("Hall won [1] [1].", (1,)),
        ("Hall won.\n[3]", (3,)),
        ("Hall won.", ()),
    ],
)
@pytest.mark.parametrize("size", [None, 1, 2, 3])
def test_every_way_to_cite(text: str, sources: tuple[int, ...], size: int | None) -> None:
    assert read(text, size=size) == ([("Hall won.", sources)], 0)


@pytest.mark.parametrize(
    ("text", "sources", "dropped"),
    [
        ("Hall won [9].", (), 1),
        ("Hall won [0].", (), 1),
        ("Hall won [1, 9].", (1,), 1),
        ("Hall won [4-7].", (4, 5), 2),
        ("Hall won [1-2023].", (1,), 1),
        ("Hall won [3-1].", (3, 1), 0),
    ],
)
def test_unknown_sources_are_dropped_and_counted(text: str, sources: tuple[int, ...], dropped: int) -> None:
    assert read(text) == ([("Hall won.", sources)], dropped)


@pytest.mark.parametrize("size", [None, 1, 4])
def test_sentences_take_the_markers_behind_them(size: int | None) -> None:
    text = "Mr. Hall won on Nov. 3 at 7 p.m. [1] The U.S. paid $3.5 million [2]. Why? [the mayor] said so. [1][3]"
    assert read(text, size=size)[0] == [
        ("Mr. Hall won on Nov. 3 at 7 p.m.", (1,)),
        ("The U.S. paid $3.5 million.", (2,)),
        ("Why?", ()),
        ("[the mayor] said so.", (1, 3)),
    ]


@pytest.mark.parametrize("short", ["Roe v. Wade", "Roe vs. Wade", "Capt. Hall", "Mt. Alder"])
def test_a_short_form_ends_no_sentence(short: str) -> None:
    assert read(f"The court heard {short} in May. [1]")[0] == [(f"The court heard {short} in May.", (1,))]


@pytest.mark.parametrize("size", [None, 1, 3])
def test_stops_and_gaps_inside_a_quotation_end_nothing(size: int | None) -> None:
    text = 'It says "the owner is … free. He may go." [1] She said “no … never”. [2] Done.'
    assert [said for said, _ in read(text, size=size)[0]] == [
        'It says "the owner is … free. He may go."',
        "She said “no … never”.",
        "Done.",
    ]


def test_a_forgotten_mark_holds_the_rest_up_for_a_while_only() -> None:
    said = read('He said "so. [1] ' + "And on it went. [2] " * 60)[0]
    assert len(said[0][0]) <= LONGEST_QUOTING + 40
    assert len(said) > 20


def test_a_sentence_is_given_out_when_the_next_begins() -> None:
    citing = Citing(2)
    assert list(citing.feed("Hall won. [1")) == []
    assert list(citing.feed("]")) == []
    assert list(citing.feed(" She")) == [Said("Hall won.", (1,))]
    assert list(citing.feed(" left")) == []
    assert list(citing.end()) == [Said("She left", ())]
    assert list(citing.end()) == []


@pytest.mark.parametrize("text", ["", "[1]", "```", "...", "[", "【", "[[[1", "] ] ]"])
def test_what_says_nothing_is_no_sentence(text: str) -> None:
    assert all(any(map(str.isalnum, said)) for said, _ in read(text)[0])


@given(st.text(alphabet='Ab. \n[]【】1,29-–`*!?"“”…', max_size=60), st.integers(1, 7))
def test_wherever_the_stream_is_cut_the_same_is_read(text: str, size: int) -> None:
    assert read(text, size=size) == read(text)
