"""A draft becomes an article with all it can have, or a reason."""

from pathlib import Path

import pytest

from assistant.articles.article import Article
from assistant.articles.compose import Draft, compose
from assistant.articles.input import Input
from assistant.articles.limits import Limits

BODY = "The council voted on Tuesday to rebuild the old bridge over the river before the end of next year."


def test_completes_an_article(limits: Limits) -> None:
    draft = Draft(
        text=f"Old bridge\n\n5 min read\n\n{BODY}",
        title=" Old\nbridge ",
        source="Sample Courier",
        authors=("By Ada Moss and Ben Thorn", "Ada Moss"),
        url="HTTPS://Example.org/news/old-bridge?utm_source=x",
        section="Opinion",
        language="en-GB",
        published="2024-05-07",
        updated="2024-05-08T10:00Z",
    )
    reading = compose(draft, given_as="a.jsonl:1", file=None, limits=limits)
    article = reading.article
    assert isinstance(article, Article)
    assert reading.reason == ""
    assert article.text == BODY
    assert (article.title, article.source, article.authors) == (
        "Old bridge",
        "Sample Courier",
        ("Ada Moss", "Ben Thorn"),
    )
    assert (article.url, article.section, article.kind) == ("https://example.org/news/old-bridge", "Opinion", "opinion")
    assert article.article_id.startswith("old-bridge-")
    assert (article.language, article.version) == ("en", 1)
    assert article.published_at is not None
    assert article.updated_at is not None
    assert (article.published_at.iso, article.updated_at.iso) == ("2024-05-07", "2024-05-08T10:00:00+00:00")


def test_missing_fields_stay_missing(limits: Limits) -> None:
    article = compose(Draft(text="Short."), given_as="a.jsonl:1", file=None, limits=limits).article
    assert article is not None
    assert (article.title, article.source, article.authors, article.url) == (None, None, (), None)
    assert (article.section, article.kind, article.language) == (None, "news", None)
    assert (article.published_at, article.updated_at) == (None, None)


def test_a_language_that_is_no_code_is_left_to_whoever_stores_the_article(limits: Limits) -> None:
    article = compose(Draft(text=BODY, language="English"), given_as="a", file=None, limits=limits).article
    assert article is not None
    assert article.language is None


def test_remarks_say_what_was_left_out(limits: Limits) -> None:
    draft = Draft(
        text=BODY, title="t" * 2000, url="ftp://example.org", published="2031-01-01", updated="soon", remarks=("r",)
    )
    reading = compose(draft, given_as="a", file=None, limits=limits)
    assert reading.article is not None
    assert reading.article.title is None
    assert reading.article.published_at is None
    for words in ("r;", "title of 2,000", "future", "updated: the date 'soon'", "no http(s) address"):
        assert words in reading.reason


def test_rejects_what_has_no_text(limits: Limits) -> None:
    reading = compose(Draft(text="Advertisement\n\n\u200b"), given_as="a", file=Input.of(Path("a.txt")), limits=limits)
    assert reading.article is None
    assert "no text" in reading.reason


def test_rejects_what_is_too_long(limits: Limits) -> None:
    reading = compose(Draft(text="x" * 20_001), given_as="a", file=None, limits=limits)
    assert reading.article is None
    assert "20,001 characters" in reading.reason


def test_the_first_date_that_can_be_counts_and_the_others_are_told(limits: Limits) -> None:
    draft = Draft(text=BODY, published=("2031-01-01", None, "2024-05-07", "2020-01-01"), updated=("soon", "2024-05-08"))
    reading = compose(draft, given_as="a", file=None, limits=limits)
    assert reading.article is not None
    assert reading.article.published_at is not None
    assert reading.article.updated_at is not None
    assert (reading.article.published_at.iso, reading.article.updated_at.iso) == ("2024-05-07", "2024-05-08")
    assert "2031-01-01 lies in the future" in reading.reason
    assert "updated: the date 'soon'" in reading.reason


@pytest.mark.parametrize(("given", "expected"), [(None, "2024-03-12"), ("2024-03-13", "2024-03-13")])
def test_a_dateline_gives_the_agency_and_a_date_where_none_is_better(
    given: str | None, expected: str, limits: Limits
) -> None:
    text = f"LISBON, March 12, 2024 (Reuters) - {BODY}"
    article = compose(Draft(text=text, published=given), given_as="a", file=None, limits=limits).article
    assert article is not None
    assert article.published_at is not None
    assert (article.text, article.wire_origin, article.published_at.iso) == (text, "Reuters", expected)


def test_an_author_may_be_an_agency_and_stays_one(limits: Limits) -> None:
    draft = Draft(text=BODY, authors=("Ada Moss (AFP)",), access="teaser")
    article = compose(draft, given_as="a", file=None, limits=limits).article
    assert article is not None
    assert (article.authors, article.wire_origin, article.access) == (("Ada Moss",), "AFP", "teaser")
