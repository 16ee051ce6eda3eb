"""How the pages behave: nothing jumps, no line is too long to read, nothing moves for whoever wants calm."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.assistant import NewsAssistant
from assistant.web.markup import permalink
from tests.e2e.test_journeys import PATIENCE, QUESTION, ask, cite, opened
from tests.e2e.test_pages import changed

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

FOLLOW_UP = "Who counted them?"
LATEST = "What is the latest on the Ever Given in the Suez Canal?"
JUMPS = Path(__file__).with_name("jumps.js")
LONGEST_LINE = 95
"""Characters of a line; with more the eye loses the next one."""

LONG_LINES = """(most) => [...document.querySelectorAll(
  'main p, main blockquote, main li, main dd, #live p, #live blockquote, #past p, #pane p')]
  .filter((part) => part.offsetParent && part.innerText.length > 2 * most && !part.querySelector('p, ul, ol'))
  .map((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const lines = new Set([...range.getClientRects()].map((at) => Math.round(at.bottom / 8))).size;
    return [part.innerText.length / lines, part.innerText.slice(0, 60)];
  }).filter(([length]) => length > most)"""

DROP = """([at, files]) => {
  const carried = new DataTransfer(), target = document.querySelector(at);
  Object.entries(files).forEach(([name, words]) => carried.items.add(new File([words], name, { type: 'text/plain' })));
  const tell = (type) => target.dispatchEvent(
    new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  const lit = () => document.querySelector('.drop').classList.contains('over');
  const refused = tell('dragover'), before = lit(), taken = !tell('drop');  // false: somebody prevented the default
  return { refused, lit: before, taken, 'lit after': lit() };
}"""

# How far the last line of a text is from both sides of its box.
SIDES = """(part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  const line = [...range.getClientRects()].at(-1), box = part.getBoundingClientRect();
  return { direction: getComputedStyle(part).direction, left: line.left - box.left, right: box.right - line.right };
}"""

# For whoever wants calm, an animation takes a hundredth of a millisecond, so that what waits for its end goes on.
RUNNING = """document.getAnimations().filter(
  (one) => one.playState === 'running' && one.effect.getTiming().duration > 1).length"""


def test_nothing_jumps_while_an_answer_comes(page: "Page", slow_address: str) -> None:
    page.add_init_script(path=JUMPS)
    opened(page, slow_address)
    for question in (QUESTION, FOLLOW_UP, LATEST):
        pictures = page.evaluate("pictures")
        ask(page, question)
        page.wait_for_timeout(500)
        assert page.evaluate("pictures") - pictures > 5
        assert page.evaluate("moved") == [], question


def test_the_look_for_jumps_sees_one(page: "Page", address: str) -> None:
    page.add_init_script(path=JUMPS)
    ask(opened(page, address), QUESTION)
    page.evaluate("document.querySelector('#live .words').style.paddingTop = '9px'")
    page.wait_for_function("moved.length > 0", timeout=PATIENCE)


@pytest.mark.parametrize("size", ["2560"])
def test_a_very_wide_window(page: "Page", address: str, desk: NewsAssistant, shot: Callable[[str], None]) -> None:
    def look(name: str) -> None:
        shot(f"wide-{name}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, wide, page.evaluate(LONG_LINES, LONGEST_LINE)) == (name, 0, [])

    opened(page, address)
    look("chat")
    ask(page, QUESTION)
    look("answered")
    cite(page)
    look("pane")
    page.keyboard.press("Escape")
    page.wait_for_url("**/?conversation=*", timeout=PATIENCE)
    talk = parse_qs(urlsplit(page.url).query)["conversation"][0]
    answer = page.get_by_role("link", name="Its own page").get_attribute("href") or ""
    story = page.get_by_role("link", name="As a timeline").get_attribute("href") or ""
    places = {
        "answer": answer,
        "why": f"{answer}/why",
        "timeline": story,
        "conversation": f"/conversations/{talk}",
        "conversations": "/conversations",
        "archive": "/archive?q=ship",
        "coverage": "/archive/coverage",
        "article": f"/article?id={changed(desk)}",
        "upkeep": "/archive/upkeep",
        "run": "/archive/runs/1",
    }
    for name, place in places.items():
        page.goto(address + place)
        look(name)
    page.goto(f"{address}/archive/coverage")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', `<p>${'Too long. '.repeat(99)}</p>`)")
    page.evaluate("document.querySelector('main > p:last-child').style.maxWidth = 'none'")
    assert page.evaluate(LONG_LINES, LONGEST_LINE) != []


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_for_whoever_wants_calm(page: "Page", slow_address: str, motion: str) -> None:
    opened(page, slow_address)
    box = page.locator("#question textarea")
    box.fill(QUESTION)
    box.press("Enter")
    page.wait_for_selector("#live .words", timeout=PATIENCE)
    running = [page.evaluate(RUNNING)]
    page.wait_for_selector("#live .turn[data-state=answered]", timeout=PATIENCE)
    page.locator("#live .words a.cite").first.click()
    page.wait_for_selector("#pane mark", timeout=PATIENCE)
    running.append(page.evaluate(RUNNING))
    assert all(number == 0 for number in running) if motion == "reduce" else running[0] > 0


def test_dropped_files_are_taken_in_and_read_from_right_to_left(
    page: "Page", address: str, desk: NewsAssistant, size: str, shot: Callable[[str], None]
) -> None:
    hebrew = (
        f"מעבורת {size} הגיעה אל האי\n\nהמעבורת Plover {size} הגיעה אל האי ביום ראשון ועל סיפונה ארבעים נוסעים. "
        "משרד הנמל מסר שאיש לא נפגע, ושהמעבורת תחזור לחוף ביום שני בבוקר אם הרוח תיחלש. הנוסעים לנו בבית הספר של האי."
    )
    files = {f"hebrew-{size}.txt": hebrew, f"empty-{size}.txt": ""}
    page.goto(f"{address}/archive/upkeep")
    told = page.evaluate(DROP, [{"1280": "h1", "390": ".drop strong"}[size], files])
    assert told == {"refused": False, "lit": True, "taken": True, "lit after": False}
    page.wait_for_selector("#job [data-state=done]", timeout=3 * PATIENCE)
    page.get_by_role("link", name=f"hebrew-{size}.txt").click()
    page.wait_for_selector("article.reading", timeout=PATIENCE)
    name = page.locator("article.reading").get_attribute("data-article") or ""
    text = desk.article(name).text
    start, end = text.index(".") + 2, text.index(",")
    page.goto(address + permalink(name, 1, start, end))
    shot("right-to-left")
    for at in (".reading h1", ".reading .body p >> nth=-1"):
        sides = page.locator(at).evaluate(SIDES)
        assert sides["direction"] == "rtl"
        assert sides["right"] < 2 < sides["left"], at
    assert "".join(page.locator("main .body mark").all_text_contents()) == text[start:end]
