"""Markup that is all article becomes paragraphs: blocks, items and rows apart, nothing hidden in it."""

import pytest
from lxml import etree

from assistant.articles.blocks import text_of, text_of_html
from assistant.errors import InputError


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>\n three</p><p>four</p>", "One two three\n\nfour"),
        ("<p>One<br>two</p>three", "One\ntwo\n\nthree"),
        ("<ul><li>One</li><li><p>Two</p></li></ul><p>Three</p>", "- One\n- Two\n\nThree"),
        ("<table><tr><td><p>a</p></td><td>b</td></tr><tr><th>c</th></tr></table>", "a | b\nc"),
        ("One<!-- no --> and<script>no()</script> two<style>no</style>", "One and two"),
        ("<div style='display: none'>no</div><p>yes</p>", "yes"),
        ("<p>R&amp;D &mdash; so</p>", "R&D \u2014 so"),
        ("<?xml version='1.0' encoding='utf-16'?><p>One</p>", "One"),
        ("A < B and C > D\nnext line", "A < B and C > D\nnext line"),
        ("", ""),
    ],
)
def test_html(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


def test_tables_that_place_things_are_blocks() -> None:
    markup = "<table><tr><td><table><tr><td>One</td><td>two</td></tr></table></td></tr></table>"
    assert text_of_html(markup, grid=True) == "One\n\ntwo"


def test_entities_of_a_dtd_that_is_not_loaded_keep_their_words() -> None:
    parser = etree.XMLParser(resolve_entities=False)
    root = etree.fromstring('<!DOCTYPE p SYSTEM "none.dtd"><p>a &mdash;<b>b</b> &ndash; c &none; d</p>', parser)
    assert text_of(root) == "a \u2014b \u2013 c &none; d"


def test_what_is_nested_without_end_is_cut_in_time() -> None:
    assert text_of_html("<p>One</p>" + "<div>" * 20_000 + "deep") in ("One", "")


def test_a_tag_with_attributes_without_end_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(InputError, match="attributes"):
        text_of_html(f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>The ferry sails.</p>")
