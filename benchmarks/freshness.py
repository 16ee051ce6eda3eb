"""Seconds from the end of an ingest until a chat that is open already cites a new article.

    python benchmarks/freshness.py --data-dir /tmp/newsquiz-index

The server is the real one, `news-assistant serve`, over a copy of the index, or over the sample archive. One reader's
page is open in it and asks the same question again and again, by the requests that a browser sends. Meanwhile another
process takes in ten new articles, one of which answers the question. All read the same monotonic clock.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.data import Row, write_rows
from benchmarks.ingest import take
from benchmarks.machine import Table, as_plain, fresh, machine, options, progress, report, spread

AIM_SECONDS = 1.0
HOST = "127.0.0.1"
START_SECONDS, GIVE_UP_SECONDS, STOP_SECONDS = 60.0, 120.0, 10.0
PAUSE_SECONDS = 0.05
"""Between an answer and the next question."""

STEMS = ("Arl", "Brin", "Calder", "Duns", "Eller", "Fen", "Garrow", "Hex", "Ivor", "Jarn")
ENDINGS = ("mouth", "wick", "more", "holt", "by")
"""Each round has ten places of its own, which no archive knows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer of the page: when it was asked for, when it was complete, whether it cites the new article."""

    asked: float
    shown: float
    cites: bool


@dataclass(frozen=True, slots=True)
class Round:
    """Ten articles taken in while the page asks.

    Attributes:
        until_cited: Seconds from the end of the ingest to the first answer that cites; negative where that came first.
        ingest: Seconds that the call of `ingest` took in the other process.
        answers: That the page showed until then.
        slowest_answer: Of those, in seconds.
    """

    until_cited: float
    ingest: float
    answers: int
    slowest_answer: float


@dataclass(frozen=True, slots=True)
class Page:
    """One open page of the chat, driven by the requests that its script sends."""

    port: int
    handler: int
    inputs: int
    session: str

    @classmethod
    def opened(cls, port: int, session: str) -> "Page":
        """Find the handler of the question box, as a browser does when it loads the page."""
        config = json.loads(_fetched(port, "/config"))
        boxes = {part["id"] for part in config["components"] if part["props"].get("elem_id") == "question"}
        handlers = [
            (handler["id"], len(handler["inputs"]))
            for handler in config["dependencies"]
            if any(target in boxes and event == "submit" for target, event in handler["targets"])
        ]
        if len(handlers) != 1:
            raise RuntimeError(f"The page has {len(handlers)} handlers of its question box; one was expected.")
        return cls(port, *handlers[0], session)

    def ask(self, question: str) -> str:
        """Ask, without filters, and return the finished turn as the page is to show it."""
        body = {"data": [question, *[None] * (self.inputs - 1)], "fn_index": self.handler, "session_hash": self.session}
        _fetched(self.port, "/gradio_api/queue/join", body)
        connection = http.client.HTTPConnection(HOST, self.port, timeout=GIVE_UP_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", f"/gradio_api/queue/data?session_hash={self.session}")
            for line in connection.getresponse():
                event = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if event.get("msg") == "process_completed":
                    if not event["success"]:
                        raise RuntimeError(f"The page could not answer: {event['output']}")
                    return json.dumps(event["output"]["data"])
        raise RuntimeError("The page's stream ended before the answer did.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-freshness-") as name:
        results, tables = measure(_copied(chosen.data_dir, Path(name)), Path(name), rounds=chosen.rounds)
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def measure(data_dir: Path, work: Path, *, rounds: int) -> tuple[dict[str, object], list[Table]]:
    """Serve `data_dir`, which is written to, and run `rounds` rounds one after the other."""
    with served(data_dir) as port:
        done = [_round(data_dir, port, work, ENDINGS[number]) for number in range(rounds)]
    until = [one.until_cited for one in done]
    results: dict[str, object] = {
        "rounds": [as_plain(one) for one in done],
        "median_seconds": round(statistics.median(until), 3),
        "worst_seconds": round(max(until), 3),
    }
    return results, [_table(done)]


@contextlib.contextmanager
def served(data_dir: Path) -> Iterator[int]:
    """Run the real server over `data_dir` in a process of its own; yield its port."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    script = Path(sys.executable).parent / "news-assistant"
    command = [sys.executable, str(script), "serve", "--port", str(port), "--data-dir", str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            _wait_for(server, port)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()


def new_articles(ending: str) -> list[Row]:
    """Return ten short articles about ten places whose names end in `ending`."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    return [
        {
            "id": f"freshness-{stem}{ending}",
            "title": f"Broken gate closes the canal lock at {stem}{ending}",
            "source": "Benchmark Courier",
            "published_at": day,
            "text": (
                f"The canal lock at {stem}{ending} was closed after one of its gates failed, the canal office said.\n\n"
                f"By the evening {31 + number} barges were waiting at the {stem}{ending} lock. "
                f"Engineers began to lift the gate out of the water before midnight.\n\n"
                f"The office expects to reopen the lock at {stem}{ending} within {5 + number} days. "
                "Until then freight for the upper canal goes by road."
            ),
        }
        for number, stem in enumerate(STEMS)
    ]


def question_about(ending: str) -> str:
    """Return a question that the first of these articles answers."""
    return f"How many barges were waiting at the {STEMS[0]}{ending} lock?"


def take_in(source: Path, data_dir: Path) -> tuple[float, float]:
    """Ingest a file; return when that began and ended by the monotonic clock, which all processes share."""
    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        started = time.monotonic()
        desk.ingest([source])
        return started, time.monotonic()


def _round(data_dir: Path, port: int, work: Path, ending: str) -> Round:
    source = write_rows(work / f"new-{ending}.jsonl", new_articles(ending))
    page = Page.opened(port, session=f"freshness-{ending}")
    question = question_about(ending)
    progress(question)
    if _cites(page.ask(question), ending):
        raise RuntimeError("The new article is cited before it was taken in.")
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(_ask_until_cited, page, question, ending)
        started, ended = fresh(take_in, source, data_dir).value
        seen = asking.result()
    slowest = max(one.shown - one.asked for one in seen)
    return Round(seen[-1].shown - ended, ended - started, len(seen), slowest)


def _ask_until_cited(page: Page, question: str, ending: str) -> list[Seen]:
    """Ask again and again; the last of the answers returned is the first that cites."""
    seen: list[Seen] = []
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        asked = time.monotonic()
        shown = page.ask(question)
        seen.append(Seen(asked, time.monotonic(), _cites(shown, ending)))
        if seen[-1].cites:
            return seen
        time.sleep(PAUSE_SECONDS)
    raise RuntimeError(f"The open page cited no new article within {GIVE_UP_SECONDS:.0f} seconds.")


def _cites(turn: str, ending: str) -> bool:
    """Whether a turn links to a span of one of this round's articles; articles merely named have no span."""
    return any(f"/article?id=freshness-{stem}{ending}&amp;version=1&amp;start=" in turn for stem in STEMS)


def _wait_for(server: "subprocess.Popen[str]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped: {server.stderr.read() if server.stderr else ''}")
        with contextlib.suppress(OSError, RuntimeError):
            _fetched(port, "/healthz")
            return
        time.sleep(PAUSE_SECONDS)
    raise RuntimeError(f"The server did not answer within {START_SECONDS:.0f} seconds.")


def _fetched(port: int, path: str, body: dict[str, Any] | None = None) -> str:
    connection = http.client.HTTPConnection(HOST, port, timeout=GIVE_UP_SECONDS)
    with contextlib.closing(connection):
        sent = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status}: {text[:300]}")
    return text


def _copied(data_dir: Path | None, work: Path) -> Path:
    """Return an index that may be written to: a copy of `data_dir`, or one of the sample archive."""
    copy = work / "index"
    if data_dir is not None:
        shutil.copytree(data_dir, copy)
        return copy
    from assistant.sample import sample_archive

    progress("no --data-dir: taking the sample archive in first")
    fresh(take, sample_archive(), copy)
    return copy


def _table(rounds: Sequence[Round]) -> Table:
    until = [one.until_cited for one in rounds]
    return Table(
        "Ten articles taken in by another process while an open page asks; until it cites one:"
        f" median {spread(until, 2)} s (aim under {AIM_SECONDS:.0f})",
        ("round", "s until cited", "s of ingest", "answers meanwhile", "slowest answer, s"),
        [
            (
                str(number),
                f"{one.until_cited:.2f}",
                f"{one.ingest:.2f}",
                str(one.answers),
                f"{one.slowest_answer:.2f}",
            )
            for number, one in enumerate(rounds, start=1)
        ],
    )


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="index to copy and serve; the sample by default")
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        choices=range(1, len(ENDINGS) + 1),
        help=f"times ten articles are taken in; 3 by default, {len(ENDINGS)} at most",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
