"""Front matter is data and nothing more: read as written, refused with a reason where it is broken or hostile."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.articles.markdown import split_front_matter
from tests.articles.conftest import ReadFile, only, refused

HEAD = """---
title: "Bridge: open"
source: Sample Courier
published_at: 2024-05
updated_at: 2024-05-08 10:00
url: https://example.org/bridge
authors: [Ada Moss, Ben Thorn]
category: Opinion
language: en
id: 0017
---
"""


def test_reads_the_front_matter(read_file: ReadFile) -> None:
    article = only(read_file("a.md", HEAD + "# Bridge: open\n\nIt **opened** on Friday."))
    assert (article.article_id, article.title, article.text) == ("0017", "Bridge: open", "It opened on Friday.")
    assert (article.source, article.authors) == ("Sample Courier", ("Ada Moss", "Ben Thorn"))
    assert (article.url, article.kind, article.language) == ("https://example.org/bridge", "opinion", "en")
    assert article.published_at is not None
    assert article.updated_at is not None
    assert (article.published_at.iso, article.updated_at.iso) == ("2024-05", "2024-05-08T10:00:00")


def test_values_stay_as_written(read_file: ReadFile) -> None:
    article = only(read_file("a.md", "---\ntitle: 1984\nsource: No\ndate: 2021-03-29\nauthor: ~\n---\nText."))
    assert (article.title, article.source, article.authors) == ("1984", "No", ())
    assert article.published_at is not None
    assert article.published_at.precision == "day"


def test_without_front_matter_the_heading_is_the_title(read_file: ReadFile) -> None:
    article = only(read_file("a.markdown", "\ufeff# Bridge opens\r\n\r\nIt did.\r\n"))
    assert (article.title, article.text) == ("Bridge opens", "It did.")


def test_rules_of_dashes_are_no_front_matter() -> None:
    text = "---\nTwo rules with prose between.\n---\nMore."
    assert split_front_matter(text) == ({}, text)


def test_empty_front_matter() -> None:
    assert split_front_matter("---\n---\nBody") == ({}, "Body")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("title: [open", "not readable YAML"),
        ("title: a: b", "not readable YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]", "aliases are not read"),
        ("title: !!python/object/apply:os.system [ls]", "not readable YAML"),
        ("title: {a: b}", "field title"),
        ("authors: {a: b}", "field authors"),
        ("authors: [[a]]", "field authors"),
        ("title: " + "[" * 5000, "not readable YAML"),
        ("? [a]\n: b", "not readable YAML"),
    ],
)
def test_bad_front_matter_is_refused(read_file: ReadFile, head: str, words: str) -> None:
    assert words in refused(read_file("a.md", f"---\n{head}\n---\nText."))


def test_a_file_of_front_matter_alone_is_refused(read_file: ReadFile) -> None:
    assert "no text" in refused(read_file("a.md", HEAD))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab:-[]{}&*!|>'\"#\n ?%@,~", max_size=60))
def test_any_head_gives_one_reading(read_file: ReadFile, head: str) -> None:
    (reading,) = read_file("a.md", f"---\n{head}\n---\nText.")
    assert reading.article or reading.reason
