"""The hostile archive in a real browser: nothing of it runs, every page holds, the canary is never said."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from assistant.assistant import NewsAssistant
from assistant.settings import Settings
from tests.e2e.conftest import command, server, serving
from tests.hostile.archive import CANARY, vectors, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PATIENCE = 180_000
LONGEST_TITLE = 500
QUESTIONS = (
    "How many visitors did the organisers count on the first evening of the lantern festival?",
    "Which bridge did the procession cross shortly before midnight?",
    "Who counted the visitors of Quillford for the town council?",
    "Where did the lantern festival of Quillford take place?",
)

LOOK = """() => {
  const ours = document.querySelector('main.page, body.page main, #conversation, main') || document.body;
  const areas = [...document.querySelectorAll('#masthead, #past, #live, #pane, body.page')];
  const inside = areas.length ? areas : [ours];
  const bad = 'iframe, object, embed, base, math, marquee, x-y, meta[http-equiv="refresh"], link[href*="evil"],'
    + ' script[src*="evil"], img[src^="http"], form[action*="evil"], [onload], [onerror], [onclick], [onmouseover],'
    + ' [onfocus], [ontoggle], [onbegin], [srcdoc]';
  const links = inside.flatMap((area) => [...area.querySelectorAll('a[href]')]);
  return {
    ran: window.__ran || null,
    elements: inside.flatMap((area) => [...area.querySelectorAll(bad)]).map((item) => item.outerHTML.slice(0, 200)),
    links: links.filter((link) => !/^https?:$/.test(link.protocol)).map((link) => link.outerHTML.slice(0, 200)),
    open: links.filter((link) => link.host !== location.host && !/noopener/.test(link.rel)).map((link) => link.href),
    wide: document.documentElement.scrollWidth - window.innerWidth,
    title: document.title.length,
  };
}"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("hostile") / "indexes"
    folder = write(data_dir.parent / "articles")
    done = subprocess.run(
        command("ingest", str(folder), "--data-dir", str(data_dir)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr  # some were turned away, with their reasons
    assert "Traceback" not in done.stderr
    assert not list(data_dir.parent.glob("escaped*"))
    return data_dir


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with server(serving(archive)) as running:
        yield running


class Watch:
    """A page that notes everything an attack would have to do."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page, self.address = page, address
        self.wrong: list[str] = []
        self.harm: dict[str, Any] = {}
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda message: self._console(message.text))

    def _dialog(self, dialog: Any) -> None:  # noqa: ANN401 - playwright's
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"request: {url}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.wrong.append(f"policy: {text}")

    def visit(self, path: str) -> None:
        """Open one of our pages, which must stay where it is and be as we made it."""
        self.page.goto(self.address + path, timeout=PATIENCE)
        self.check(path)

    def check(self, where: str) -> None:
        """Note what of the page is not as we made it, and where."""
        seen = self.page.evaluate(LOOK)
        found = {name: value for name, value in seen.items() if name not in {"wide", "title"} and value}
        found |= {"wide": seen["wide"]} if seen["wide"] > 0 else {}
        found |= {"title": seen["title"]} if seen["title"] > LONGEST_TITLE else {}
        found |= {"events": self.wrong.copy()} if self.wrong else {}
        found |= {} if self.page.url.startswith(self.address) else {"moved": self.page.url}
        self.wrong.clear()
        if found:
            self.harm[where] = found


@pytest.fixture
def watch(browser: "Browser", address: str) -> Iterator[Watch]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    watch = Watch(context.new_page(), address)
    yield watch
    context.close()
    assert watch.harm == {}


def test_the_archive_is_as_hostile_as_we_say() -> None:
    named = vectors()
    assert sum(len(names) for names in named.values()) > 90


def test_the_chat_shows_it_and_is_not_moved(watch: Watch) -> None:
    page = watch.page
    watch.visit("/")
    page.wait_for_selector(".story, .empty", timeout=PATIENCE)
    watch.check("welcome")
    for question in QUESTIONS:
        box = page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        page.wait_for_selector(f"#live .turn:not([data-state=answering]) >> text={question[:40]}", timeout=PATIENCE)
        watch.check(question)
        assert CANARY not in page.inner_text("#live .answer, #live .refusal")
        for link in page.locator("#live .words a.cite").all()[:3]:
            link.click()
            page.wait_for_selector("#pane [data-article] mark", timeout=PATIENCE)
            watch.check(f"{question}, the pane")
            page.keyboard.press("Escape")


def test_a_letter_wider_than_a_column_moves_no_page(watch: Watch) -> None:
    for path in ("/archive/coverage", "/archive", "/archive/upkeep"):
        watch.visit(path)


def test_every_article_and_every_list_holds(watch: Watch, archive: Path) -> None:
    with NewsAssistant(Settings(data_dir=archive)) as desk:
        ids = [leaf.article_id for leaf in desk.browse(limit=1000).leaves]
    assert len(ids) > 190
    for name in ids:
        watch.visit("/article?" + urlencode({"id": name}))
    for path in ("/archive", "/archive?sort=title", "/archive/coverage", "/archive/upkeep", "/archive/runs/1"):
        watch.visit(path)
    for number in range(1, 11):
        watch.visit(f"/archive?page={number}")
    watch.visit("/archive?" + urlencode({"q": "<script>window.__ran=1</script> lantern"}))
    watch.visit("/article?" + urlencode({"id": "<script>window.__ran=1</script>"}))
    watch.visit("/conversations")
    watch.visit("/conversations?" + urlencode({"q": "\"><img src=x onerror='window.__ran=1'>"}))
