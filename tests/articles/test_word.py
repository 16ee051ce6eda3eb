"""Word documents: all words that stand and none that were deleted, headline and date, and no bomb."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.articles.conftest import ReadFile, only, refused
from tests.articles.word_file import MAIN, docx, paragraph

FIRST = "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said."
SECOND = "It had been shut since a gate tore off in November and cost 12 million crowns, a third more than planned."
TITLE = "Orvel lock opens"
BODY = (paragraph(FIRST), paragraph(SECOND))
CORE = "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><t:created>{}</t:created>"


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.docx")


def test_the_title_style_is_the_headline(readings: ReadFile) -> None:
    article = only(readings(docx(paragraph("Sample Gazette"), paragraph(TITLE, "Title"), *BODY)))
    assert (article.title, article.text) == (TITLE, f"Sample Gazette\n\n{FIRST}\n\n{SECOND}")


def test_byline_and_date_below_the_headline_are_fields(readings: ReadFile) -> None:
    head = (paragraph(TITLE, "Heading1"), paragraph("By Ada Moss and Ben Roe"), paragraph("12 March 2024"))
    article = only(readings(docx(*head, *BODY, core=CORE.format("", "Windows User", "2026-01-05T10:00:00Z"))))
    assert (article.title, article.authors, article.text) == (TITLE, ("Ada Moss", "Ben Roe"), f"{FIRST}\n\n{SECOND}")
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12"


def test_an_unstyled_headline_is_the_first_line(readings: ReadFile) -> None:
    assert only(readings(docx(paragraph(TITLE), *BODY))).title == TITLE


def test_the_file_date_dates_what_nothing_else_does_and_says_so(readings: ReadFile) -> None:
    core = CORE.format("A wholly different title of a template", "Ada Moss", "2024-03-12T10:00:00Z")
    found = readings(docx(paragraph(TITLE), *BODY, core=core))
    article = only(found)
    assert (article.title, article.authors) == (TITLE, ("Ada Moss",))
    assert article.published_at is not None
    assert (article.published_at.iso, article.published_at.precision) == ("2024-03-12", "day")
    assert "the day on which the file was made" in found[0].reason


@pytest.mark.parametrize("created", ["2013-12-23T23:15:00Z", "", "soon"])
def test_a_file_date_that_says_nothing_dates_nothing(readings: ReadFile, created: str) -> None:
    article = only(readings(docx(paragraph(TITLE), *BODY, core=CORE.format("", "python-docx", created))))
    assert (article.published_at, article.authors) == (None, ())


def test_the_date_of_a_dateline_goes_before_that_of_the_file(readings: ReadFile) -> None:
    body = paragraph(f"ORVEL, March 12, 2024 (Sample Wire) - {FIRST}")
    found = readings(docx(paragraph(TITLE), body, core=CORE.format("", "", "2026-01-05T10:00:00Z")))
    published = only(found).published_at
    assert published is not None
    assert published.iso == "2024-03-12"


@pytest.mark.parametrize(
    "title", ["Microsoft Word - release.doc", "release_final.docx", "Untitled document", "Title", "Template 3"]
)
def test_what_programs_put_for_a_title_is_none(readings: ReadFile, title: str) -> None:
    # One paragraph has no headline, so that the property would be taken if it were one.
    assert only(readings(docx(BODY[0], core=CORE.format(title, "", "")))).title is None
    assert only(readings(docx(BODY[0], core=CORE.format(TITLE, "", "")))).title == TITLE


def test_inserted_words_stand_and_deleted_ones_do_not(readings: ReadFile) -> None:
    changed = (
        '<w:p><w:r><w:t xml:space="preserve">It cost </w:t></w:r><w:del w:id="1"><w:r><w:delText>11</w:delText></w:r>'
        '</w:del><w:ins w:id="2"><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> million.</w:t></w:r>'
        "</w:p>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('Set in a field.')}</w:sdtContent></w:sdt>"
    assert only(readings(docx(*BODY, changed, control))).text.endswith("It cost 12 million.\n\nSet in a field.")


def test_rows_stay_rows_and_headers_stay_out(readings: ReadFile) -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>" + cell.format(paragraph("Lock")) + cell.format(paragraph("Days")) + "</w:tr>"
    header = f'<w:hdr xmlns:w="{MAIN}">{paragraph("PAGE HEAD")}</w:hdr>'
    text = only(readings(docx(*BODY, f"<w:tbl>{row}{row}</w:tbl>", more={"word/header1.xml": header}))).text
    assert text.endswith("\n\nLock | Days\nLock | Days")
    assert "PAGE HEAD" not in text


LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: docx(paragraph("a" * 6_000_000)), "unpacks to more than 5 MB"),
        (lambda: docx(paragraph("a") * 11_000), "more than 60,000 tags"),
        (lambda: docx(paragraph("&l9;"), declared=f"<!DOCTYPE d [{LAUGHS}]>"), "declares entities"),
        (lambda: docx(*BODY, core='</p:coreProperties><!DOCTYPE a [<!ENTITY a "b">]><a>'), "damaged"),
        (lambda: docx("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), "Excessive depth"),
        (lambda: docx(*BODY)[:-300], "damaged"),
        (lambda: docx(*BODY)[40:], "damaged"),
        (docx, "no text"),
        (lambda: docx(*BODY).replace(b"word/document.xml", b"word/document.bin"), "no Word document|damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
        (lambda: docx("<w:p>"), "damaged"),
    ],
    ids=["bomb", "tags", "laughs", "core", "nested", "cut", "cut in front", "empty", "no body", "password", "broken"],
)
def test_hostile_documents_get_a_reason_in_time(readings: ReadFile, content: Callable[[], bytes], reason: str) -> None:
    data = content()
    start = time.perf_counter()
    found = refused(readings(data))
    assert any(part in found for part in reason.split("|")), found
    assert time.perf_counter() - start < 5


def test_it_is_known_by_its_bytes(read_file: ReadFile) -> None:
    assert only(read_file("a.bin", docx(paragraph(TITLE), *BODY))).title == TITLE
