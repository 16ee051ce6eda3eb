"""What a reader does, in a real browser, at the width of a desk and of a telephone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.assistant import NewsAssistant
from assistant.web.markup import permalink
from tests.e2e.conftest import SHOTS, SIZES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

QUESTION = "How many ships were waiting when the Ever Given was freed?"
UNANSWERABLE = "What did the mayor of Timbuktu say about the ice hockey final on Neptune?"
PATIENCE = 20_000


def opened(page: "Page", address: str) -> "Page":
    page.goto(address)
    page.wait_for_selector(".story, .empty", timeout=PATIENCE)
    return page


def ask(page: "Page", question: str, state: str = "answered") -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    page.wait_for_selector(f"#live .turn[data-state={state}] >> text={question[:40]}", timeout=PATIENCE)


def cite(page: "Page", number: int = 1) -> dict[str, Any]:
    """Click a citation behind a sentence, wait for its article, and return what the link names."""
    link = page.locator(f"#live .words a.cite[data-number='{number}']").first
    named = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    link.click()
    page.wait_for_selector(f"#pane [data-article='{named['id'][0]}'] mark", timeout=PATIENCE)
    return {name: values[0] for name, values in named.items()}


@pytest.fixture
def shot(page: "Page", size: str) -> Callable[[str], None]:
    def take(name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(500)  # the pane has arrived and the page has scrolled
            page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png")

    return take


def test_ask(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    shot("empty")
    ask(page, QUESTION)
    shot("answered")
    assert page.locator("#live .source").count() >= 1
    assert "422" in page.inner_text("#live .answer")
    assert page.locator("#question textarea").input_value() == ""
    assert page.title() == "News assistant"


def test_stream(page: "Page", address: str) -> None:
    ask(opened(page, address), QUESTION)
    lengths = page.evaluate("lengths")
    assert len(lengths) >= 2
    assert lengths[0] < lengths[-1]


def test_stop(page: "Page", slow_address: str, shot: Callable[[str], None]) -> None:
    opened(page, slow_address)
    box = page.locator("#question textarea")
    box.fill("astronauts and the canal")
    box.press("Enter")
    page.wait_for_selector("#live .words", timeout=PATIENCE)
    shot("answering")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#live .turn[data-state=stopped]", timeout=PATIENCE)
    stopped = page.inner_text("#live")
    assert "Stopped before the answer was checked." in stopped
    page.wait_for_timeout(500)
    assert page.inner_text("#live") == stopped
    ask(page, "astronauts")


def test_start_with_a_story(page: "Page", address: str) -> None:
    opened(page, address)
    story = page.locator(".story").first
    question = story.get_attribute("data-question") or ""
    story.click()
    page.wait_for_selector("#live .turn:not([data-state=answering])", timeout=PATIENCE)
    assert page.inner_text("#live .question") == question


def test_cite_click(page: "Page", address: str, size: str, shot: Callable[[str], None]) -> None:
    ask(opened(page, address), QUESTION)
    before = page.url
    cite(page)
    shot("pane")
    pane, view = page.locator("#pane").bounding_box(), page.viewport_size
    mark = page.locator("#pane mark").first
    assert pane is not None
    assert view is not None
    assert page.url == before
    assert mark.evaluate("m => { const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }")
    if size == "390":
        assert pane["width"] == view["width"]
    else:
        words = page.locator("#live .words").bounding_box()
        assert words is not None
        assert words["x"] + words["width"] <= pane["x"]
    page.get_by_role("button", name="Close the article").click()
    assert page.locator("#pane").is_hidden()


def test_highlight_equals_slice(page: "Page", address: str, desk: NewsAssistant) -> None:
    ask(opened(page, address), QUESTION)
    numbers = page.locator("#live .source").count()
    for number in range(1, numbers + 1):
        named = cite(page, number)
        text = desk.article(named["id"], int(named["version"])).text
        marked = page.locator("#pane mark").all_text_contents()
        assert "".join(marked) == text[int(named["start"]) : int(named["end"])]
        page.keyboard.press("Escape")


def test_refuse(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    ask(page, UNANSWERABLE, "refused")
    shot("refused")
    card = page.inner_text("#live .refusal")
    assert "Articles searched" in card
    assert "Related, not evidence" in card
    assert page.locator("#live a.cite").count() == 0


def test_empty_archive(page: "Page", empty_address: str, shot: Callable[[str], None]) -> None:
    opened(page, empty_address)
    shot("no-archive")
    assert "news-assistant ingest --sample" in page.inner_text(".empty")
    assert "news-assistant ingest FOLDER" in page.inner_text(".empty")


def test_words_for_a_question_that_cannot_be_asked(page: "Page", address: str) -> None:
    opened(page, address)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#live .failure", timeout=PATIENCE)
    page.locator("#question textarea").fill("x" * 100_000)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#live .failure >> text=100,000", timeout=PATIENCE)


def test_filter_by_date(page: "Page", address: str) -> None:
    opened(page, address)
    page.get_by_role("button", name="Filters").click()
    page.wait_for_timeout(500)  # Gradio attaches the handler of the date a moment after it shows it
    page.get_by_label("From").fill("2035-01-01")
    ask(page, QUESTION, "refused")
    assert "Only from 2035-01-01" in page.inner_text("#live")


def test_remove_chip(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    question = "How many ships were waiting when the Ever Given was freed, according to Sample Wire?"
    ask(opened(page, address), question)
    outlet = page.locator("#live button.understood-chip", has_text="Sample Wire")
    shot("chips")
    outlet.click()
    page.wait_for_selector("#live button.understood-chip.aside >> text=Sample Wire", timeout=PATIENCE)
    shot("chips-aside")
    assert page.locator(".turn").count() == 1
    page.locator("#live button.understood-chip.aside").click()
    page.wait_for_selector("#live button.understood-chip:not(.aside) >> text=Sample Wire", timeout=PATIENCE)
    assert page.locator("#live .understood-chip.aside").count() == 0


def test_filter_by_kind(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    page.get_by_role("button", name="Filters").click()
    page.wait_for_timeout(500)
    page.get_by_label("Kinds").click()
    page.get_by_role("option", name="opinion").click()
    page.keyboard.press("Escape")
    shot("filters")
    ask(page, "What should be repaired?", "answered")
    assert "Only opinion" in page.inner_text("#live")


def test_keyboard(page: "Page", address: str) -> None:
    ask(opened(page, address), QUESTION)
    page.locator("#live a.cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#pane mark", timeout=PATIENCE)
    assert page.evaluate("document.activeElement.closest('#pane') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.evaluate("document.activeElement.matches('a.cite')")


def test_two_questions_stay_in_order(page: "Page", address: str) -> None:
    opened(page, address)
    ask(page, QUESTION)
    ask(page, UNANSWERABLE, "refused")
    assert page.locator(".turn .question").all_inner_texts() == [QUESTION, UNANSWERABLE]


def test_the_article_page_works_without_scripts(
    browser: "Browser", address: str, size: str, desk: NewsAssistant
) -> None:
    width, _ = SIZES[size]
    article_id, _ = desk.titles(1)[0]
    text = desk.article(article_id).text
    end = len(text)
    start = end - 40  # the last words: they are only seen if the page scrolls to them by itself
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 300})
    page = context.new_page()
    page.goto(address + permalink(article_id, 1, start, end))
    mark = page.locator("main mark")
    box = mark.last.bounding_box()
    assert "".join(mark.all_text_contents()) == text[start:end]
    assert box is not None
    assert 0 <= box["y"] <= 300
    context.close()


@pytest.mark.parametrize("scheme", ["dark"])
def test_dark(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    shot("dark-empty")
    ask(page, QUESTION)
    cite(page)
    shot("dark-pane")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 26)"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 243)"


def test_first_paint(page: "Page", address: str) -> None:
    opened(page, address)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < 2000
