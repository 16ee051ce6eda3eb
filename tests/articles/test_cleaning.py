"""Page furniture goes, the words of the article stay, and cleaning twice changes nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.articles.cleaning import canonical_hash, clean_text

FURNITURE = (
    "\u00b7 1 min read",
    "5 min read",
    "12-minute read",
    "Reading time: 4 minutes",
    "article picture",
    "Advertisement",
    "ADVERTISEMENT",
    "Story continues below",
    "Share this article",
    "Share on Facebook",
    "Sign up for our newsletter",
    "Subscribe to our free weekly newsletter!",
    "Read more:",
    "Read more \u00bb",
    "Read more: Ferry crews vote on new contract",
    "RELATED: How the dam was built",
    "You might also like",
    "Copy link",
    "***",
    "_______",
)
SENTENCES = (
    "Read more about the dam on page four, the mayor told the crowd.",
    "Advertisement revenue fell by a tenth.",
    "Share prices rose.",
    "The photo shows a bridge.",
    "It is a 5 minute read at most, she said.",
    "Yes.",
    "12",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_drops_a_line_of_furniture(line: str) -> None:
    assert clean_text(f"The bridge opened.\n\n{line}\n\nIt closed again.") == "The bridge opened.\n\nIt closed again."


@pytest.mark.parametrize("line", SENTENCES)
def test_keeps_a_line_of_the_article(line: str) -> None:
    assert clean_text(f"The bridge opened.\n\n{line}\n\nIt closed.") == f"The bridge opened.\n\n{line}\n\nIt closed."


def test_scraped_article_starts_with_its_first_sentence() -> None:
    raw = "Tram line reopens\n\n\u00b7 1 min read\n\narticle picture\n\nTrams ran again.  \n\n\n\nThe line is new."
    assert clean_text(raw, "Tram line reopens") == "Trams ran again.\n\nThe line is new."


@pytest.mark.parametrize("first", ["Tram line reopens", "TRAM LINE  REOPENS.", "*** Tram line reopens ***"])
def test_headline_repeated_as_first_line_goes(first: str) -> None:
    assert clean_text(f"{first}\n\nTrams ran again.", "Tram line reopens") == "Trams ran again."


def test_headline_further_down_stays() -> None:
    text = "Trams ran again.\n\nTram line reopens\n\nAll of it."
    assert clean_text(text, "Tram line reopens") == text


def test_flash_of_a_headline_alone_keeps_it() -> None:
    assert clean_text("TRAM LINE REOPENS", "Tram line reopens") == "TRAM LINE REOPENS"


def test_wire_text_becomes_paragraphs() -> None:
    raw = (
        "Officials of the port said\n"
        "they would dredge the eastern channel before the storms, at a\n"
        "cost of 41 mln crowns.\n"
        '    "We had no choice," one of them said after the meeting of\n'
        "the board.\n"
    )
    assert clean_text(raw) == (
        "Officials of the port said they would dredge the eastern channel before the storms, at a cost of 41 mln "
        "crowns."
        '\n\n"We had no choice," one of them said after the meeting of the board.'
    )


def test_columns_of_a_table_stay() -> None:
    table = "            1986     1987\n  Wheat     235.8    205.7\n  Maize     158.4    189.0"
    assert clean_text(f"Exports in tonnes:\n\n{table}").endswith(table)


def test_text_of_nothing_but_furniture_is_empty() -> None:
    assert clean_text("Advertisement\n\n5 min read\n\n\u200b\n") == ""


_LINES = st.lists(
    st.one_of(
        st.sampled_from([*FURNITURE, *SENTENCES, "", "    ", "Title", "a b c d e f g h", "  indented line of words"]),
        st.text(max_size=90),
        st.text("ab .-\u00a0", min_size=30, max_size=82),
    ),
    max_size=12,
)


@given(_LINES, st.sampled_from([None, "Title", "Read more:"]))
@example(["a   b", "c d e f g h i j k l m n o p q r s t u v w x y z, a b", "so on"], None)
def test_cleaning_twice_changes_nothing(lines: list[str], title: str | None) -> None:
    once = clean_text("\n".join(lines), title)
    assert clean_text(once, title) == once
    assert once == once.strip()
    assert "\n\n\n" not in once


@given(st.lists(st.text("abcdefgh ,.", min_size=1, max_size=200), max_size=8))
def test_words_stay_in_order(paragraphs: list[str]) -> None:
    kept = [paragraph for paragraph in paragraphs if paragraph.strip(" .") not in ("", "ad")]
    raw, cleaned = "\n\n".join(kept), clean_text("\n\n".join(kept))
    assert "".join(cleaned.split()) == "".join(raw.split())


def test_canonical_hash_folds_space_only() -> None:
    assert canonical_hash("a  b\n\nc") == canonical_hash("a b c ")
    assert canonical_hash("a b c") != canonical_hash("A b c")
    assert len(canonical_hash("")) == 64
