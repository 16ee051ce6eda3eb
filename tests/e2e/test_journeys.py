"""What a reader does, in a real browser, at the width of a desk and of a telephone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.assistant import NewsAssistant
from assistant.index.lock import writer_lock
from assistant.web.markup import permalink
from tests.e2e.conftest import PASSWORD, READERS, SIZES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

QUESTION = "How many ships were waiting when the Ever Given was freed?"
UNANSWERABLE = "What did the mayor of Timbuktu say about the ice hockey final on Neptune?"
PATIENCE = 120_000


def opened(page: "Page", address: str) -> "Page":
    page.goto(address)
    page.wait_for_selector(".story, .empty", timeout=PATIENCE)
    return page


def ask(page: "Page", question: str, state: str = "answered") -> None:
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    page.wait_for_selector(f"#live .turn[data-state={state}] >> text={question[:40]}", timeout=PATIENCE)


def take_in(page: "Page") -> None:
    """Send the chosen files and wait for the page that tells of them: until then an earlier job's card stands there."""
    with page.expect_navigation(timeout=PATIENCE):
        page.get_by_role("button", name="Take in", exact=True).click()


def cite(page: "Page", number: int = 1) -> dict[str, Any]:
    """Click a citation behind a sentence, wait for its article, and return what the link names."""
    link = page.locator(f"#live .words a.cite[data-number='{number}']").first
    named = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    link.click()
    page.wait_for_selector(f"#pane [data-article='{named['id'][0]}'] mark", timeout=PATIENCE)
    return {name: values[0] for name, values in named.items()}


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
    box.fill(QUESTION)
    box.press("Enter")
    page.wait_for_selector("#live .words", timeout=PATIENCE)
    shot("answering")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#live .turn[data-state=stopped]", timeout=PATIENCE)
    page.get_by_text("Stopped before the answer was checked.").wait_for(timeout=PATIENCE)
    stopped = page.inner_text("#live")
    page.wait_for_timeout(500)
    assert page.inner_text("#live") == stopped
    page.get_by_role("button", name="Ask again", exact=True).click()
    page.wait_for_selector("#live .turn[data-state=answered]", timeout=PATIENCE)
    assert page.locator(".turn").count() == 1


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


def test_refuse_with_coverage(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    ask(page, UNANSWERABLE, "refused")
    shot("refused")
    card = page.inner_text("#live .refusal")
    assert "Articles searched" in card
    assert "Related, not evidence" in card
    assert page.locator("#live a.cite").count() == 0
    page.locator("#live .nearest .cite-link").first.click()
    page.wait_for_selector("#pane [data-article]", timeout=PATIENCE)


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
    page.get_by_label("From", exact=True).fill("2035-01-01")
    ask(page, QUESTION, "refused")
    assert "Only from 2035-01-01" in page.inner_text("#live")
    page.locator("#histogram g[data-since='2021-01-01']").click()
    assert page.get_by_label("From", exact=True).input_value() == "2021-01-01"
    ask(page, QUESTION)
    assert "Only from 2021-01-01 · until 2021-12-31" in page.inner_text("#live")


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


def test_walk_citations(page: "Page", address: str) -> None:
    ask(opened(page, address), QUESTION)
    numbers = page.locator("#live .source").count()
    page.locator("#live .question").click()  # out of the box, where brackets are text
    for number in [*range(1, numbers + 1), 1]:
        page.keyboard.press("]")
        page.wait_for_selector(f".pane-bar >> text=Source {number} of {numbers}", timeout=PATIENCE)
        assert page.locator(f"#live a.cite[data-number='{number}'][aria-current]").count() == 1
    page.keyboard.press("[")
    page.wait_for_selector(f".pane-bar >> text=Source {numbers} of {numbers}", timeout=PATIENCE)


def test_hovering_shows_the_quote(page: "Page", address: str, size: str) -> None:
    ask(opened(page, address), QUESTION)
    page.locator("#live a.cite").first.hover()
    page.wait_for_selector("#tip:visible", timeout=PATIENCE)
    assert page.inner_text("#tip blockquote") == page.inner_text("#live .source >> nth=0 >> blockquote")
    box = page.locator("#tip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SIZES[size][0]


def test_why(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    ask(opened(page, address), QUESTION)
    page.get_by_role("link", name="Why this answer").click()
    page.wait_for_selector("#pane .why >> text=cited as 1", timeout=PATIENCE)
    shot("why")
    assert "so it was answered" in page.inner_text("#pane")
    quote = page.inner_text("#live .source >> nth=0 >> blockquote")
    assert quote in page.inner_text("#pane .weighed >> nth=0")
    page.keyboard.press("Escape")
    page.goto(address + (page.get_by_role("link", name="Its own page").get_attribute("href") or ""))
    page.get_by_role("link", name="Ask again and compare").click()
    page.wait_for_selector("text=Asking again gives the same evidence.", timeout=PATIENCE)


def test_follow_up(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    ask(opened(page, address), QUESTION)
    follow = "Who counted them?"
    box = page.locator("#question textarea")
    box.fill(follow)
    box.press("Enter")
    page.wait_for_selector(f"#live .turn:not([data-state=answering]) >> text={follow}", timeout=PATIENCE)
    read_as = page.locator("#live button.understood-chip[data-chip='followup']")
    shot("follow-up")
    assert "ships" in read_as.inner_text()
    read_as.click()
    page.wait_for_selector("#live button.understood-chip.aside[data-chip='followup']", timeout=PATIENCE)
    assert page.locator(".turn").count() == 2
    page.locator(".following button").first.click()
    page.wait_for_selector("#live .turn:not([data-state=answering]) >> text=What happened:", timeout=PATIENCE)
    assert page.locator(".turn").count() == 3


def test_history_reload(page: "Page", address: str, size: str, shot: Callable[[str], None]) -> None:
    opened(page, address)
    ask(page, QUESTION)
    ask(page, UNANSWERABLE, "refused")
    page.wait_for_url("**/?conversation=*", timeout=PATIENCE)
    kept = page.url
    page.reload()
    page.wait_for_selector("#past .turn >> nth=1", timeout=PATIENCE)
    assert page.locator("#past .question").all_inner_texts() == [QUESTION, UNANSWERABLE]
    ask(page, "Who commanded Artemis II?")
    assert page.url == kept
    page.goto(f"{address}/conversations?q=Timbuktu")
    shot("conversations")
    page.locator(".talks .source-title").first.click()
    assert page.locator(".kept .question").count() == 3
    page.get_by_label("Call it").fill(f"Canal, {size} wide")
    page.get_by_role("button", name="Rename").click()
    page.wait_for_selector(f"h1 >> text=Canal, {size} wide", timeout=PATIENCE)
    shot("conversation")
    page.get_by_role("link", name="Delete …").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/conversations", timeout=PATIENCE)
    assert f"Canal, {size} wide" not in page.inner_text("main")


def test_export(page: "Page", address: str) -> None:
    ask(opened(page, address), QUESTION)
    quote, title = page.inner_text("#live blockquote >> nth=0"), page.inner_text("#live .source-title >> nth=0")
    page.wait_for_url("**/?conversation=*", timeout=PATIENCE)
    page.goto(f"{address}/conversations/{parse_qs(urlsplit(page.url).query)['conversation'][0]}")
    for form in ("Markdown", "HTML", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=form).click()
        words = Path(download.value.path()).read_text(encoding="utf-8").replace("\\", "")
        assert quote in words
        assert title in words
        assert "https://example.org/" in words


def test_feedback(page: "Page", address: str, desk: NewsAssistant, shot: Callable[[str], None]) -> None:
    ask(opened(page, address), QUESTION)
    page.get_by_role("button", name="Not good").click()
    page.get_by_label("Why?").select_option("outdated")
    page.get_by_label("In your words").fill("A newer count is known.")
    shot("feedback")
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#live .thanks >> text=/^Noted.$/", timeout=PATIENCE)
    name = (page.get_by_role("link", name="Its own page").get_attribute("href") or "").rsplit("/", 1)[-1]
    feedback = desk.conversations.turn(name).feedback
    assert feedback is not None
    assert (feedback.vote, feedback.reason, feedback.comment) == ("down", "outdated", "A newer count is known.")


def test_two_sessions(browser: "Browser", login_address: str, size: str) -> None:
    width, height = SIZES[size]
    contexts = [browser.new_context(viewport={"width": width, "height": height}) for _ in READERS]
    ada, ben = (context.new_page() for context in contexts)
    for page, name in zip((ada, ben), READERS, strict=True):
        page.goto(login_address)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_selector(".story", timeout=PATIENCE)
    ask(ada, QUESTION)
    ask(ben, UNANSWERABLE, "refused")
    assert ada.locator(".turn .question").all_inner_texts() == [QUESTION]
    assert ben.locator(".turn .question").all_inner_texts() == [UNANSWERABLE]
    ada.wait_for_url("**/?conversation=*", timeout=PATIENCE)
    answer = ada.get_by_role("link", name="Its own page").get_attribute("href") or ""
    ben.goto(f"{login_address}/conversations")
    assert QUESTION not in ben.inner_text("main")
    for secret in (answer, f"{answer}/why", f"/conversations/{parse_qs(urlsplit(ada.url).query)['conversation'][0]}"):
        reply = ben.goto(login_address + secret)
        assert reply is not None
        assert reply.status == 404
    ben.goto(ada.url)
    ben.wait_for_selector(".story", timeout=PATIENCE)
    assert ben.locator(".turn").count() == 0
    for context in contexts:
        context.close()


def test_upload_and_ask(page: "Page", address: str, size: str, tmp_path: Path, shot: Callable[[str], None]) -> None:
    captain = {"1280": "Wilhelmina Oakes", "390": "Bartholomew Finch"}[size]
    english, arabic = tmp_path / f"ferry-{size}.txt", tmp_path / f"arabic-{size}.txt"
    english.write_text(
        f"Plover{size} reaches the island\n\nThe ferry Plover{size} reached Gull Island on Sunday under captain "
        f"{captain}. Forty passengers were on board and nobody was hurt, the harbour office said."
    )
    arabic.write_text(
        f"وصلت العبارة {size} إلى الجزيرة يوم الأحد وعلى متنها أربعون راكبا.\n\nقال مكتب الميناء إن أحدا لم يصب بأذى."
    )
    page.goto(f"{address}/archive/upkeep")
    page.locator("input[type=file]").set_input_files([english, arabic])
    take_in(page)
    page.wait_for_selector("#job [data-state=done]", timeout=3 * PATIENCE)
    shot("report")
    page.get_by_role("link", name=arabic.name).click()
    page.wait_for_selector("article.reading", timeout=PATIENCE)
    directions = page.locator(".reading .body p").evaluate_all("all => all.map(p => getComputedStyle(p).direction)")
    assert set(directions) == {"rtl"}
    ask(opened(page, address), f"Who was captain of the ferry Plover{size}?")
    assert captain in page.inner_text("#live .answer")
    cite(page)
    assert captain in page.inner_text("#pane")


def test_busy_index(page: "Page", address: str, archive: Path, tmp_path: Path, shot: Callable[[str], None]) -> None:
    piece = tmp_path / "late.txt"
    piece.write_text(
        "A late ferry reached the island on Sunday evening with four passengers on board, said the office."
    )
    with writer_lock(archive):
        page.goto(f"{address}/archive/upkeep")
        page.locator("input[type=file]").set_input_files(piece)
        take_in(page)
        page.wait_for_selector("#job [data-state=failed]", timeout=PATIENCE)
        shot("busy")
        assert "The archive is busy" in page.inner_text("#job")
        assert "Another process is writing" in page.inner_text("#job")
        ask(opened(page, address), QUESTION)  # readers do not wait for writers


def test_article_page(page: "Page", address: str, shot: Callable[[str], None]) -> None:
    page.goto(f"{address}/archive")
    page.get_by_label("Words").fill("Ever Given")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/archive?q=Ever+Given**", timeout=PATIENCE)
    shot("archive")
    folded = page.locator(".leaves li", has_text="Also in 2 other outlets").first
    folded.locator(".source-title").click()
    page.wait_for_selector("#copies", timeout=PATIENCE)
    page.get_by_text("Searched as").click()
    page.locator("#passages a").first.click()
    page.wait_for_selector("mark#cited", timeout=PATIENCE)
    page.goto(f"{address}/archive?q=lowers+count+dead+Libyan+floods")
    page.locator(".leaves .source-title").first.click()
    page.wait_for_selector("#versions >> text=Version 1", timeout=PATIENCE)
    shot("article")
    assert "11,300" in page.inner_text("#versions del >> nth=0") + page.inner_text("#versions")


def test_keyboard_only(page: "Page", address: str) -> None:
    opened(page, address)
    page.wait_for_function("document.activeElement.matches('#question textarea')")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#live .turn[data-state=answered]", timeout=PATIENCE)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    assert page.locator("#tip").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector("#pane mark", timeout=PATIENCE)
    assert page.evaluate("document.activeElement.closest('#pane') !== null")
    before = page.inner_text(".pane-bar p")
    page.keyboard.press("]")
    page.wait_for_function("was => document.querySelector('.pane-bar p').textContent !== was", arg=before)
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.evaluate("document.activeElement.matches('a.cite')")


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
def test_dark_mode(page: "Page", address: str, shot: Callable[[str], None]) -> None:
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
