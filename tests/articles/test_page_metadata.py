"""What a page says of its article, in whichever of its many ways."""

import json
import time

import pytest
from lxml import html

from assistant.articles.page_metadata import PageMetadata, page_metadata

URL = "https://www.sample-courier.example/local/bridge-opens"
DATA = {
    "@type": "NewsArticle",
    "headline": "Bridge opens",
    "author": {"@type": "Person", "name": "Ada Moss"},
    "datePublished": "2024-05-07T10:00:00+02:00",
    "publisher": {"name": "Sample Courier"},
}


def read(head: str = "", body: str = "<h1>Bridge opens</h1>", data: object = None, lang: str = "") -> PageMetadata:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return page_metadata(html.document_fromstring(f"<html{lang}><head>{head}{script}</head><body>{body}</body></html>"))


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_a_described_article() -> None:
    found = read(f'<link rel="canonical" href="{URL}">', data=DATA, lang=' lang="en-GB"')
    assert found == PageMetadata(
        title="Bridge opens",
        authors=("Ada Moss",),
        is_signed=True,
        source="Sample Courier",
        url=URL,
        section="local",
        kind=None,
        language="en",
        published=("2024-05-07T10:00:00+02:00",),
        updated=(),
        free=None,
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("author", "Ada Moss"),
        ("article:author", "Ada Moss"),
        ("parsely-author", "Ada Moss"),
        ("sailthru.author", "Ada Moss"),
        ("DC.creator", "Ada Moss"),
        ("byl", "By Ada Moss"),
    ],
)
def test_authors_in_meta_tags(name: str, content: str) -> None:
    found = read(f'{meta("article:author", "https://example.org/ada")}<meta name="{name}" content="{content}">')
    assert [author.removeprefix("By ") for author in found.authors] == ["Ada Moss"]
    assert found.is_signed


def test_a_label_may_say_whose_the_name_is() -> None:
    assert read(meta("twitter:label1", "Written by") + meta("twitter:data1", "Ada Moss")).authors == ("Ada Moss",)
    assert read(meta("twitter:label1", "Reading time") + meta("twitter:data1", "5 minutes")).authors == ()


def test_an_outlet_that_signs_gives_way_to_who_is_printed() -> None:
    data = DATA | {"author": {"name": "Sample Courier"}}
    signed = read(data=data, body='<h1>Bridge opens</h1><p class="byline">By Ben Thorn</p>')
    assert (signed.authors, signed.is_signed) == (("Ben Thorn",), True)
    unsigned = read(data=data)
    assert (unsigned.authors, unsigned.is_signed) == (("Sample Courier",), False)


def test_an_editor_gives_way_to_who_is_printed() -> None:
    body = '<h1>Bridge opens</h1><p class="author">Ben Thorn</p><div>Editor: Ada Moss</div>'
    assert read(data=DATA, body=body).authors == ("Ben Thorn",)


def test_an_author_may_be_a_reference_to_another_object() -> None:
    graph = [DATA | {"author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada Moss"}]
    assert read(data={"@graph": graph}).authors == ("Ada Moss",)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="{URL}?utm_source=x">', URL),
        (f'<link rel="canonical" href="/local/bridge-opens">{meta("og:url", URL)}', URL),
        ('<base href="https://www.sample-courier.example/"><link rel="canonical" href="local/bridge-opens">', URL),
        (f'<link rel="canonical" href="https://www.sample-courier.example/">{meta("og:url", URL)}', URL),
        (meta("og:url", "https://www.sample-courier.example"), None),
        (f'<link rel="canonical" href="https://other.invalid/local/bridge-opens">{meta("og:url", URL)}', URL),
        (f'<link rel="canonical" href="{URL}">{meta("og:url", URL.replace("www", "m"))}', URL),
        ('<link rel="canonical" href="http://[bad">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ("", None),
    ],
)
def test_the_canonical_address_is_whole_and_no_front_page(head: str, url: str | None) -> None:
    assert read(head).url == url


@pytest.mark.parametrize(
    "head",
    [
        meta("article:published_time", "2024-05-07"),
        '<meta name="date" content="2024-05-07">',
        '<meta itemprop="datePublished" content="2024-05-07">',
        '<meta name="DC.date.issued" content="2024-05-07">',
    ],
)
def test_dates_in_meta_tags(head: str) -> None:
    assert read(head).published == ("2024-05-07",)


def test_dates_in_print() -> None:
    body = '<h1>Bridge</h1><time itemprop="datePublished" datetime="2024-05-07T10:00">today</time>'
    assert read(body=body).published == ("2024-05-07T10:00",)
    assert read(f'<link rel="canonical" href="{URL.replace("local", "2024/05/07")}">').published == ("2024-05-07",)
    assert read(body="<p>In 1999 and 2001 it rained.</p>").published == ()


def test_the_hour_comes_before_the_bare_day_and_another_day_after_it() -> None:
    head = meta("article:published_time", "2024-05-07T10:00Z") + meta("pubdate", "2024-05-06T10:00Z")
    published = read(head, data=DATA | {"datePublished": "2024-05-07"}).published
    assert published == ("2024-05-07T10:00Z", "2024-05-07", "2024-05-06T10:00Z")


def test_the_outlet_is_the_name_in_the_address_and_not_its_owner() -> None:
    head = f'<link rel="canonical" href="{URL}">{meta("og:site_name", "Sample Courier")}'
    assert read(head, data=DATA | {"publisher": {"name": "Big Media Holding AG"}}).source == "Sample Courier"
    assert read(f'<link rel="canonical" href="{URL}">').source == "sample-courier.example"
    assert read().source is None


@pytest.mark.parametrize(
    ("site", "source"),
    [
        ("Sample Courier | Local, sport, harbour", "Sample Courier"),
        ("@samplecourier", "samplecourier"),
        ("https://www.sample-courier.example", "sample-courier.example"),
        ("Associated Press", "sample-courier.example"),
        ("Big Media", "Big Media"),
    ],
)
def test_names_of_outlets_are_put_right(site: str, source: str) -> None:
    assert read(f'<link rel="canonical" href="{URL}">{meta("og:site_name", site)}').source == source


def test_the_outlet_behind_a_name_is_no_author() -> None:
    head = meta("og:site_name", "Sample Courier") + meta("author", "Ada Moss, Sample Courier Online, MBA")
    assert read(head).authors == ("Ada Moss, MBA",)


def test_a_date_that_cannot_be_leaves_room_for_another() -> None:
    head = f'{meta("article:published_time", "0001-01-01T00:00:00Z")}<link rel="canonical" href="https://a.example/2024/05/07/x">'
    assert read(head).published == ("0001-01-01T00:00:00Z", "2024-05-07")
    assert read(meta("article:published_time", "1762590240000")).published == ("1762590240000",)


@pytest.mark.parametrize(
    ("head", "data", "section"),
    [
        (meta("article:section", "Local"), None, "Local"),
        ("", DATA | {"articleSection": ["Harbour", "Local"]}, "Harbour"),
        (meta("article:section", "Uncategorized"), None, None),
        (meta("article:section", "Sample Courier") + meta("og:site_name", "Sample Courier"), None, None),
        ('<link rel="canonical" href="https://a.example/en/2024/story/harbour/bridge-opens/">', None, "harbour"),
        ('<link rel="canonical" href="https://a.example/bridge/">', None, None),
        (f'<link rel="canonical" href="{URL}">', None, "local"),
        (
            "",
            {"@type": "BreadcrumbList", "itemListElement": [{"name": n} for n in ("Home", "Harbour", "Bridge opens")]},
            "Harbour",
        ),
    ],
)
def test_sections(head: str, data: object, section: str | None) -> None:
    assert read(head, data=data).section == section


@pytest.mark.parametrize(
    ("lang", "head", "data", "language"),
    [
        (' lang="de-AT"', "", None, "de"),
        ("", meta("og:locale", "de_AT"), None, "de"),
        ("", "", DATA | {"inLanguage": {"@type": "Language", "alternateName": "de"}}, "de"),
        (' lang="en"', meta("og:locale", "de_AT"), DATA | {"inLanguage": "de"}, "de"),
        (' lang="en"', meta("og:locale", "de_AT"), None, "en"),
        (' lang="deutsch"', "", None, None),
    ],
)
def test_the_language_that_most_declarations_name(lang: str, head: str, data: object, language: str | None) -> None:
    assert read(head, data=data, lang=lang).language == language


@pytest.mark.parametrize(
    ("value", "free"), [(True, True), ("False", False), ("http://schema.org/False", False), (None, None)]
)
def test_access(value: object, free: bool | None) -> None:  # noqa: FBT001 - a table
    assert read(data=DATA | {"isAccessibleForFree": value}).free is free


def test_its_own_article_is_told_from_related_ones() -> None:
    other = DATA | {"headline": "Another story", "author": {"name": "Cy Reed"}, "articleSection": "Sport"}
    assert read(data=[other, DATA]).authors == ("Ada Moss",)
    assert read(data=[DATA | {"comment": [other]}]).section is None


def test_a_headline_with_marks_inside_has_no_more_spaces_than_it_shows() -> None:
    assert read(body="<h1>Bridge <em>open</em>s: <b>at last</b>!</h1>").title == "Bridge opens: at last!"


def test_an_empty_page_has_nothing() -> None:
    found = read(body="<p></p>")
    assert (found.title, found.authors, found.source, found.url, found.published) == (None, (), None, None, ())


@pytest.mark.parametrize(
    "body",
    [
        "<h1 class=author>Ada Moss" * 20_000,
        "<div class=byline>Editor: Ada Moss " * 20_000,
        f"<div>{'<div>' * 200}{'It rained. ' * 50_000}",
        "<time itemprop=datePublished>soon</time>" * 20_000,
        "<p>(责编：牛镛、岳弘彬)</p>" * 20_000,
    ],
)
def test_a_hostile_page_costs_little_time(body: str) -> None:
    head = meta("og:title", "Bridge - " * 500) * 500 + meta("author", "Ada Moss, " * 500) * 500
    started = time.process_time()
    found = read(head, body=body, data=DATA | {"author": {"name": "Ada Moss"}})
    assert time.process_time() - started < 10
    assert len(found.authors) <= 50
