"""Openings of articles behind a paywall are labelled, by the offer below them or by what their page says."""

import pytest

from assistant.articles.cleaning import clean_text
from assistant.articles.teasers import access_of, is_offer

OPENING = "The bridge over the Arn opened to traffic on Friday morning.\n\nThe repair cost 41 million crowns."
OFFERS = (
    "Subscribe to continue reading",
    "Please log in to read the full story.",
    "Sign in or subscribe to read this article",
    "To continue reading this article, become a member today.",
    "This article is for subscribers only.",
    "This premium story is available to paying members",
    "Already a subscriber? Log in",
    "You have reached your limit of free articles.",
    "Continue reading with a free trial",
    "Jetzt weiterlesen",
    "Dieser Artikel ist nur mit Abo lesbar",
    "Article r\u00e9serv\u00e9 aux abonn\u00e9s",
    "Il vous reste 72 % de cet article \u00e0 lire. La suite est r\u00e9serv\u00e9e.",
    "Contenido exclusivo para suscriptores",
    "Articolo riservato agli abbonati",
    "Conte\u00fado exclusivo para assinantes",
)
SENTENCES = (
    "Subscribers to the ferry line pay half.",
    "This article of the treaty is for the islands alone.",
    "Members of the council were asked to continue reading the report.",
    "Already a member of the council, she will now lead it.",
    "You have reached your goal, he told the crew.",
)


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_below_the_text_makes_it_a_teaser(offer: str) -> None:
    assert is_offer(offer)
    text = f"{OPENING}\n\n{offer}\n\n4 crowns a month"
    assert access_of(text) == "teaser"
    assert clean_text(f"{OPENING}\n\n{offer}") == OPENING


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_offer(sentence: str) -> None:
    assert not is_offer(sentence)
    assert access_of(f"{OPENING}\n\n{sentence}") == "full"


def test_an_offer_far_above_the_end_is_one_of_the_page() -> None:
    assert access_of("\n\n".join([OPENING, OFFERS[0], *["The ferry sails on."] * 8])) == "full"
    assert access_of(OFFERS[0]) == "full"


def test_what_the_page_says_counts_for_a_short_or_broken_off_text() -> None:
    whole = OPENING * 40
    assert access_of(OPENING, free=False) == "teaser"
    assert access_of(OPENING, free=True) == "full"
    assert access_of(OPENING) == "full"
    assert access_of(whole, free=False) == "full"
    assert access_of(whole + " The county \u2026", free=False) == "teaser"
    assert access_of(whole + " The county ...", free=None) == "full"


def test_what_the_source_says_is_believed() -> None:
    assert access_of(OPENING, given="teaser") == "teaser"
    assert access_of(f"{OPENING}\n\n{OFFERS[0]}", given="full") == "full"
    assert access_of(OPENING, given="perhaps") == "full"
