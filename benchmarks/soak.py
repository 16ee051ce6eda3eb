"""One reader all day: many questions in one conversation in a real browser, and what server and page cost by the end.

    python benchmarks/soak.py --data-dir /tmp/newsquiz-index --turns 200

Questions are made of the archive's own headlines, asked one after the other. Memory of the server is what is resident;
of the page, the heap of its scripts after a collection, and the nodes of its document. Then one answer is streamed at
the pace of a language model, and the processor time of server and page is set against the clock.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from assistant import NewsAssistant, Settings
from benchmarks.machine import Table, as_plain, machine, options, progress, report, spread

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDE, HIGH = 1280, 860
WINDOW = 20
"""Turns at both ends that are compared."""

START_SECONDS = 300.0
PATIENCE_MS = 120_000
PAUSE_SECONDS = 1 / 30
"""Between two words of the streamed answer, about the pace of a language model."""

AIM_STREAMING = 0.30
MEGABYTE = 1_000_000
DONE = "#live .turn:not([data-state=answering])"


@dataclass(frozen=True, slots=True)
class Turn:
    """What was held after one turn, and how long it took from Enter to the finished answer."""

    seconds: float
    server_mb: float
    page_mb: float
    elements: int


@dataclass(frozen=True, slots=True)
class Streaming:
    """Shares of one core while an answer streams."""

    seconds: float
    server: float
    page: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="the archive; it is copied")
    parser.add_argument("--turns", type=int, default=200, help="questions asked, 200 by default")
    chosen = parser.parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-soak-") as name:
        data_dir = Path(shutil.copytree(chosen.data_dir, Path(name) / "indexes"))
        questions = headlines(data_dir, chosen.turns)
        turns = day(data_dir, questions)
        streaming = streamed(data_dir, questions[0])
    results = {"turns": [as_plain(turn) for turn in turns], "streaming": as_plain(streaming)}
    report(on, results, [_held(turns), _streaming(streaming)], as_json=chosen.json, arguments=given)
    return 0


def headlines(data_dir: Path, turns: int) -> list[str]:
    """Return as many questions as there are turns, of stories spread over the archive."""
    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        titles = [" ".join(title.split()).rstrip(".?!") for _, title in desk.titles(turns)]
    return [f"What happened: {titles[turn % len(titles)]}?" for turn in range(turns)]


def day(data_dir: Path, questions: Sequence[str]) -> list[Turn]:
    """Ask all the questions in one conversation."""
    done = []
    with served(data_dir) as server, opened(server.address) as (page, session):
        for number, question in enumerate(questions, 1):
            started = time.perf_counter()
            ask(page, question, number)
            seconds = time.perf_counter() - started
            page_mb, elements = held(session)
            done.append(Turn(seconds, server.megabytes(), page_mb, elements))
            progress(f"{number} of {len(questions)} turns")
    return done


def streamed(data_dir: Path, question: str) -> Streaming:
    """Stream one answer word by word, and set processor time against the clock."""
    with served(data_dir, slowly=True) as server, opened(server.address) as (page, session):
        ask(page, question, 1)  # what is loaded with the first question is no cost of streaming
        page.locator("#question textarea").fill(question)
        page.keyboard.press("Enter")
        page.wait_for_selector("#live .turn[data-state=answering] .words", timeout=PATIENCE_MS)
        started, before, busy = time.perf_counter(), server.cpu_seconds(), task_seconds(session)
        page.wait_for_selector(DONE, timeout=PATIENCE_MS)
        seconds = time.perf_counter() - started
        server_share = (server.cpu_seconds() - before) / seconds
        return Streaming(seconds, server_share, (task_seconds(session) - busy) / seconds)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: str
    pid: int

    def megabytes(self) -> float:
        """Memory resident."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("/proc has no VmRSS; the benchmarks measure memory on Linux only.")

    def cpu_seconds(self) -> float:
        """Processor time used so far, in user and system mode."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(data_dir: Path, *, slowly: bool = False) -> Iterator[Server]:
    """Run a server in a process of its own: the real one, or the one that takes its time over every word."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = str(Path(sys.executable).parent / "news-assistant")
    command = [sys.executable, script, "serve", "--port", str(port), "--data-dir", str(data_dir)]
    if slowly:
        command = [sys.executable, "-m", "tests.e2e.serve_slow", str(port), str(data_dir), str(PAUSE_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(process, address)
            yield Server(address, process.pid)
        finally:
            process.terminate()


def wait_for(process: "subprocess.Popen[bytes]", address: str) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/healthz", timeout=10).status_code == httpx.codes.OK:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")


@contextlib.contextmanager
def opened(address: str) -> Iterator[tuple["Page", "CDPSession"]]:
    """Open the chat in a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(address)
        page.wait_for_selector(".story", timeout=PATIENCE_MS)
        yield page, session
        browser.close()


def ask(page: "Page", question: str, number: int) -> None:
    """Ask and wait for the finished answer."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector(f"#live #turn-{number}:not([data-state=answering])", timeout=PATIENCE_MS)


def metrics(session: "CDPSession") -> dict[str, Any]:
    """Return what the browser counts of its page."""
    return {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}


def held(session: "CDPSession") -> tuple[float, int]:
    """Return megabytes of the page's heap after a collection, and the elements of its document."""
    session.send("HeapProfiler.collectGarbage")
    found = metrics(session)
    return found["JSHeapUsedSize"] / MEGABYTE, int(found["Nodes"])


def task_seconds(session: "CDPSession") -> float:
    """Return the time that the page's main thread has worked."""
    return float(metrics(session)["TaskDuration"])


def _held(turns: Sequence[Turn]) -> Table:
    first, last = turns[: min(WINDOW, len(turns) // 2)], turns[-min(WINDOW, len(turns) // 2) :]
    kinds = (("server, MB resident", "server_mb"), ("page, MB of heap", "page_mb"), ("page, nodes", "elements"))
    both = (first, last)
    rows = [(name, *(spread([float(getattr(turn, key)) for turn in ends]) for ends in both)) for name, key in kinds]
    rows.append(("seconds a turn", *(spread([turn.seconds for turn in ends], 2) for ends in both)))
    title = f"One reader, {len(turns)} turns in one conversation"
    return Table(title, ("", f"first {len(first)} turns", f"last {len(last)} turns"), rows)


def _streaming(found: Streaming) -> Table:
    rows = [
        ("server", f"{found.server:.0%}", f"under {AIM_STREAMING:.0%}"),
        ("page's main thread", f"{found.page:.0%}", ""),
    ]
    return Table(f"Share of a core while an answer streams for {found.seconds:.1f} s", ("", "measured", "aim"), rows)


if __name__ == "__main__":
    sys.exit(main())
