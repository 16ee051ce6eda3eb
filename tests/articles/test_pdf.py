"""PDF files read like the article: columns in order, words whole, no running heads; locked and hostile ones in time."""

import textwrap
import time
import zlib
from base64 import b64decode
from collections.abc import Callable
from functools import partial

import pytest

from tests.articles.conftest import ReadFile, only, refused
from tests.articles.pdf_file import Set, column, pdf

TITLE = "Orvel lock opens to barges again"
PARAGRAPHS = (
    (
        "The lock at Orvel opened to barges again on Monday after a winter of repairs, the canal office said in its"
        " weekly report, which it gave to the harbour masters of the four towns along the river in the afternoon."
    ),
    (
        "It had been shut since a gate tore off in November and cost 12 million crowns, a third more than planned. The"
        " insurers of a timber barge that had struck the gate will pay two thirds, under an agreement of last week."
    ),
    (
        "Barges had to unload at Hallin and send their freight on by road, some 140 lorries a day. The road office"
        " counted three times as many holes in the quay road as in other winters, and wants a share of the money."
    ),
    (
        "A second gate is to be changed in the summer, but by night only. The canal office said that it would then"
        " close the lock for six hours at a time, and that a list of the nights would be out by the end of the month."
    ),
)
TEXT = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.pdf")


def wrapped(width: int) -> list[str]:
    return [line for paragraph in PARAGRAPHS for line in [*textwrap.wrap(paragraph, width), ""]][:-1]


def newspaper(*, across: bool = False) -> list[list[Set]]:
    """Two columns on each of two pages, with a head and a page number; the file may hold them row by row."""
    lines = wrapped(42)
    part = -(-len(lines) // 4)
    columns = [lines[part * number : part * (number + 1)] for number in range(4)]
    pages: list[list[Set]] = []
    for number in range(2):
        top = 120 if number == 0 else 90
        words = column(50, top, columns[2 * number]) + column(310, top, columns[2 * number + 1])
        if across:
            words.sort(key=lambda line: (line[1], line[0]))
        head: list[Set] = [(50, 40, 8, "Sample Gazette, 12 March 2024"), (280, 820, 8, f"Page {number + 1} of 2")]
        pages.append([*head, *words])
    pages[0] += [(50, 75, 22, TITLE), (50, 95, 10, "By Ada Moss and Ben Roe")]
    return pages


@pytest.mark.parametrize("across", [False, True], ids=["by columns", "by rows"])
def test_columns_are_read_in_order_and_joined_over_pages(readings: ReadFile, *, across: bool) -> None:
    article = only(readings(pdf(*newspaper(across=across))))
    assert article.text == TEXT
    assert (article.title, article.authors) == (TITLE, ("Ada Moss", "Ben Roe"))
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12"


def test_one_column_of_paragraphs(readings: ReadFile) -> None:
    assert only(readings(pdf([(50, 75, 18, TITLE), *column(50, 110, wrapped(95))]))).text == TEXT


def test_paragraphs_may_be_told_by_their_indents(readings: ReadFile) -> None:
    lines = [(line, not number) for text in PARAGRAPHS for number, line in enumerate(textwrap.wrap(text, 90))]
    page = [(65 if first else 50, 110 + 12 * number, 10, line) for number, (line, first) in enumerate(lines)]
    assert only(readings(pdf(page))).text == TEXT


def test_words_cut_at_line_ends_are_made_whole(readings: ReadFile) -> None:
    lines = [
        "The terminal at the harbour shut in the first half-year, a well-known date for the ter-",
        "minal and for those who use it. The owner spoke of a half-",
        "year without freight, and the town of a re-",
        "opening in the Saxe-",
        "Orvel style. The hall has 4-",
        "5 doors.",
    ]
    assert only(readings(pdf(column(50, 100, lines)))).text == (
        "The terminal at the harbour shut in the first half-year, a well-known date for the terminal and for those who"
        " use it. The owner spoke of a half-year without freight, and the town of a reopening in the Saxe-Orvel style."
        " The hall has 4-5 doors."
    )


def test_a_nameplate_above_is_not_the_headline(readings: ReadFile) -> None:
    head: list[Set] = [(50, 60, 40, "The Gazette"), (50, 90, 9, "Tuesday, 12 March 2024"), (50, 130, 20, TITLE)]
    article = only(readings(pdf([*head, *column(50, 160, wrapped(95))])))
    assert (article.title, article.text) == (TITLE, TEXT)
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-12"


def test_properties_fill_what_the_page_lacks(readings: ReadFile) -> None:
    properties = "/Title (Orvel lock opens) /Author (Ada Moss) /CreationDate (D:20240312140500+01'00')"
    found = readings(pdf(column(50, 100, textwrap.wrap(PARAGRAPHS[0], 90)), properties=properties))
    article = only(found)
    assert (article.title, article.authors) == ("Orvel lock opens", ("Ada Moss",))
    assert article.published_at is not None
    assert (article.published_at.iso, article.published_at.precision) == ("2024-03-12", "day")
    assert "the day on which the file was made" in found[0].reason


def test_properties_of_programs_fill_nothing(readings: ReadFile) -> None:
    properties = "/Title (Microsoft Word - release_v3.docx) /Author (Windows User)"
    article = only(readings(pdf(column(50, 100, textwrap.wrap(PARAGRAPHS[0], 90)), properties=properties)))
    assert (article.title, article.authors, article.published_at) == (None, (), None)


# A file of one line, locked with a password by RC4.
LOCKED = (
    "JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovVHlwZSAvQ2F0YWxvZwovUGFnZXMgMiAwIFIKPj4KZW5kb2JqCjIgMCBvYmoKPDwKL1R5cGUgL1Bh"
    "Z2VzCi9LaWRzIFsgMyAwIFIgXQovQ291bnQgMQo+PgplbmRvYmoKMyAwIG9iago8PAovVHlwZSAvUGFnZQovUGFyZW50IDIgMCBSCi9NZWRpYUJv"
    "eCBbIDAgMCA1OTUgODQyIF0KL0NvbnRlbnRzIDQgMCBSCi9SZXNvdXJjZXMgPDwKL0ZvbnQgPDwKL0YgNSAwIFIKPj4KPj4KPj4KZW5kb2JqCjQg"
    "MCBvYmoKPDwKL0xlbmd0aCA0Ngo+PgpzdHJlYW0KxThR2Qs/dgR2aUcba/AdJ9vErX9jcDzIo0Yk5i7J2T9CtIjxM9NBhf8qwbtFagplbmRzdHJl"
    "YW0KZW5kb2JqCjUgMCBvYmoKPDwKL1R5cGUgL0ZvbnQKL1N1YnR5cGUgL1R5cGUxCi9CYXNlRm9udCAvSGVsdmV0aWNhCi9FbmNvZGluZyAvV2lu"
    "QW5zaUVuY29kaW5nCj4+CmVuZG9iago2IDAgb2JqCjw8Cj4+CmVuZG9iago3IDAgb2JqCjw8Ci9WIDIKL1IgMwovTGVuZ3RoIDEyOAovUCA0Mjk0"
    "OTY3MjkyCi9GaWx0ZXIgL1N0YW5kYXJkCi9PIDxmNzFiNTA1N2VhNDQyNWJiZjVhMDFiYTUwYmI5MDZjNDVlNmI3MWY1YmU4NTk3NzY2ZDJjODgw"
    "ZmY2ODA2MDM5PgovVSA8MDY1M2IzODMwYjM3NzQzMDA2ZmExNjI2YTg0Yjg1YzEyOGJmNGU1ZTRlNzU4YTQxNjQwMDRlNTZmZmZhMDEwOD4KPj4K"
    "ZW5kb2JqCnhyZWYKMCA4CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMDY0IDAwMDAwIG4gCjAwMDAwMDAx"
    "MjMgMDAwMDAgbiAKMDAwMDAwMDI1MCAwMDAwMCBuIAowMDAwMDAwMzQ2IDAwMDAwIG4gCjAwMDAwMDA0NDMgMDAwMDAgbiAKMDAwMDAwMDQ2NCAw"
    "MDAwMCBuIAp0cmFpbGVyCjw8Ci9TaXplIDgKL1Jvb3QgMSAwIFIKL0luZm8gNiAwIFIKL0lEIFsgPDIzYTQ1YzlkNDIyNmRiZGQzOGMzNGYzNDI2"
    "MDNjNmFjPiA8MjNhNDVjOWQ0MjI2ZGJkZDM4YzM0ZjM0MjYwM2M2YWM+IF0KL0VuY3J5cHQgNyAwIFIKPj4Kc3RhcnR4cmVmCjY3OQolJUVPRgo="
)


def packed_zeros(megabytes: int) -> bytes:
    """Returns a stream of a kilobyte for each megabyte that it unpacks to."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1) + packer.flush()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: pdf([]), "no text in it, only pictures"),
        (lambda: b64decode(LOCKED), "encrypted with a password"),
        (lambda: pdf(*newspaper())[:700], "damaged|no text"),
        (lambda: b"%PDF-1.7\n" + bytes(9_000), "damaged"),
        (lambda: b"%PDF-1.4\n1 0 obj" + b"<</A" * 200_000, "damaged"),
        (lambda: pdf(*newspaper()).replace(b"/Kids[4 0 R", b"/Kids[2 0 R"), "damaged"),
        (lambda: pdf(*([[]] * 301)), "301 pages"),
        (
            lambda: pdf([], compressed=packed_zeros(2_000)),
            "memory or time|longer than|no text",
        ),
    ],
    ids=["pictures", "locked", "cut", "zeros", "nested", "loop", "pages", "bomb"],
)
def test_hostile_files_get_a_reason_in_time(readings: ReadFile, content: Callable[[], bytes], reason: str) -> None:
    data = content()
    start = time.perf_counter()
    found = refused(readings(data))
    assert any(part in found for part in reason.split("|")), found
    assert time.perf_counter() - start < 12


def test_a_parser_that_takes_too_long_is_stopped(readings: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.articles.pdf._SECONDS", 0.001)
    assert "takes longer than" in refused(readings(pdf(*newspaper())))


def test_it_is_known_by_its_bytes(read_file: ReadFile) -> None:
    assert only(read_file("a.txt", pdf(*newspaper()))).title == TITLE
