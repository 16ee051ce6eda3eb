"""Pages saved in one file: the page is found among its parts, and the day of saving dates nothing."""

from email.message import EmailMessage
from functools import partial

import pytest

from tests.articles.conftest import ReadFile, only, refused
from tests.articles.test_pages import META, PARAGRAPHS, page

SAVED = {
    "From": "<Saved by Blink>",
    "Snapshot-Content-Location": "https://example.org/local/bridge?utm_source=x",
    "Subject": "Bridge opens",
    "Date": "Sun, 31 May 2026 09:00:00 -0000",
}


@pytest.fixture
def readings(read_file: ReadFile) -> ReadFile:
    return partial(read_file, "a.mhtml")


def saved(html: str, *, start: str = "<page@mhtml>", first: str = "") -> bytes:
    message = EmailMessage()
    for name, value in SAVED.items():
        message[name] = value
    message.make_related()
    message.set_param("type", "text/html")
    if first:
        message.set_param("start", start)
        message.add_related(first, subtype="html", cid="<frame@mhtml>")
    message.add_related(html, subtype="html", cid="<page@mhtml>", cte="quoted-printable")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<image@mhtml>")
    return message.as_bytes()


def test_reads_the_page_as_any_page(readings: ReadFile) -> None:
    article = only(readings(saved(page(META))))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.source) == ("Bridge opens after two years", "Sample Courier")
    assert article.url == "https://example.org/local/bridge-opens"
    assert article.published_at is not None
    assert article.published_at.iso[:10] == "2024-05-07"


def test_the_day_of_saving_is_no_date_and_the_place_is_the_address(readings: ReadFile) -> None:
    bare = page().replace('<link rel="canonical"', '<link rel="none"')
    article = only(readings(saved(bare)))
    assert (article.published_at, article.url) == (None, "https://example.org/local/bridge")


def test_the_part_named_as_the_start_is_the_page(readings: ReadFile) -> None:
    frame = (
        "<html><body><p>"
        + "An advertisement for umbrellas, which stands in a frame of its own. " * 5
        + "</p></body></html>"
    )
    assert only(readings(saved(page(), first=frame))).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("name", ["a.mht", "a.html", "a"])
def test_it_is_known_by_its_headers(read_file: ReadFile, name: str) -> None:
    assert only(read_file(name, saved(page()))).text == "\n\n".join(PARAGRAPHS)


def test_a_file_cut_short_keeps_the_page(readings: ReadFile) -> None:
    data = saved(page())
    assert only(readings(data[: data.index(b"image@mhtml")])).text == "\n\n".join(PARAGRAPHS)


def test_a_file_without_a_page_gets_a_reason(readings: ReadFile) -> None:
    assert "holds no page" in refused(readings(saved(page()).replace(b"text/html", b"image/gif")))
