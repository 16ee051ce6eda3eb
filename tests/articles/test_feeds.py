"""RSS and Atom: full text before teasers, teasers labelled, dates as they stand, broken and hostile feeds in time."""

import re
import time
from functools import partial

import pytest

from assistant.articles import feeds
from tests.articles.conftest import ReadFile, only, refused

FIRST = "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said."
SECOND = "It had been shut since a gate tore off in November and cost 12 million crowns, a third more than planned."
CONTENT = f"<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p><img src='https://example.org/t.gif'/>]]></content:encoded>"
TEASER = f"<description>{FIRST}</description>"


def item(*parts: str, link: str = "https://example.org/lock?utm_source=rss") -> str:
    return f"""<item><title>Orvel lock opens &amp; barges pass</title><link>{link}</link><guid>g-17</guid>
    <pubDate>Tue, 12 Mar 2024 14:05:00 +0100</pubDate><category>Transport</category>{"".join(parts)}</item>"""


def rss(*items: str, head: str = "") -> str:
    return f"""{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Sample Gazette</title>
    <language>en-gb</language><copyright>Copyright</copyright>{"".join(items)}</channel></rss>"""


def atom(entry: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
    <title>Sample Gazette</title><id>urn:f</id><entry><title type="html">Orvel &lt;i&gt;lock&lt;/i&gt; opens</title>
    <id>urn:uuid:17</id><author><name>Ada Moss</name></author><author><name>Ben Roe</name></author>
    {entry}</entry></feed>"""


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.rss")


def test_full_content_goes_before_the_teaser(readings: ReadFile) -> None:
    found = readings(rss(item(TEASER, CONTENT, "<dc:creator>Ada Moss</dc:creator>")))
    article = only(found)
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert (article.title, article.source) == ("Orvel lock opens & barges pass", "Sample Gazette")
    assert (article.authors, article.section, article.language) == (("Ada Moss",), "Transport", "en")
    assert (article.url, article.access) == ("https://example.org/lock", "full")
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12T14:05:00+01:00"
    assert found[0].reason == ""


def test_an_entry_with_a_teaser_only_is_labelled(readings: ReadFile) -> None:
    found = readings(rss(item(TEASER)))
    assert (only(found).text, only(found).access, found[0].reason) == (FIRST, "teaser", "only a teaser")


@pytest.mark.parametrize("end", ["…", " [...]", " <a href='https://example.org'>Continue reading</a>", " Read more »"])
def test_content_that_breaks_off_is_a_teaser(readings: ReadFile, end: str) -> None:
    cut = f"<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}{end}</p>]]></content:encoded>"
    assert only(readings(rss(item(cut)))).access == "teaser"


def test_a_description_of_the_length_of_an_article_is_one(readings: ReadFile) -> None:
    paragraphs = "".join(f"&lt;p&gt;{FIRST} {SECOND}&lt;/p&gt;" for _ in range(9))
    assert only(readings(rss(item(f"<description>{paragraphs}</description>")))).access == "full"


def test_what_software_adds_to_each_entry_goes(readings: ReadFile) -> None:
    added = "<p>The post <a href='https://example.org/lock'>Orvel lock opens</a> appeared first on Sample Gazette.</p>"
    content = CONTENT.replace("<img", f"{added}<img")
    assert only(readings(rss(item(content)))).text == f"{FIRST}\n\n{SECOND}"


def test_reads_atom(readings: ReadFile) -> None:
    article = only(
        readings(
            atom(
                f"""<link href="https://example.org/lock"/><published>2024-03-12T14:05:00Z</published>
                <updated>2024-03-13T08:00:00Z</updated><summary>{FIRST}</summary><content type="xhtml">
                <div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content>"""
            )
        )
    )
    assert (article.title, article.authors, article.access) == ("Orvel lock opens", ("Ada Moss", "Ben Roe"), "full")
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.published_at is not None
    assert article.updated_at is not None
    assert (article.published_at.iso, article.updated_at.iso) == (
        "2024-03-12T14:05:00+00:00",
        "2024-03-13T08:00:00+00:00",
    )


def test_the_only_date_of_an_entry_dates_it(readings: ReadFile) -> None:
    found = readings(atom(f"<updated>2024-03-13T08:00:00Z</updated><summary>{FIRST}</summary>"))
    article = only(found)
    assert article.published_at is not None
    assert (article.published_at.iso, article.updated_at) == ("2024-03-13T08:00:00+00:00", None)
    assert "dated by its last update" in found[0].reason
    assert article.article_id == "urn:uuid:17"


def test_a_missing_date_stays_missing(readings: ReadFile) -> None:
    assert only(readings(atom(f"<summary>{FIRST}</summary>"))).published_at is None


@pytest.mark.parametrize(
    ("author", "names"),
    [("a.moss@example.org (Ada Moss)", ("Ada Moss",)), ("a.moss@example.org", ()), ("Ada Moss", ("Ada Moss",))],
)
def test_a_mail_address_is_no_author(readings: ReadFile, author: str, names: tuple[str, ...]) -> None:
    assert only(readings(rss(item(CONTENT, f"<author>{author}</author>")))).authors == names


def test_an_entry_without_text_is_rejected_and_the_others_stay(readings: ReadFile) -> None:
    found = readings(rss(item(), item(CONTENT, link="https://example.org/b")))
    assert [reading.article is None for reading in found] == [True, False]
    assert "has no text" in found[0].reason
    assert found[1].input.endswith("a.rss:2")


def test_a_broken_feed_is_read_and_says_so(readings: ReadFile) -> None:
    found = readings(rss(item(CONTENT), item(TEASER))[:-120])
    assert only(found[:1]).text == f"{FIRST}\n\n{SECOND}"
    assert "not well formed" in found[0].reason


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="ISO-8859-1"?>'])
def test_latin_letters_are_read_declared_or_not(readings: ReadFile, head: str) -> None:
    text = rss(item(CONTENT.replace("Orvel", "Orv\xe9l")), head=head).encode("latin-1")
    assert only(readings(text)).text.startswith("The lock at Orv\xe9l opened")


def test_names_of_characters_are_known(readings: ReadFile) -> None:
    assert only(readings(rss(item(f"<description>{FIRST} &ndash; so</description>")))).text.endswith("\u2013 so")


LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared", [LAUGHS, '<!ENTITY l9 SYSTEM "file:///etc/hostname">'], ids=["billion laughs", "external entity"]
)
def test_no_entity_is_expanded(readings: ReadFile, declared: str) -> None:
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{declared}]>'
    text = only(readings(rss(item(f"<description>{FIRST} &l9;</description>"), head=head))).text
    assert text.removeprefix(FIRST).strip() in ("", "&l9;")


@pytest.mark.parametrize(
    "tail",
    ["<b>" * 100_000, "&lt;b&gt;" * 10_000, "<" * 200_000, "<![CDATA[" * 50_000, "<!ENTITY " * 50_000],
    ids=["open tags", "nested markup", "brackets", "open sections", "declarations"],
)
def test_hostile_markup_takes_no_time_by_the_square(readings: ReadFile, tail: str) -> None:
    start = time.perf_counter()
    found = readings(rss(item(CONTENT), f"<item><description>{tail}"))
    assert only(found[:1]).text == f"{FIRST}\n\n{SECOND}"
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<opml><body/></opml>", "neither RSS, Atom, NITF nor NewsML-G2"),
        (rss(), "no entries"),
        ("<!DOCTYPE " * 50, "no XML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "not a page|no XML"),
    ],
)
def test_what_is_no_feed_gets_a_reason(readings: ReadFile, content: str | bytes, reason: str) -> None:
    assert re.search(reason, refused(readings(content)))


def test_a_feed_over_the_limit_is_not_loaded(readings: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_LARGEST_FEED", 1_000)
    assert re.search("can only be read whole", refused(readings(rss(item(CONTENT), item(CONTENT)))))
