"""What axe-core finds on a page, sorted by who wrote the element; contrast that it cannot tell is measured here."""

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

BAD = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
OURS = "#masthead .masthead, #past, #live, #pane, #tip, #histogram, .date, #boot, body.page, body.exported"
"""Where every element is written by us; all else on the chat page is Gradio's."""

# Axe gives up where anything lies over a text, even what cannot be seen, as the area of a card that is a link as a
# whole. Then: the ink and the first ground below it that is not clear, by the formula of WCAG 2.
MEASURE = """(at) => {
  const element = document.querySelector(at);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const style = getComputedStyle(element);
  const ink = element instanceof SVGElement ? style.fill : style.color;
  let ground = 'rgb(255, 255, 255)';
  for (let below = element; below; below = below.parentElement) {
    const colour = getComputedStyle(below).backgroundColor, clear = parts(colour)[3] ?? 1;
    if (clear === 0) continue;
    if (clear < 1) return { ink, ground: colour, ratio: 0, needed: 4.5 };
    ground = colour;
    break;
  }
  const [high, low] = [light(ink), light(ground)].sort((one, other) => other - one);
  const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
  return { ink, ground, ratio: (high + 0.05) / (low + 0.05), needed: size >= 24 || (bold && size >= 18.66) ? 3 : 4.5 };
}"""


@dataclass(slots=True)
class Looked:
    """What was found on the pages so far, by page.

    Attributes:
        ours: Serious findings in what we write.
        gradios: Those in what Gradio writes.
        unread: Pages on which axe looked at no text's contrast.
        measured: How many of our texts were measured here, since axe could not tell.
    """

    ours: dict[str, list[str]] = field(default_factory=dict)
    gradios: dict[str, list[str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    measured: int = 0

    def look(self, page: "Page", name: str) -> None:
        """Add what is wrong with a page as it stands there."""
        found = response(page)
        for finding in found["violations"]:
            if finding["impact"] in BAD:
                for node in finding["nodes"]:
                    self._sort(page, name, finding["id"], node["target"][0])
        if not any(rule["id"] == CONTRAST and rule["nodes"] for rule in found["passes"]):
            self.unread.append(name)
        for rule in found["incomplete"]:
            if rule["id"] == CONTRAST:
                for node in rule["nodes"]:
                    self._measure(page, name, node["target"][0])

    def _sort(self, page: "Page", name: str, rule: str, at: str) -> None:
        theirs = self.ours if is_ours(page, at) else self.gradios
        theirs.setdefault(name, []).append(f"{rule}: {at}")

    def _measure(self, page: "Page", name: str, at: str) -> None:
        if not is_ours(page, at):
            return
        self.measured += 1
        told = page.evaluate(MEASURE, at)
        if told["ratio"] < told["needed"]:
            words = f"{told['ratio']:.2f} of {told['needed']}, {told['ink']} on {told['ground']}"
            self.ours.setdefault(name, []).append(f"{CONTRAST}, measured: {at}: {words}")


def response(page: "Page") -> dict[str, Any]:
    """Return all that axe says of a page, every node of what is wrong and of what it cannot tell."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe(_script())
    options = {"runOnly": RULES, "resultTypes": ["violations", "incomplete"]}
    return dict(axe.run(page, options=options).response)


def is_ours(page: "Page", at: str) -> bool:
    return bool(page.evaluate("([at, ours]) => Boolean(document.querySelector(at)?.closest(ours))", [at, OURS]))


@functools.cache
def _script() -> str:
    """Axe, which stays in a page once it is there."""
    whole = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    return f"if (!window.axe) {{ {whole} }}"
