"""Descriptions are read in spite of the mistakes that pages really make, and never break anything."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.broken_json import parse_json

GOOD = {"@type": "NewsArticle", "headline": "Bridge opens", "tags": ["a", "b"]}
WRITTEN = json.dumps(GOOD)


@pytest.mark.parametrize(
    "script",
    [
        WRITTEN,
        f"\n//<![CDATA[\n{WRITTEN}\n//]]>\n",
        f"/* <![CDATA[ */ {WRITTEN} /* ]]> */",
        f"<!-- {WRITTEN} -->",
        f"<![CDATA[{WRITTEN}]]>",
        f"{WRITTEN};",
        WRITTEN.replace('"', "&quot;"),
        WRITTEN.replace('"]}', '",],}'),
        WRITTEN.replace('"NewsArticle",', '"NewsArticle", // or "Article",\n'),
        WRITTEN.replace('"NewsArticle",', '"NewsArticle", /* a\nb */'),
    ],
)
def test_reads_what_it_says(script: str) -> None:
    assert parse_json(script) == [GOOD]


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ('{"a": , "b": 1}', {"a": None, "b": 1}),
        ('{"a": "She said "no" to it", "b": 1}', {"a": 'She said "no" to it', "b": 1}),
        (r'{"a": "Ada\'s"}', {"a": "Ada's"}),
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
    ],
)
def test_mends_what_is_broken_inside(script: str, value: object) -> None:
    assert parse_json(script) == [value]


def test_reads_all_that_were_put_into_one_script() -> None:
    assert parse_json(f"{WRITTEN}\n{WRITTEN}") == [GOOD, GOOD]
    assert parse_json(f"{WRITTEN} and then some") == [GOOD]


@pytest.mark.parametrize(
    "script", ["", "{", "no json", "[" * 100_000, "/*" * 90_000, '"' * 150_000, "{" + "," * 150_000, ";" * 100_000]
)
def test_nothing_comes_of_nothing_and_soon(script: str) -> None:
    assert [value for value in parse_json(script) if value] == []


@given(st.text(alphabet='{}[]",:/*\\ \nau&;', max_size=60))
def test_never_raises(script: str) -> None:
    assert isinstance(parse_json(script), list)
