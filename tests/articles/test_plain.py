"""Text files: headline, byline and date are found where they stand plainly, and nowhere else."""

import pytest

from assistant.articles.limits import Limits
from assistant.articles.plain import draft_of
from tests.articles.conftest import ReadFile, only, refused

BODY = "The bridge over the Arn opened on Friday.\n\nIt had been closed for two years."


def test_first_line_is_the_headline(read_file: ReadFile) -> None:
    article = only(read_file("bridge.txt", f"Bridge opens\n\n\u00b7 1 min read\n\narticle picture\n\n{BODY}"))
    assert (article.title, article.text) == ("Bridge opens", BODY)
    assert article.article_id.startswith("bridge-")
    assert article.published_at is None


def test_byline_and_dates_under_the_headline(limits: Limits) -> None:
    draft = draft_of(
        f"Bridge opens\n\nBy Ada Moss\nPublished: 7 May 2024\nUpdated May 8, 2024, 10:00 UTC\n\n{BODY}", limits
    )
    assert (draft.title, draft.authors) == ("Bridge opens", ("Ada Moss",))
    assert (draft.published, draft.updated) == ("7 May 2024", "May 8, 2024, 10:00 UTC")
    assert draft.text.strip() == BODY


@pytest.mark.parametrize(
    "line", ["By Friday, all was calm.", "7 May 2024 was a cold day in the valley", "May 2024", "2024"]
)
def test_a_line_of_the_story_stays(limits: Limits, line: str) -> None:
    draft = draft_of(f"Bridge opens\n\n{line}\n\n{BODY}", limits)
    assert draft.text.strip().startswith(line)
    assert draft.published is None


@pytest.mark.parametrize("dateline", ["ARNHOLM, May 7, 2024 (Sample Wire) - ", "ARNHOLM, Norway, 7 May 2024 \u2013 "])
def test_a_dateline_gives_the_date_and_stays(read_file: ReadFile, dateline: str) -> None:
    article = only(read_file("a.txt", f"Bridge opens\n\n{dateline}{BODY}"))
    assert article.text.startswith(dateline.strip())
    assert article.published_at is not None
    assert article.published_at.iso == "2024-05-07"


def test_a_text_of_dates_alone_keeps_them(limits: Limits) -> None:
    assert draft_of("Opening days\n\n7 May 2024\n", limits).text.strip() == "7 May 2024"


def test_blank_lines_without_end_take_no_time(read_file: ReadFile) -> None:
    assert only(read_file("a.txt", "Bridge opens" + "\n" * 19_000 + BODY)).text == BODY


@pytest.mark.parametrize(
    "text",
    [
        "One line that is all there is.",
        "w" * 201 + "\n\nbody",
        "A paragraph that was wrapped by an old\nterminal has no headline on top of it.",
    ],
)
def test_no_headline_where_there_is_none(limits: Limits, text: str) -> None:
    assert draft_of(text, limits).title is None


def test_latin_text_is_read_with_a_remark(read_file: ReadFile) -> None:
    (reading,) = read_file("a.txt", "Caf\u00e9 opens\n\nIt did.".encode("cp1252"))
    assert reading.article is not None
    assert reading.article.title == "Caf\u00e9 opens"
    assert "Windows-1252" in reading.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n \n", "no text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"word " * 10_000, "49,999 characters"),
        (b"word " * 300_000, "more than the 1,080,000 bytes"),
    ],
)
def test_what_is_no_article_is_refused(read_file: ReadFile, content: bytes, words: str) -> None:
    assert words in refused(read_file("a.txt", content))
