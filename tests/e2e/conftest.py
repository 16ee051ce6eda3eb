"""A real server over the real sample archive, and a real browser in front of it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import httpx
import pytest

from assistant.access.accounts import Accounts
from assistant.access.roles import Role
from assistant.api.listen import bound_socket
from assistant.assistant import NewsAssistant
from assistant.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra `e2e`")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SHOTS = os.environ.get("NEWS_ASSISTANT_SHOTS")  # read here: the test environment is cleaned of our own variables
CACHE = os.environ.get("NEWS_ASSISTANT_E2E_CACHE")  # models converted before; saves another
READY = os.environ.get("NEWS_ASSISTANT_E2E_ARCHIVE")  # the sample archive, taken in before; saves a minute at work
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
READERS, PASSWORD = ("ada", "ben"), "a horse in the reading room"
SIZES = {"1280": (1280, 860), "390": (390, 844)}
VIEWPORTS = SIZES | {"2560": (2560, 1300)}
START_SECONDS = 280

# Lengths of the answer as it grows, noted before the page's own scripts run.
WATCH = """
window.lengths = [];
new MutationObserver(() => {
  const words = document.querySelector('#live .words');
  if (words && lengths.at(-1) !== words.textContent.length) lengths.push(words.textContent.length);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())", *words]


def serving(data_dir: Path) -> Callable[[str], list[str]]:
    return lambda port: command("serve", "--port", port, "--data-dir", str(data_dir))


@contextmanager
def server(words: Callable[[str], list[str]]) -> Iterator[str]:
    with bound_socket("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        words(str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    try:
        while not answers(address):
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


def warmed(address: str) -> None:
    """Ask once, so that the first journey does not wait until the models are converted and loaded."""
    httpx.post(f"{address}/api/v1/ask", json={"question": "Who commanded Artemis II?"}, timeout=START_SECONDS)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("e2e") / "indexes"
    if CACHE:
        os.environ["NEWS_ASSISTANT_CACHE_DIR"] = CACHE
    if READY:
        return Path(shutil.copytree(READY, data_dir))
    done = subprocess.run(
        command("ingest", "--sample", "--data-dir", str(data_dir)), capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return data_dir


@pytest.fixture(scope="session")
def address(archive: Path) -> Iterator[str]:
    with server(serving(archive)) as running:
        warmed(running)
        yield running


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(serving(tmp_path_factory.mktemp("e2e-empty"))) as running:
        yield running


@pytest.fixture(scope="session")
def slow_address(archive: Path) -> Iterator[str]:
    """A server that takes its time over every word, so that there is something to stop."""
    with server(lambda port: [sys.executable, "-m", "tests.e2e.serve_slow", port, str(archive)]) as running:
        warmed(running)
        yield running


@pytest.fixture(scope="session")
def login_address(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with two users, who have to log in."""
    data_dir = tmp_path_factory.mktemp("e2e-login") / "indexes"
    shutil.copytree(archive, data_dir)
    for name in READERS:
        Accounts(data_dir).add(name, Role.READER, PASSWORD)
    with server(serving(data_dir)) as running:
        yield running


@pytest.fixture(scope="session")
def desk(archive: Path) -> Iterator[NewsAssistant]:
    with NewsAssistant(Settings(data_dir=archive)) as desk:
        yield desk


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    # Not for the whole session: while playwright runs, its event loop counts as running in this thread.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scheme() -> str:
    return "light"


@pytest.fixture
def motion() -> str:
    return "no-preference"


@pytest.fixture
def page(
    browser: "Browser",
    size: str,
    scheme: Literal["light", "dark"],
    motion: Literal["no-preference", "reduce"],
) -> Iterator["Page"]:
    """A page that fails the test if it asks another host for anything, breaks a script, or scrolls sideways."""
    width, height = VIEWPORTS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion=motion
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    outside: list[str] = []
    broken: list[str] = []
    page.on("request", lambda asked: outside.append(asked.url) if is_outside(asked.url) else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    yield page
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert (outside, broken, max(overflow, 0)) == ([], [], 0)


@pytest.fixture
def shot(page: "Page", size: str) -> Callable[[str], None]:
    def take(name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(500)  # the pane has arrived and the page has scrolled
            page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png")

    return take


def is_outside(url: str) -> bool:
    return not re.match(r"http://127\.0\.0\.1:\d+/|data:|blob:|about:", url)
