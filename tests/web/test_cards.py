import pytest

from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, ModelError, NewsAssistantError
from assistant.web import cards
from assistant.web.examples import Example
from tests.web.fake_desk import ARCHIVE, FakeDesk


@pytest.mark.parametrize(
    ("error", "heading"),
    [
        (IndexBusyError("Another process is writing."), "The archive is busy"),
        (IndexDamagedError("catalog.sqlite is torn.", remedy="Run `rebuild`."), "The archive needs repair"),
        (ModelError("The model file is altered."), "Not answered"),
    ],
)
def test_an_error_has_a_heading_and_its_own_words(error: NewsAssistantError, heading: str) -> None:
    card = cards.failure(error)
    assert f"<h2>{heading}</h2>" in card
    assert error.message in card
    assert "Traceback" not in card


def test_an_empty_archive_names_both_commands() -> None:
    card = cards.failure(IndexMissingError("x"))
    assert "<code>news-assistant ingest --sample</code>" in card
    assert "<code>news-assistant ingest FOLDER</code>" in card


def test_masthead_says_what_is_held_and_nothing_of_an_empty_archive() -> None:
    assert "5 articles · 4 outlets" in cards.masthead(FakeDesk().status())
    assert "1 articles · 1 outlet<" in cards.masthead(FakeDesk(archive=ARCHIVE[:1]).status())
    assert "articles" not in cards.masthead(None)
    assert 'href="/account">&lt;b&gt;' in cards.masthead(None, "<b>")
    assert "/account" not in cards.masthead(None)


def test_stories_are_escaped() -> None:
    evil = '"><script>'
    page = cards.welcome((Example(evil, evil, evil, "2021"),))
    assert "<script" not in page
    assert 'data-question="&quot;&gt;&lt;script&gt;"' in page


def test_a_welcome_without_stories_has_no_empty_list() -> None:
    assert "<ul" not in cards.welcome(())
