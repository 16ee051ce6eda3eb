"""A page's own description is used where it is one of an article, whatever shape it has."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.linked_data import Described, described

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge &amp; road open",
    "datePublished": "2024-05-07T10:00:00+02:00",
    "dateModified": "2024-05-08",
    "author": [{"@type": "Person", "name": "Ada Moss"}, {"name": "Ben Thorn"}],
    "publisher": {"@type": "Organization", "name": "Sample Courier"},
    "articleSection": ["Local", "Traffic"],
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.org/bridge"},
}
EXPECTED = Described(
    title="Bridge & road open",
    authors=("Ada Moss", "Ben Thorn"),
    published="2024-05-07T10:00:00+02:00",
    updated="2024-05-08",
    source="Sample Courier",
    section="Local",
    url="https://example.org/bridge",
)


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {"@graph": [{"@type": "WebPage", "name": "x"}, ARTICLE]},
        ARTICLE | {"@type": ["Thing", "ReportageNewsArticle"]},
        [{"@type": "NewsArticle", "headline": "Another story"}, ARTICLE],
    ],
)
def test_finds_the_article(script: object) -> None:
    assert described(["not json", json.dumps(script)]) == EXPECTED


@pytest.mark.parametrize(
    "author", ["Ada Moss", ["Ada Moss"], {"name": ["Ada Moss"]}, [{"name": "Ada Moss"}, "https://example.org/x"]]
)
def test_author_in_any_shape(author: object) -> None:
    assert described([json.dumps(ARTICLE | {"author": author})]).authors == ("Ada Moss",)


def test_kind_by_type() -> None:
    assert described([json.dumps(ARTICLE | {"@type": "LiveBlogPosting"})]).kind == "live"
    assert described([json.dumps(ARTICLE | {"@type": "OpinionNewsArticle"})]).kind == "opinion"


@pytest.mark.parametrize(
    "script", ["", "{", "null", '{"@type": "NewsArticle"}', '{"@type": "WebPage", "headline": "x"}', "[" * 100_000]
)
def test_no_description(script: str) -> None:
    assert described([script]) == Described()


def test_a_line_break_inside_a_string_is_forgiven() -> None:
    assert described(['{"@type": "Article", "headline": "Bridge\nopens"}']).title == "Bridge\nopens"


@given(
    st.recursive(
        st.one_of(st.none(), st.text(max_size=5), st.integers(), st.just("NewsArticle")),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["@type", *ARTICLE, "name", "@graph"]), inner, max_size=4),
        ),
    )
)
def test_no_description_breaks_it(root: object) -> None:
    assert isinstance(described([json.dumps(root)]), Described)
