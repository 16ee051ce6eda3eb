"""NITF: the article with its byline, dates and place; what its provider took back or holds back stays out."""

import re
from functools import partial

import pytest

from tests.articles.conftest import ReadFile, only, refused

FIRST = "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said."
SECOND = "It had been shut since a gate tore off in November & cost 12 million crowns — a third more than planned."


def document(  # the parts of a document that a test may change
    docdata: str = '<doc-id id-string="orvel.1" regsrc="Sample Wire"/><date.issue norm="20240312T140500+0100"/>',
    *,
    status: str = "usable",
    head: str = "",
    body: str = f"<p>{FIRST}</p><p>{SECOND.replace('&', '&amp;').replace('—', '&mdash;')}</p>",
) -> str:
    return f"""<nitf xml:lang="en-GB"><head><title>Slug line</title>
    <tobject tobject.type="News"><tobject.subject tobject.subject.type="Transport"/></tobject>{head}
    <docdata management-status="{status}"><urgency ed-urg="2"/>{docdata}
    <doc.copyright year="2024" holder="Sample Wire Ltd"/></docdata></head>
    <body><body.head><hedline><hl1>Orvel lock opens</hl1><hl2>Barges pass again</hl2></hedline>
    <note><p>EDITORS: picture to come</p></note><rights>Copyright 2024 Sample Wire Ltd</rights>
    <byline>By <person>Ada Moss</person><byttl>Transport Writer</byttl></byline>
    <distributor>Sample Wire</distributor>
    <dateline><location>ORVEL</location>, <story.date norm="20240312">March 12</story.date> (Sample Wire)</dateline>
    </body.head><body.content>{body}<media><media-caption>The lock.</media-caption></media></body.content>
    <body.end><tagline>Editing by B. Roe</tagline></body.end></body></nitf>"""


DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">'


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.xml")


def test_reads_the_article_and_its_fields(readings: ReadFile) -> None:
    article = only(readings(DOCTYPE + document()))
    assert article.text == f"ORVEL, March 12 (Sample Wire) - {FIRST}\n\n{SECOND}"
    assert (article.article_id, article.title, article.source) == ("orvel.1", "Orvel lock opens", "Sample Wire")
    assert (article.authors, article.section, article.kind) == (("Ada Moss",), "Transport", "news")
    assert (article.language, article.url) == ("en", None)
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12T14:05:00+01:00"


def test_a_namespace_changes_nothing(readings: ReadFile) -> None:
    named = document().replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ', 1)
    assert only(readings(DOCTYPE + named)).title == "Orvel lock opens"


def test_a_date_without_a_time_is_a_day(readings: ReadFile) -> None:
    published = only(readings(DOCTYPE + document('<date.issue norm="20240312"/>'))).published_at
    assert published is not None
    assert (published.iso, published.precision) == ("2024-03-12", "day")


def test_a_missing_date_stays_missing(readings: ReadFile) -> None:
    text = DOCTYPE + document("").replace('<story.date norm="20240312">March 12</story.date>', "")
    assert only(readings(text)).published_at is None


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_the_provider_takes_back_is_rejected(readings: ReadFile, status: str) -> None:
    assert f"{status} by its provider" in refused(readings(DOCTYPE + document(status=status)))


def test_an_embargo_holds_until_its_moment(readings: ReadFile) -> None:
    held = document('<date.release norm="20260601T140000+0000"/>')
    assert "under embargo until 2026-06-01T14:00:00+00:00" in refused(readings(DOCTYPE + held))
    only(readings(DOCTYPE + document('<date.release norm="20260601T110000+0000"/>')))


def test_an_embargo_without_an_end_holds(readings: ReadFile) -> None:
    assert "under embargo without an end" in refused(readings(DOCTYPE + document(status="embargoed")))


@pytest.mark.parametrize("head", ['<ed-msg info="CORRECTS the cost in paragraph 2"/>'])
def test_a_correction_is_told_by_its_note(readings: ReadFile, head: str) -> None:
    text = document().replace("<urgency", f"{head}<urgency", 1)
    assert only(readings(DOCTYPE + text)).kind == "correction"


def test_several_documents_give_a_reading_each(readings: ReadFile) -> None:
    found = readings(
        f"<wire>{document()}{document(status='canceled')}{document('', body='')}</wire>".replace("&mdash;", "-")
    )
    assert [reading.article is not None for reading in found] == [True, False, False]
    assert [reading.input.rpartition(":")[2] for reading in found] == ["1", "2", "3"]
    assert "no text" in found[2].reason


def test_what_came_before_the_damage_is_read(readings: ReadFile) -> None:
    found = readings(f"<wire>{document()}{document()[:400]}".replace("&mdash;", "-"))
    assert [reading.article is not None for reading in found] == [True, False]
    assert "damaged" in found[1].reason


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{LAUGHS}]><nitf><body>&l9;</body></nitf>', "declares entities"),
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]><nitf>&x;</nitf>', "declares entities"),
        ("<nitf>" + "<block>" * 10_000, "Excessive depth"),
        (b'<?xml version="1.0"?><nitf><body>caf\xe9</body></nitf>', "damaged"),
        ("<items><!-- <nitf> --></items>", "no NITF document"),
    ],
    ids=["billion laughs", "external entity", "nested", "wrong encoding", "other XML"],
)
def test_hostile_files_get_a_reason(readings: ReadFile, content: str | bytes, reason: str) -> None:
    assert re.search(reason, refused(readings(content)))
