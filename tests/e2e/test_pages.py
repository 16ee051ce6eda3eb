"""Every page, looked at by axe-core, in light and dark, at the width of a desk and of a telephone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.assistant import NewsAssistant
from tests.e2e.conftest import SHOTS
from tests.e2e.test_journeys import PATIENCE, QUESTION, UNANSWERABLE, ask, cite, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

BAD = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OURS = "#masthead .masthead, #past, #live, #pane, #tip, #histogram, body.page"
"""Where every element is written by us; all else on the chat page is Gradio's."""

AXE_REPORT = os.environ.get("AXE_REPORT")


def chat(page: "Page", address: str) -> None:
    opened(page, address)


def answered(page: "Page", address: str) -> None:
    ask(opened(page, address), QUESTION)


def refused(page: "Page", address: str) -> None:
    ask(opened(page, address), UNANSWERABLE, "refused")


def pane(page: "Page", address: str) -> None:
    answered(page, address)
    cite(page)


def why(page: "Page", address: str) -> None:
    answered(page, address)
    page.goto(address + (page.get_by_role("link", name="Why this answer").get_attribute("href") or ""))


def conversation(page: "Page", address: str) -> None:
    answered(page, address)
    page.goto(f"{address}/conversations")
    page.locator(".talks .source-title").first.click()
    page.wait_for_selector(".kept", timeout=PATIENCE)


PAGES: dict[str, Callable[["Page", str], None] | str] = {
    "chat": chat,
    "answered": answered,
    "refused": refused,
    "pane": pane,
    "why": why,
    "conversation": conversation,
    "conversations": "/conversations",
    "archive": "/archive?q=ship&kind=news",
    "coverage": "/archive/coverage",
    "upkeep": "/archive/upkeep",
    "run": "/archive/runs/1",
    "remove": "/archive/remove?source=Sample+Gazette",
    "rebuild": "/archive/rebuild",
    "timeline": "/timeline?q=Ever+Given+in+the+Suez+Canal",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(page: "Page", address: str, login_address: str, scheme: str, size: str, desk: NewsAssistant) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    places = PAGES | {"article": f"/article?id={changed(desk)}", "login": f"{login_address}/login"}
    ours: dict[str, list[str]] = {}
    gradios: dict[str, list[str]] = {}
    for name, place in places.items():
        if isinstance(place, str):
            page.goto(place if place.startswith("http") else address + place)
        else:
            place(page, address)
        page.wait_for_timeout(300)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"page-{name}-{size}-{scheme}.png")
        for finding in axe.run(page, options={"runOnly": RULES}).response["violations"]:
            if finding["impact"] in BAD:
                sort(page, finding, ours.setdefault(name, []), gradios.setdefault(name, []))
    if AXE_REPORT:
        report = {"ours": ours, "gradio": gradios}
        Path(AXE_REPORT).with_suffix(f".{size}.{scheme}.json").write_text(json.dumps(report, indent=1))
    assert {name: found for name, found in ours.items() if found} == {}


def sort(page: "Page", finding: dict[str, Any], ours: list[str], gradios: list[str]) -> None:
    """Put each element that breaks a rule to whoever wrote it."""
    for node in finding["nodes"]:
        where = node["target"][0]
        is_ours = page.evaluate("([at, ours]) => Boolean(document.querySelector(at)?.closest(ours))", [where, OURS])
        (ours if is_ours else gradios).append(f"{finding['id']}: {where}")


def changed(desk: NewsAssistant) -> str:
    """Return an article that has another version, and so every section of its page."""
    return next(name for name, _ in desk.titles(200) if len(desk.versions(name)) > 1)
