import time
from collections.abc import Iterator, Mapping

import pytest

from assistant.articles.fetching import MOST_REDIRECTS, PAUSE_SECONDS
from assistant.articles.visits import Validators
from assistant.errors import InputError, PrivateAddressError
from tests.articles.internet import PUBLIC, Internet, Reply, internet, packed

URL = "http://news.example/ferry"
PAGE = "<html><body><p>The ferry sails again.</p></body></html>"


@pytest.fixture
def net() -> Iterator[Internet]:
    with internet() as net:
        net.page(URL, PAGE)
        yield net


def test_returns_the_bytes_with_what_the_server_says_of_them(net: Internet) -> None:
    net.page(URL, PAGE, ETag='"one"', Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT")
    found = net.fetcher().get(f"{URL}#comments")
    assert (found.url, found.content, found.changed) == (URL, PAGE.encode(), True)
    assert found.content_type == "text/html; charset=utf-8"
    assert found.validators == Validators('"one"', "Tue, 24 Nov 2026 08:00:00 GMT")


def test_asks_whether_it_has_changed(net: Internet) -> None:
    known = Validators('"one"', "Tue, 24 Nov 2026 08:00:00 GMT")

    def reply(headers: Mapping[str, str]) -> Reply:
        same = headers.get("If-None-Match") == '"one"' and headers.get("If-Modified-Since") == known.last_modified
        return Reply(status=304 if same else 200, body=b"" if same else b"changed")

    net.pages["news.example", "/ferry"] = reply
    found = net.fetcher().get(URL, known)
    assert (found.changed, found.content, found.validators) == (False, b"", known)
    assert net.fetcher().get(URL, Validators('"other"', "")).content == b"changed"


def test_says_who_asks(net: Internet) -> None:
    net.fetcher().get(URL)
    assert all(headers["User-Agent"].startswith("news-assistant/") for _, _, headers in net.asked)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/a",
        "file:///etc/passwd",
        "gopher://news.example/",
        "//news.example/a",
        "news.example/a",
        "http://",
        "http://[::1/",
        "http://news.example:port/",
        "http://reader:secret@news.example/",
        "http://news.example/a b",
        "http://news.example/a\r\nHost: other",
        f"http://news.example/{'a' * 3_000}",
    ],
)
def test_refuses_what_is_no_address_of_a_page(url: str, net: Internet) -> None:
    with pytest.raises(InputError):
        net.fetcher().get(url)
    assert net.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.8:8080/admin",
    ],
)
def test_never_dials_a_private_address(url: str, net: Internet) -> None:
    with pytest.raises(PrivateAddressError):
        net.fetcher().get(url)
    assert net.dialled == []


def test_localhost_by_name_is_refused_by_where_it_leads(net: Internet) -> None:
    net.addresses["localhost"] = [["127.0.0.1"]]
    with pytest.raises(PrivateAddressError):
        net.fetcher().get("http://localhost/")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/secret", "http://[::1]/secret", "//192.168.1.1/", "http://inside.example/"]
)
def test_a_redirect_into_the_house_is_refused(target: str, net: Internet) -> None:
    net.addresses["inside.example"] = [["192.168.1.7"]]
    net.redirect(URL, target)
    with pytest.raises(PrivateAddressError):
        net.fetcher().get(URL)
    assert set(net.dialled) == {PUBLIC}


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://news.example/", "javascript:alert(1)", "http://a:b@c.example/"]
)
def test_a_redirect_to_another_scheme_is_refused(target: str, net: Internet) -> None:
    net.redirect(URL, target)
    with pytest.raises(InputError):
        net.fetcher().get(URL)


def test_a_redirect_of_robots_txt_into_the_house_is_refused(net: Internet) -> None:
    net.redirect("http://news.example/robots.txt", "http://127.0.0.1/secret")
    with pytest.raises(PrivateAddressError):
        net.fetcher().get(URL)
    assert set(net.dialled) == {PUBLIC}


def test_a_name_that_is_rebound_after_the_check_gains_nothing(net: Internet) -> None:
    # robots.txt is asked at the first answer, the page at the second.
    net.addresses["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(PrivateAddressError):
        net.fetcher().get(URL)
    assert net.dialled == [PUBLIC]
    net.addresses["news.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    assert net.fetcher().get(URL).content == PAGE.encode()
    assert net.dialled == [PUBLIC] * 3


def test_follows_redirects_to_an_end(net: Internet) -> None:
    net.redirect("http://old.example/a", "http://news.example/b", 301)
    net.redirect("http://news.example/b", "/ferry", 308)
    assert net.fetcher().get("http://old.example/a").url == URL
    net.redirect("http://news.example/loop", "/loop")
    with pytest.raises(InputError, match=f"more than {MOST_REDIRECTS} redirects"):
        net.fetcher().get("http://news.example/loop")


def test_a_page_over_the_limit_is_refused_without_reading_it_all(net: Internet) -> None:
    net.page(URL, b"x" * 3_000_000)
    with pytest.raises(InputError, match="larger than 1 MB"):
        net.fetcher().get(URL)


def test_a_bomb_is_stopped_at_the_limit(net: Internet) -> None:
    net.page(URL, packed("x" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(InputError, match="larger than 1 MB"):
        net.fetcher().get(URL)


def test_unpacks_what_was_packed(net: Internet) -> None:
    net.page(URL, packed(PAGE), Content_Encoding="gzip")
    assert net.fetcher().get(URL).content == PAGE.encode()


def test_a_packing_that_was_not_asked_for_is_refused(net: Internet) -> None:
    net.page(URL, b"...", Content_Encoding="br")
    with pytest.raises(InputError, match="packed as 'br'"):
        net.fetcher().get(URL)


def test_a_broken_packing_is_told(net: Internet) -> None:
    net.page(URL, b"no gzip at all", Content_Encoding="gzip")
    with pytest.raises(InputError, match="cannot be fetched"):
        net.fetcher().get(URL)


def test_a_server_that_drips_is_left_at_the_deadline(net: Internet) -> None:
    net.pages["news.example", "/ferry"] = Reply(b"x" * 1_000, drip=0.05)
    started = time.monotonic()
    with pytest.raises(InputError, match="did not answer in time"):
        net.fetcher(seconds=0.5).get(URL)
    assert time.monotonic() - started < 2


def test_nothing_there_is_said(net: Internet) -> None:
    with pytest.raises(InputError, match="404 Not Found"):
        net.fetcher().get("http://news.example/gone")
    net.page(URL, b"")
    with pytest.raises(InputError, match="answers with nothing"):
        net.fetcher().get(URL)


def test_a_name_without_address_is_said(net: Internet) -> None:
    net.addresses["nowhere.example"] = [[]]
    with pytest.raises(InputError, match="no address"):
        net.fetcher().get("http://nowhere.example/")


@pytest.mark.parametrize("target", ["http://[bad", "http://xn--.example/", "http://news.example:99999/"])
def test_a_redirect_to_what_is_no_address_is_said(target: str, net: Internet) -> None:
    net.redirect(URL, target)
    with pytest.raises(InputError, match=r"cannot be fetched|is no address"):
        net.fetcher().get(URL)


def test_what_no_header_may_hold_is_not_sent_back(net: Internet) -> None:
    net.page(URL, PAGE, ETag='"caf\xe9"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    fetcher = net.fetcher()
    again = fetcher.get(URL, fetcher.get(URL).validators)
    assert again.changed
    asked = net.asked[-1][2]
    assert "If-None-Match" not in asked
    assert asked["If-Modified-Since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_robots_close_an_address(net: Internet) -> None:
    net.page("http://news.example/robots.txt", "User-agent: *\nDisallow: /ferry\n", kind="text/plain")
    fetcher = net.fetcher()
    with pytest.raises(InputError, match=r"closed to programs by the site's robots\.txt"):
        fetcher.get(URL)
    net.page("http://news.example/port", PAGE)
    assert fetcher.get("http://news.example/port").content == PAGE.encode()
    assert [path for _, path, _ in net.asked] == ["/robots.txt", "/port"]


def test_robots_are_asked_again_where_a_redirect_leads(net: Internet) -> None:
    net.page("http://closed.example/robots.txt", "User-agent: news-assistant\nDisallow: /\n", kind="text/plain")
    net.redirect(URL, "http://closed.example/a")
    with pytest.raises(InputError, match="closed to programs"):
        net.fetcher().get(URL)
    assert ("closed.example", "/a") not in [(host, path) for host, path, _ in net.asked]


def test_a_site_that_fails_to_show_its_rules_is_left_alone(net: Internet) -> None:
    net.pages["news.example", "/robots.txt"] = Reply(status=503)
    with pytest.raises(InputError, match="which answers with 503"):
        net.fetcher().get(URL)


def test_a_host_is_asked_once_in_a_while(net: Internet) -> None:
    net.page("http://other.example/", PAGE)
    fetcher = net.fetcher()
    fetcher.get(URL)
    fetcher.get("http://other.example/")
    assert net.slept == []
    fetcher.get(URL)
    assert net.slept == [pytest.approx(PAUSE_SECONDS, abs=0.5)]


def test_the_delay_that_a_site_asks_for_is_kept(net: Internet) -> None:
    net.page("http://news.example/robots.txt", "User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    fetcher = net.fetcher()
    fetcher.get(URL)
    fetcher.get(URL)
    assert net.slept == [pytest.approx(7, abs=0.5)]
