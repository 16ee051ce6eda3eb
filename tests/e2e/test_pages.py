"""Every page, looked at by axe-core, in light and dark, at the width of a desk and of a telephone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.assistant import NewsAssistant
from tests.e2e.axe import Looked
from tests.e2e.conftest import PASSWORD, READERS, SHOTS
from tests.e2e.test_journeys import PATIENCE, QUESTION, UNANSWERABLE, ask, cite, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

AXE_REPORT = os.environ.get("AXE_REPORT")
FEWEST_PAGES = 30


def chatting(page: "Page", address: str) -> Iterator[str]:
    """Walk through the chat, and yield the name of what is seen at each stop."""
    opened(page, address)
    yield "chat"
    page.get_by_role("button", name="Filters").click()
    page.wait_for_timeout(500)
    yield "filters"
    page.get_by_role("button", name="Filters").click()
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#live .failure", timeout=PATIENCE)
    yield "failed"
    ask(page, UNANSWERABLE, "refused")
    yield "refused"
    ask(page, f"{QUESTION[:-1]}, according to Sample Wire?")
    yield "answered"
    page.get_by_role("button", name="Not good").last.click()
    page.get_by_text("Noted. What was wrong?").wait_for(timeout=PATIENCE)
    yield "feedback"
    page.locator("#live a.cite").first.hover()
    page.wait_for_selector("#tip:visible", timeout=PATIENCE)
    yield "tip"
    cite(page)
    yield "pane"


def kept(page: "Page", address: str) -> Iterator[str]:
    """Walk through what is kept of the chat that was left a moment ago."""
    page.wait_for_url("**/?conversation=*", timeout=PATIENCE)
    talk = f"{address}/conversations/{parse_qs(urlsplit(page.url).query)['conversation'][0]}"
    answer = page.get_by_role("link", name="Its own page").last.get_attribute("href") or ""
    story = page.get_by_role("link", name="As a timeline").last.get_attribute("href") or ""
    places = {
        "answer": address + answer,
        "compared": f"{address}{answer}?again=1",
        "why": f"{address}{answer}/why",
        "timeline": address + story,
        "conversation": talk,
        "delete": f"{talk}/delete",
    }
    yield from visited(page, "", places)
    exported = page.request.get(f"{talk}/export?form=html").text()
    page.set_content(exported)
    page.evaluate("document.body.classList.add('exported')")
    yield "exported"


def visited(page: "Page", address: str, places: dict[str, str]) -> Iterator[str]:
    for name, place in places.items():
        page.goto(address + place, timeout=PATIENCE)
        yield name


def places(desk: NewsAssistant) -> dict[str, str]:
    article = f"/article?id={changed(desk)}"
    return {
        "conversations": "/conversations",
        "no conversation": "/conversations?q=zeppelin",
        "archive": "/archive?q=ship&kind=news",
        "nothing found": "/archive?q=zeppelinquartet",
        "coverage": "/archive/coverage",
        "no timeline": "/timeline?q=zeppelinquartet",
        "article": article,
        "cited": f"{article}&start=0&end=40#cited",
        "upkeep": "/archive/upkeep",
        "run": "/archive/runs/1",
        "remove": "/archive/remove?source=Sample+Gazette",
        "remove nothing": "/archive/remove?source=Nobody",
        "rebuild": "/archive/rebuild",
        "account": "/account",
    }


# What comes with an error's status is put into a page that is open: by its address the browser would note an error.


def entering(page: "Page", address: str) -> Iterator[str]:
    """Walk in by the door of a server with users."""
    page.goto(f"{address}/login")
    yield "login"
    wrong: dict[str, str | float | bool] = {"name": READERS[0], "password": "another"}
    page.set_content(page.request.post(f"{address}/login", form=wrong, headers={"Origin": address}).text())
    page.wait_for_selector("#failure", timeout=PATIENCE)
    yield "login failed"
    page.goto(f"{address}/login")
    page.get_by_label("Name").fill(READERS[0])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".story", timeout=PATIENCE)
    yield "chat of a reader"
    yield from visited(page, address, {"reader's account": "/account"})


def missing(page: "Page", address: str, empty_address: str) -> Iterator[str]:
    """Walk where nothing is."""
    opened(page, empty_address)
    yield "empty"
    yield from visited(page, empty_address, {"empty upkeep": "/archive/upkeep"})
    words = page.request.get(f"{address}/article?id=nobody").text()
    page.goto(f"{address}/account")
    page.set_content(words)
    yield "not available"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(
    page: "Page",
    address: str,
    login_address: str,
    empty_address: str,
    scheme: str,
    size: str,
    desk: NewsAssistant,
) -> None:
    looked, seen = Looked(), 0
    walks = (
        chatting(page, address),
        kept(page, address),
        visited(page, address, places(desk)),
        entering(page, login_address),
        missing(page, address, empty_address),
    )
    for name in (name for walk in walks for name in walk):
        seen += 1
        page.wait_for_timeout(300)  # what arrives has arrived
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"page-{name.replace(' ', '-')}-{size}-{scheme}.png")
        looked.look(page, name)
    if AXE_REPORT:
        report = {"pages": seen, "ours": looked.ours, "gradio": looked.gradios, "measured": looked.measured}
        Path(AXE_REPORT).with_suffix(f".{size}.{scheme}.json").write_text(json.dumps(report, indent=1))
    assert seen >= FEWEST_PAGES
    assert (looked.ours, looked.unread) == ({}, [])


def changed(desk: NewsAssistant) -> str:
    """Return an article that has another version, and so every section of its page."""
    return next(name for name, _ in desk.titles(200) if len(desk.versions(name)) > 1)


def test_a_text_that_cannot_be_read_is_found(page: "Page", address: str) -> None:
    """The look itself: pale letters, below a link that lies over them and without one."""
    page.goto(f"{address}/archive/coverage")
    page.evaluate(
        """() => {
          document.querySelector('main').insertAdjacentHTML('beforeend',
            `<p id="pale">Pale.</p><div><p id="below">Pale.</p><a href="/" aria-label="Over it"></a></div>`);
          // By script: the page's policy forbids the attribute.
          const style = (at, words) => { document.querySelector(at).style.cssText = words; };
          style('#pale', 'color: #bbb; background: #fff');
          style('div:has(> #below)', 'position: relative; background: #fff');
          style('#below', 'color: #bbb');
          style('#below + a', 'position: absolute; inset: 0');
        }"""
    )
    looked = Looked()
    looked.look(page, "coverage")
    assert "color-contrast: #pale" in looked.ours["coverage"]
    assert any(words.startswith("color-contrast, measured: #below") for words in looked.ours["coverage"])
