"""A file's own description counts where it looks real, and never before what the text says."""

import pytest

from assistant.articles.limits import Limits
from assistant.articles.properties import Properties, draft_with

TEXT = "The lock at Orvel opened to barges again on Monday, the canal office said in its weekly report."


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Orvel lock opens", True),
        ("Barges pass", True),
        ("Orvel", False),
        ("Layout 1", False),
        ("orvel_final.indd", False),
        ("Microsoft PowerPoint - Orvel", False),
        ("Press release", False),
        ("Orvel " * 60, False),
    ],
)
def test_titles(limits: Limits, title: str, *, kept: bool) -> None:
    assert draft_with(TEXT, None, Properties(title=title), limits).title == (title if kept else None)


def test_a_title_counts_most_if_the_text_begins_with_it(limits: Limits) -> None:
    text = f"Sample Gazette\n\nOrvel lock opens\n\n{TEXT}"
    assert draft_with(text, None, Properties(title="Orvel Lock Opens"), limits).title == "Orvel Lock Opens"
    assert draft_with(text, None, Properties(title="A template's title"), limits).title == "Sample Gazette"
    assert draft_with(text, "The heading", Properties(title="Orvel lock opens"), limits).title == "The heading"


@pytest.mark.parametrize(
    ("author", "kept"),
    [
        ("Ada Moss", True),
        ("Ada van der Moss", True),
        ("Windows User", False),
        ("amoss", False),
        ("ada@example.org Moss", False),
        ("Scanner 4", False),
        ("Canon Office", False),
    ],
)
def test_authors(limits: Limits, author: str, *, kept: bool) -> None:
    assert draft_with(TEXT, None, Properties(author=author), limits).authors == ((author,) if kept else ())


def test_a_byline_goes_before_the_author(limits: Limits) -> None:
    text = f"Orvel lock opens\n\nBy Ben Roe\n\n{TEXT}"
    assert draft_with(text, None, Properties(author="Ada Moss"), limits).authors == ("Ben Roe",)


@pytest.mark.parametrize("head", ["12 March 2024\n\n", "ORVEL, March 12, 2024 (Sample Wire) - "])
def test_a_date_in_the_text_goes_before_that_of_the_file(limits: Limits, head: str) -> None:
    draft = draft_with(f"Orvel lock opens\n\n{head}{TEXT}", None, Properties(created="2026-01-05T10:00:00Z"), limits)
    assert draft.published != "2026-01-05"
    assert draft.remarks == ("",) or not any("file was made" in remark for remark in draft.remarks)


def test_the_day_of_the_file_comes_with_a_remark_and_without_its_hour(limits: Limits) -> None:
    draft = draft_with(TEXT, None, Properties(created="2026-01-05T10:00:00Z"), limits)
    assert draft.published == "2026-01-05"
    assert "the file was made" in draft.remarks[-1]
