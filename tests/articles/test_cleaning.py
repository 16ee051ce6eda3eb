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
    "Lesedauer: 4 Minuten",
    "Tempo de leitura: 2 minutos",
    "Lesen Sie auch: Die neue F\u00e4hre",
    "Lire aussi",
    "Publicidad",
    "Photo: Ada Moss/Courier",
    "Image credit: Port of Arn",
    "(Photo by Ada Moss)",
    "Like this story? Share it with a friend!",
    "***",
    "_______",
)
ENDINGS = (
    "\u00a9 2024 Sample Courier. All rights reserved.",
    "Copyright 2024 Sample Courier",
    "Follow Ada Moss on Twitter: @adamoss",
    "Ada Moss covers the harbour for the Courier. Reach her at ada@courier.example and follow her on X @adamoss.",
    "Email: ada@courier.example",
    "Want more? Sign up for our harbour newsletter to get the tides in your inbox.",
    "Get the Courier's weekly newsletter",
    "If you make a purchase by one of our links, we may earn a commission.",
    "If you enjoyed this article, tell a friend.",
    "Click here to see all pictures of the bridge.",
    "Filed under: Harbour | Bridges",
)
LAST_SENTENCES = (
    "Anyone with information can call Sergeant Moss or write to tips@police.example.",
    "They signed up for the march by the thousand.",
    "The crew wants to get home.",
    "This article was published in partnership with The Lantern, a house of its own. Follow them on Instagram.",
    "Copyrights of the song lie with the band.",
    "The reporter can be heard in court on Monday.",
)
LONG = (
    "Officials of the port said they would dredge the eastern channel before the storms of the autumn, at a cost of 41 "
    "million crowns, a third more than they had told the council in the spring of the year before."
)
SENTENCES = (
    "Read more about the dam on page four, the mayor told the crowd.",
    "Advertisement revenue fell by a tenth.",
    "Share prices rose.",
    "The photo shows a bridge.",
    "Photo: The mayor opens the bridge on Friday.",
    "Photographs by Ada Moss hang in the hall.",
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


@pytest.mark.parametrize("line", ENDINGS)
def test_signatures_rights_and_offers_go_at_the_end_only(line: str) -> None:
    article = ["The bridge opened.", "It closed again.", "It opened once more."]
    assert clean_text("\n\n".join([*article, line])) == "\n\n".join(article)
    inside = "\n\n".join([line, *article])
    assert clean_text(inside) == inside


@pytest.mark.parametrize("line", LAST_SENTENCES)
def test_the_last_sentence_of_an_article_stays(line: str) -> None:
    assert clean_text(f"The bridge opened.\n\n{line}") == f"The bridge opened.\n\n{line}"


def test_a_text_of_nothing_but_an_ending_keeps_it() -> None:
    assert clean_text("Follow Ada Moss on Twitter: @adamoss") == "Follow Ada Moss on Twitter: @adamoss"


def test_a_long_paragraph_stands_once() -> None:
    assert clean_text(f"{LONG}\n\nThe council agreed.\n\n{LONG}") == f"{LONG}\n\nThe council agreed."


def test_a_quotation_set_apart_goes_where_a_paragraph_holds_it() -> None:
    quoted = "We had no choice, and we would do the very same thing again tomorrow."
    paragraph = f"\u201c{quoted}\u201d one of them said after the meeting of the board."
    assert clean_text(f"It rained.\n\n\u201c{quoted}\u201d\n\n{paragraph}") == f"It rained.\n\n{paragraph}"


@pytest.mark.parametrize(
    "line",
    [
        "No comment.",
        "- Salad with tomatoes, cucumber, cheese and a spoon of oil, and bread with it",
        "What would you do first of all if the people of the town elected you mayor?",
    ],
)
def test_what_is_meant_to_stand_twice_does(line: str) -> None:
    text = f"{line}\n\nOne thing was said.\n\n{line}\n\nAnother was said."
    assert clean_text(text) == text


def test_text_of_nothing_but_furniture_is_empty() -> None:
    assert clean_text("Advertisement\n\n5 min read\n\n\u200b\n") == ""


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [*FURNITURE, *ENDINGS, LONG, *SENTENCES, "", "    ", "Title", "a b c d e f g h", "  indented line of words"]
        ),
        st.text(max_size=90),
        st.text("ab .-\u00a0", min_size=30, max_size=82),
    ),
    max_size=12,
)


@given(_LINES, st.sampled_from([None, "Title", "Read more:"]))
@example(["a   b", "c d e f g h i j k l m n o p q r s t u v w x y z, a b", "so on"], None)
@example(["5 min read", "\u00a9 2024 Sample Courier", "\u00a9 2024 Sample Courier"], None)
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
