"""NewsML-G2: each news item of a message becomes a reading, with what the provider says about its state."""

import re
import resource
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.newsml import read_newsml
from tests.articles.conftest import NOW, ReadFile, only, refused

FIRST = "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said."
SECOND = "It had been shut since a gate tore off in November and cost 12 million crowns."
XHTML = f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>Head title</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML>"""
NITF = f"""<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Twice</hl1></hedline></body.head><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content>
</body></nitf></inlineXML>"""
PLAIN = f'<inlineData contenttype="text/plain">{FIRST}\n\n{SECOND}</inlineData>'
CREATED = "<firstCreated>2024-03-12T13:05:00Z</firstCreated><versionCreated>2024-03-12T15:00:00Z</versionCreated>"


def item(
    content: str = XHTML,
    *,
    guid: str = "urn:newsml:example.org:20240312:lock",
    status: str = "stat:usable",
    dates: str = CREATED,
    meta: str = "",
    extra: str = "",
) -> str:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="2" standard="NewsML-G2"
    xml:lang="en"><rightsInfo><copyrightHolder literal="Sample Wire Ltd"/><copyrightNotice>Copyright 2024
    </copyrightNotice></rightsInfo><itemMeta><itemClass qcode="ninat:text"/><provider><name>Sample Wire</name>
    </provider>{dates}
    <pubStatus qcode="{status}"/>{meta}<title>Item title</title></itemMeta><contentMeta><urgency>3</urgency>
    <contentCreated>2024-03-12T12:00:00+01:00</contentCreated><genre qcode="genre:Current"><name>Current</name></genre>
    {extra}<subject type="cpnat:abstract" qcode="medtop:04000000"><name>Transport</name></subject>
    <slugline>LOCK-OPENS</slugline><headline>Orvel lock opens</headline><by>By Ada Moss and Ben Roe</by>
    <dateline>ORVEL, March 12 (Sample Wire) -</dateline></contentMeta><contentSet>{content}</contentSet></newsItem>"""


def message(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>
    <sent>2024-03-12T16:00:00Z</sent></header><itemSet><packageItem guid="p"><groupSet><group><itemRef residref="x">
    <title>Other</title></itemRef></group></groupSet></packageItem>{"".join(items)}</itemSet></newsMessage>"""


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.xml")


@pytest.mark.parametrize("content", [XHTML, NITF, PLAIN], ids=["XHTML", "NITF", "plain"])
def test_reads_the_article_and_its_fields(readings: ReadFile, content: str) -> None:
    article = only(readings(message(item(content))))
    assert article.text == f"ORVEL, March 12 (Sample Wire) - {FIRST}\n\n{SECOND}"
    assert article.article_id == "urn:newsml:example.org:20240312:lock"
    assert (article.title, article.source, article.section) == ("Orvel lock opens", "Sample Wire", "Transport")
    assert (article.authors, article.kind, article.language) == (("Ada Moss", "Ben Roe"), "news", "en")
    assert article.published_at is not None
    assert article.updated_at is not None
    assert article.published_at.iso == "2024-03-12T13:05:00+00:00"
    assert article.updated_at.iso == "2024-03-12T15:00:00+00:00"


def test_a_single_item_needs_no_message(readings: ReadFile) -> None:
    assert only(readings(item())).title == "Orvel lock opens"


def test_a_date_of_the_content_goes_before_that_of_the_version(readings: ReadFile) -> None:
    article = only(readings(item(dates="<versionCreated>2024-03-12T15:00:00Z</versionCreated>")))
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12T12:00:00+01:00"


def test_each_item_of_a_message_is_a_reading(readings: ReadFile) -> None:
    picture = item('<remoteContent href="a.jpg"/>', guid="g3").replace("ninat:text", "ninat:picture")
    found = readings(message(item(guid="g1"), item(guid="g2", status="stat:canceled"), picture, item(guid="g4")))
    assert [reading.article.article_id if reading.article else None for reading in found] == ["g1", None, None, "g4"]
    assert "canceled by its provider" in found[1].reason
    assert "no text inline (its class is ninat:picture)" in found[2].reason
    assert found[3].input.endswith("a.xml:4")


def test_an_embargo_holds_until_its_moment(readings: ReadFile) -> None:
    held = item(meta="<embargoed>2026-06-01T14:00:00+02:00</embargoed>")
    only(readings(held))
    later = held.replace("T14:00:00+02:00", "T14:00:01+02:00")
    assert "under embargo until 2026-06-01T14:00:01+02:00" in refused(readings(later))
    assert "without an end" in refused(readings(item(meta="<embargoed/>")))
    assert "cannot be read as a date" in refused(readings(item(meta="<embargoed>noon</embargoed>")))


@pytest.mark.parametrize(
    ("meta", "extra"),
    [
        ('<signal qcode="sig:correction"/>', ""),
        ("<edNote>CORRECTS cost in second paragraph</edNote>", ""),
        ("", '<genre qcode="genre:Correction"><name>Correction</name></genre>'),
    ],
)
def test_a_correction_is_told_by_its_signals(readings: ReadFile, meta: str, extra: str) -> None:
    text = item(meta=meta, extra=extra)
    if extra:
        text = text.replace('<genre qcode="genre:Current"><name>Current</name></genre>', "")
    assert only(readings(text)).kind == "correction"
    assert only(readings(item(meta='<signal qcode="sig:update"/>'))).kind == "news"


def test_the_link_to_the_page_is_the_address(readings: ReadFile) -> None:
    link = '<link rel="irel:seeAlso" href="https://example.org/other"/>'
    page = '<link rel="alternate" href="https://example.org/lock-opens?utm_source=wire"/>'
    assert only(readings(item(meta=link + page))).url == "https://example.org/lock-opens"


def test_a_package_alone_holds_no_article(readings: ReadFile) -> None:
    assert re.search("no news item", refused(readings(message())))


def test_entities_are_refused(readings: ReadFile) -> None:
    assert re.search(
        "declares entities", refused(readings(f'<!DOCTYPE newsItem [<!ENTITY a "ha">]>{item().replace(FIRST, "&a;")}'))
    )


def test_a_long_message_needs_no_more_memory_than_a_few_items(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    with path.open("w") as file:
        file.writelines(_long(20_000))
    limits = Limits(file_megabytes=500, article_characters=20_000, now=NOW)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(reading.article is None for reading in read_newsml(Input.of(path), limits)) == 20_000
    # Kilobytes: the file has 33 MB, and its tree would take several times that.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def _long(count: int) -> Iterator[str]:
    # Canceled ones, because cleaning 20,000 articles takes longer than parsing them and adds nothing here.
    before, after = message("\0").split("\0")
    yield before
    for number in range(count):
        yield item(guid=f"g{number}", status="stat:canceled")
    yield after
