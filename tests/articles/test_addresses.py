"""Addresses from the request to the reading, over a small internet on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assistant.articles.addresses import NO_NETWORK, is_address, read_addresses, refused
from assistant.articles.article import Reading
from assistant.articles.limits import Limits
from assistant.articles.visits import Validators, Visit, Visits
from tests.articles.internet import Internet, Reply, internet

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "http://news.example/2026/ferry"
FEED = "http://news.example/feed.xml"
BODY = " ".join(f"The ferry to Port Alder sailed again at {hour} o'clock, and the pier was full." for hour in range(12))


def page(title: str = "Ferry sails again", *, head: str = "", body: str = BODY) -> str:
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{body}</p><p>{body}</p></article></body></html>"
    )


def feed(*entries: str) -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Gazette</title>"
        f"<link>http://news.example/</link>{''.join(entries)}</channel></rss>"
    )


def entry(url: str, *, published: str = "Tue, 24 Nov 2026 08:00:00 GMT", text: str = "The ferry sails …") -> str:
    return (
        f"<item><title>Ferry sails again</title><link>{url}</link><pubDate>{published}</pubDate>"
        f"<description>{text}</description></item>"
    )


@pytest.fixture
def net() -> Iterator[Internet]:
    with internet() as net:
        yield net


def read(net: Internet, *urls: str, known: tuple[Visit, ...] = ()) -> tuple[list[Reading], list[Visit]]:
    by_url = {visit.url: visit for visit in known}
    visits = Visits(by_url.get)
    readings = list(read_addresses(urls, net.fetcher(), Limits(10, 100_000, NOW), visits))
    return readings, visits.made


def test_what_is_an_address() -> None:
    assert is_address("https://news.example/a")
    assert is_address("HTTP://news.example/a")
    assert not is_address("news.example/a")
    assert not is_address("ftp://news.example/a")


def test_without_the_network_each_address_is_told_how_to_switch_it_on() -> None:
    assert list(refused([URL])) == [Reading(URL, None, NO_NETWORK)]


def test_a_page_becomes_an_article_with_its_address(net: Internet) -> None:
    net.page(URL, page(), ETag='"one"')
    readings, visits = read(net, URL, URL)
    assert [reading.input for reading in readings] == [URL]
    article = readings[0].article
    assert article is not None
    assert (article.url, article.title) == (URL, "Ferry sails again")
    assert BODY in article.text
    assert visits == [Visit(URL, Validators('"one"', ""), int(NOW.timestamp()), article.article_id)]


def test_a_page_that_has_not_changed_is_not_sent_again(net: Internet) -> None:
    net.pages["news.example", "/2026/ferry"] = lambda headers: (
        Reply(status=304) if headers.get("If-None-Match") == '"one"' else Reply(status=500)
    )
    readings, visits = read(net, URL, known=(Visit(URL, Validators('"one"'), 0),))
    assert [(reading.article, reading.unchanged) for reading in readings] == [(None, True)]
    assert visits == []


def test_what_cannot_be_fetched_is_one_line_and_no_visit(net: Internet) -> None:
    readings, visits = read(net, URL, "http://127.0.0.1:9/")
    assert [reading.article for reading in readings] == [None, None]
    assert "404" in readings[0].reason
    assert "not on the public network" in readings[1].reason
    assert visits == []


def test_a_page_that_gave_nothing_is_asked_for_as_a_whole_again(net: Internet) -> None:
    net.page(URL, "<html><body></body></html>", ETag='"one"')
    readings, visits = read(net, URL)
    assert [reading.article for reading in readings] == [None]
    assert visits == []


def test_a_page_cannot_take_the_place_of_another_sites_article(net: Internet) -> None:
    claim = "<link rel='canonical' href='http://victim.example/story'><meta property='og:url' content='http://victim.example/story'>"
    net.page("http://evil.example/a", page(head=claim))
    net.page("http://victim.example/story", page("The true story"))
    readings, _ = read(net, "http://evil.example/a", "http://victim.example/story")
    first, second = (reading.article for reading in readings)
    assert first is not None
    assert second is not None
    assert first.url == "http://evil.example/a"
    assert first.article_id != second.article_id


def test_a_page_may_name_another_address_of_its_own_site(net: Internet) -> None:
    net.page("http://m.news.example/2026/ferry", page(head=f"<link rel='canonical' href='{URL}'>"))
    readings, _ = read(net, "http://m.news.example/2026/ferry")
    assert readings[0].article is not None
    assert readings[0].article.url == URL


def test_a_feed_leads_to_its_pages(net: Internet) -> None:
    net.page(FEED, feed(entry(URL)), kind="application/rss+xml", ETag='"f"')
    net.page(URL, page())
    readings, visits = read(net, FEED)
    article = readings[0].article
    assert article is not None
    assert BODY in article.text
    assert article.access == "full"
    assert article.published_at is not None
    assert article.published_at.iso.startswith("2026-11-24")
    assert [visit.url for visit in visits] == [URL, FEED]


def test_a_page_that_was_fetched_is_left_alone_until_its_entry_is_newer(net: Internet) -> None:
    net.page(FEED, feed(entry(URL)), kind="application/rss+xml")
    net.page(URL, page())
    after = Visit(URL, Validators(), int(datetime(2026, 11, 24, 9, tzinfo=UTC).timestamp()))
    readings, _ = read(net, FEED, known=(after,))
    assert [(reading.article, reading.unchanged) for reading in readings] == [(None, True)]
    before = Visit(URL, Validators(), int(datetime(2026, 11, 24, 7, tzinfo=UTC).timestamp()))
    readings, _ = read(net, FEED, known=(before,))
    assert readings[0].article is not None


def test_where_the_page_is_closed_the_teaser_stays_and_the_feed_is_asked_again(net: Internet) -> None:
    net.page(FEED, feed(entry(URL), entry("http://news.example/2026/pier")), kind="application/rss+xml", ETag='"f"')
    net.page("http://news.example/2026/pier", page("The pier is full"))
    readings, visits = read(net, FEED)
    teaser, whole = (reading.article for reading in readings)
    assert teaser is not None
    assert teaser.access == "teaser"
    assert "only the teaser of the feed: http://news.example/2026/ferry answers with 404" in readings[0].reason
    assert whole is not None
    assert [visit.url for visit in visits] == ["http://news.example/2026/pier"]


def test_a_feed_cannot_take_the_place_of_another_sites_article(net: Internet) -> None:
    whole = "".join(f"&lt;p&gt;{BODY}&lt;/p&gt;" for _ in range(4))
    net.page("http://evil.example/feed", feed(entry(URL, text=whole)), kind="application/rss+xml")
    net.page(URL, page())
    readings, _ = read(net, "http://evil.example/feed", URL)
    false, true = (reading.article for reading in readings)
    assert false is not None
    assert true is not None
    assert false.url == true.url == URL
    assert false.article_id != true.article_id


def test_a_page_without_more_than_its_teaser_is_left_alone_until_its_entry_is_newer(net: Internet) -> None:
    net.page(FEED, feed(entry(URL)), kind="application/rss+xml")
    net.page(URL, "<html><body><p>Subscribe.</p></body></html>")
    readings, visits = read(net, FEED)
    assert "its page has no more to read" in readings[0].reason
    assert URL in [visit.url for visit in visits]


def test_an_entry_that_leads_into_the_house_stays_a_teaser(net: Internet) -> None:
    net.page(FEED, feed(entry("http://169.254.169.254/latest/meta-data")), kind="application/rss+xml")
    readings, _ = read(net, FEED)
    assert "not on the public network" in readings[0].reason
    assert "169.254.169.254" not in net.dialled


def test_a_feed_is_told_by_its_bytes_whatever_the_server_calls_it(net: Internet) -> None:
    net.page(FEED, feed(entry(URL)), kind="text/html")
    net.page(URL, page())
    readings, _ = read(net, FEED)
    assert readings[0].article is not None
    assert readings[0].article.title == "Ferry sails again"
