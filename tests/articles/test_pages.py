"""Saved pages: the article and its metadata without what stands around it, and no network."""

import gzip
import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.articles.conftest import ReadFile, only, refused

PARAGRAPHS = (
    "The bridge over the Arn opened to traffic on Friday morning, two years after a barge struck its pier.",
    "The repair cost 41 million crowns, of which the barge's insurer paid a third, the county said in its report.",
    "Lorries of over thirty tonnes must still take the ferry until the new railings have been tested in a storm.",
)
LINKED = {
    "@type": "NewsArticle",
    "headline": "Bridge opens after two years",
    "datePublished": "2024-05-07T10:00:00+02:00",
    "dateModified": "2024-05-08T09:30:00+02:00",
    "author": {"name": "Ada Moss"},
    "publisher": {"name": "Sample Courier"},
    "articleSection": "Local",
}
META = (
    '<meta property="og:title" content="Bridge opens after two years"><meta name="author" content="Ada Moss">'
    '<meta property="og:site_name" content="Sample Courier">'
    '<meta property="article:published_time" content="2024-05-07T10:00:00+02:00">'
)


BODY = "<p>" + "</p><p>".join(PARAGRAPHS) + "</p>"


def page(head: str = "", body: str = BODY) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge opens after two years</title>{head}'
        '<link rel="canonical" href="https://example.org/local/bridge-opens?utm_source=feed"></head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Bridge opens after two years</h1>'
        f"{body}</article><section id='comments'><p>A reader writes that the old bridge was better by far than this "
        "one.</p></section><footer>Copyright 2019 Sample Courier</footer></body></html>"
    )


def test_reads_the_linked_data(read_file: ReadFile) -> None:
    script = f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    article = only(read_file("a.html", page(script)))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.source, article.authors) == (
        "Bridge opens after two years",
        "Sample Courier",
        ("Ada Moss",),
    )
    assert (article.url, article.section) == ("https://example.org/local/bridge-opens", "Local")
    assert article.article_id.startswith("bridge-opens-")
    assert article.published_at is not None
    assert article.updated_at is not None
    assert article.published_at.iso == "2024-05-07T10:00:00+02:00"
    assert article.updated_at.iso == "2024-05-08T09:30:00+02:00"
    assert article.language == "en"


def test_reads_meta_where_there_is_no_linked_data(read_file: ReadFile) -> None:
    article = only(read_file("a.htm", page(META + '<script type="application/ld+json">{broken</script>')))
    assert (article.title, article.source, article.authors) == (
        "Bridge opens after two years",
        "Sample Courier",
        ("Ada Moss",),
    )
    assert article.published_at is not None
    assert article.published_at.iso[:10] == "2024-05-07"


def test_a_page_without_a_date_gets_none(read_file: ReadFile) -> None:
    assert only(read_file("a.html", page())).published_at is None


def test_packed_page_in_an_old_charset(read_file: ReadFile) -> None:
    old = page(META).replace("Arn", "\u00c5rn").replace("utf-8", "iso-8859-1").encode("cp1252")
    assert "\u00c5rn" in only(read_file("a.html.gz", gzip.compress(old))).text


def test_lists_stay_close_and_paragraphs_apart(read_file: ReadFile) -> None:
    items = "<ul><li>Two lanes are open to cars.</li><li>One lane is for bicycles.</li></ul>"
    body = f"<p>{PARAGRAPHS[0]}</p>{items}<p>{PARAGRAPHS[1]}</p>"
    text = only(read_file("a.html", page("", body))).text
    assert "- Two lanes are open to cars.\n- One lane is for bicycles." in text
    assert f"\n\n{PARAGRAPHS[1]}" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "no article"),
        (b"not a page", "no article"),
        (b"<", "no article"),
        (b"\x89PNG\r\n\x1a\n" + bytes(4000), "not a page"),
        (b"<div>" * 20_000, "no article"),
        (b"<html><body><p>" + b"&" * 5000, "no text"),
    ],
)
def test_what_is_no_article_is_refused(read_file: ReadFile, content: bytes, words: str) -> None:
    assert words in refused(read_file("a.html", content))


def test_reading_text_does_not_load_the_page_parser() -> None:
    heavy = ("trafilatura", "py3langid", "lxml", "dateutil")
    script = f"import sys, assistant.articles.read; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=8)), max_size=12))
def test_mutated_pages_give_one_reading(read_file: ReadFile, edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(page(META).encode())
    for position, piece in edits:
        data[position : position + len(piece)] = piece
    (reading,) = read_file("a.html", bytes(data))
    assert reading.article or reading.reason
