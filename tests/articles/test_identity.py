"""Addresses have one spelling, and an id stays the same from one ingest to the next."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.identity import canonical_url, derive_id
from assistant.articles.input import Input
from assistant.errors import InputError


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://News.Example.ORG:443/a/b?utm_source=x&id=7&fbclid=1#top", "https://news.example.org/a/b?id=7"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("HTTPS://user:secret@example.org/A?B=C", "https://example.org/A?B=C"),
        ("  https://example.org/a/  ", "https://example.org/a/"),
        ("https://example.org/a?utm_campaign=y", "https://example.org/a"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("https://example.org/a?b=%20c&&d", "https://example.org/a?b=%20c&d"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "example.org/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "http://a b/",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/\x00",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_anything_else_is_no_address(url: str | None) -> None:
    assert canonical_url(url) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    canonical = canonical_url("https://" + text)
    assert canonical is None or canonical_url(canonical) == canonical


def test_given_id_is_kept() -> None:
    assert (
        derive_id(" Desk/2024:7 \u00e9 ", url="https://example.org/a", file=Input.of(Path("b.txt")))
        == "Desk/2024:7 \u00e9"
    )


@pytest.mark.parametrize("given_id", ["a" * 513, "a\nb", "a\x00", "a\ud800"])
def test_given_id_that_cannot_be_stored_is_refused(given_id: str) -> None:
    with pytest.raises(InputError):
        derive_id(given_id, url=None, file=None)


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://example.org/2024/05/harbour-reopens/index.html", "harbour-reopens"),
        ("https://example.org/news/Harbour_Reopens.html?id=3", "harbour-reopens"),
        ("https://example.org/news/harbour-reopens/12345", "harbour-reopens"),
        ("https://example.org/caf%C3%A9-am-fluss", "cafe-am-fluss"),
        ("https://example.org/", "example-org"),
    ],
)
def test_id_from_the_url_names_the_article(url: str, slug: str) -> None:
    assert re.fullmatch(re.escape(slug) + r"-[0-9a-f]{10}", derive_id(None, url=url, file=None))


def test_http_and_https_are_one_article() -> None:
    assert derive_id("", url="http://example.org/a", file=None) == derive_id(
        None, url="https://example.org/a", file=None
    )


def test_id_from_the_path_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert derive_id(None, url=None, file=Input.of(Path("storm.txt"))) == derive_id(
        None, url=None, file=Input.of(tmp_path / "storm.txt")
    )
    assert derive_id(None, url=None, file=Input.of(Path("storm.txt"))) != derive_id(
        None, url=None, file=Input.of(Path("b/storm.txt"))
    )


def test_id_of_a_row_comes_from_its_headline_or_its_words() -> None:
    by_title = derive_id(None, url=None, file=None, source="Courier", title="Storm", published="2024", text="One.")
    assert by_title == derive_id(
        None, url=None, file=None, source="Courier", title="Storm", published="2024", text="Two."
    )
    assert by_title.startswith("storm-")
    by_text = derive_id(None, url=None, file=None, text="One  two.")
    assert by_text == derive_id(None, url=None, file=None, text="One\ntwo.")


def test_id_without_latin_letters_is_still_one() -> None:
    assert re.fullmatch(r"article-[0-9a-f]{10}", derive_id(None, url=None, file=None, title="\u6e2f\u53e3"))


def test_slug_is_short() -> None:
    assert len(derive_id(None, url=None, file=None, title="word " * 100)) <= 48 + 11
