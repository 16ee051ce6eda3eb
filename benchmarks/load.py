"""How the assistant holds when many ask at once: answers a second, waiting, errors, memory, and whose turns are whose.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python benchmarks/load.py --data-dir /tmp/newsquiz-copy --seconds 300

A real server as a process of its own, over a COPY of an archive (users and conversations are added to it), with login.
Each reader is a user with a token and a conversation of their own, and asks one real quiz question after the other,
each on its own day, through `/api/v1/ask` as server-sent events: as fast as the answers come, without a pause for
reading. First one reader alone, then all of them, then, with `--ingest FILE`, all of them while another process takes
in articles.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant import NewsAssistant, Settings
from assistant.access.accounts import Accounts
from assistant.access.roles import Role
from assistant.api.listen import bound_socket
from benchmarks import data
from benchmarks.machine import Table, machine, options, percentile, progress, report

START_SECONDS = 180
PATIENCE = 900.0
AIM_RATE, AIM_P95, AIM_MEMORY = 5.0, 10.0, 1.10


@dataclass(frozen=True, slots=True)
class Reader:
    """A user of the load: their token, and what they asked, in order, each question as it was sent."""

    name: str
    token: str
    asked: list[str] = field(default_factory=list)

    @property
    def conversation(self) -> str:
        """Name of this run's conversation."""
        return f"load-{self.token[-6:]}"


@dataclass(frozen=True, slots=True)
class Round:
    """What one stretch of asking gave.

    Attributes:
        seconds: Wall time until the last answer was there.
        answers: Seconds from question to whole answer, of each.
        first: Seconds to the first words, of each answer that has some.
        errors: Words of each failure.
        memory_mb: The server's resident memory at the end.
        processor: Seconds of the processors that the server used.
    """

    readers: int
    seconds: float
    answers: list[float]
    first: list[float]
    errors: list[str]
    memory_mb: float
    processor: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds


def command(*words: str) -> list[str]:
    """Return the command line of our own program in this interpreter."""
    return [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())", *words]


@contextmanager
def server(data_dir: Path, log: Path) -> Iterator[tuple[str, int]]:
    """Run the server and yield its address and process id once it is ready for questions."""
    with bound_socket("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    words = ("serve", "--port", str(port), "--data-dir", str(data_dir), "--set", "questions_per_minute=100000")
    with log.open("w") as kept:
        process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=kept)  # noqa: S603 - our own
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_ready(address, process)
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{address}/readyz", timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise TimeoutError("the server did not become ready")


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process, each page of a file counted once, however many connections map it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/smaps_rollup has no Pss")


def processor_seconds(pid: int) -> float:
    """Return what a process has used of the processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(data_dir: Path, count: int) -> list[Reader]:
    """Make the users; their passwords are none, their tokens are new each time."""
    accounts = Accounts(data_dir)
    known = {user.name for user in accounts.users()}
    stamp = str(int(time.time()))
    readers = []
    for number in range(count):
        name = f"load-{number}"
        if name not in known:
            accounts.add(name, Role.READER)
        readers.append(Reader(name, accounts.new_token(name, stamp)))
    return readers


@dataclass(slots=True)
class Stretch:
    """A stretch of asking while it goes on."""

    address: str
    answers: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def read(self, reader: Reader, questions: Sequence[tuple[str, str]], until: float) -> None:
        """Ask as one reader until the time is over."""
        rng = random.Random(reader.name)  # noqa: S311 - which questions, no secret
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            while time.perf_counter() < until:
                question, day = rng.choice(questions)
                try:
                    await self.ask(http, reader, question, day)
                except httpx.HTTPError as error:
                    self.errors.append(f"{type(error).__name__}: {error}")

    async def ask(self, http: httpx.AsyncClient, reader: Reader, question: str, day: str) -> None:
        """Ask one question and note how long it took, or what went wrong."""
        begun = time.perf_counter()
        body = {"question": question, "today": day, "conversation": reader.conversation, "stream": True}
        headers = {"Authorization": f"Bearer {reader.token}"}
        heard, answer = 0.0, None
        async with http.stream("POST", f"{self.address}/api/v1/ask", json=body, headers=headers) as reply:
            if reply.status_code != httpx.codes.OK:
                self.errors.append(f"{reply.status_code} {(await reply.aread()).decode()[:200]}")
                return
            async for name, told in events(reply):
                heard = heard or (time.perf_counter() - begun if name == "text" else 0.0)
                answer = json.loads(told) if name in {"answer", "error"} else answer
        if answer is None or answer.get("question") != question:
            self.errors.append(f"another answer: {json.dumps(answer)[:200]}")
            return
        reader.asked.append(question)
        self.answers.append(time.perf_counter() - begun)
        self.first += [heard] if heard else []


async def events(reply: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    """Yield name and data of each event of a reply."""
    name = ""
    async for line in reply.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, line.removeprefix("data: ")


def ask_all(
    address: str, pid: int, readers: Sequence[Reader], questions: Sequence[tuple[str, str]], seconds: float
) -> Round:
    """Have the readers ask until the time is over, and wait for the last answers."""
    stretch = Stretch(address)

    async def everybody() -> float:
        begun = time.perf_counter()
        await asyncio.gather(*(stretch.read(reader, questions, begun + seconds) for reader in readers))
        return time.perf_counter() - begun

    used = processor_seconds(pid)
    took = asyncio.run(everybody())
    used = processor_seconds(pid) - used
    return Round(len(readers), took, stretch.answers, stretch.first, stretch.errors, resident_megabytes(pid), used)


def strangers(data_dir: Path, readers: Sequence[Reader]) -> int:
    """Return how many turns stand in another reader's conversations than the one who asked, or are missing or twice."""
    wrong = 0
    owners: dict[str, set[str]] = {}
    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        found: dict[str, list[str]] = {}
        for turn in desk.conversations.turns():
            found.setdefault(turn.conversation, []).append(turn.question)
            owners.setdefault(turn.conversation, set()).add(turn.owner)
    for reader in readers:
        kept = found.get(reader.conversation, [])
        wrong += abs(len(kept) - len(reader.asked)) + sum(a != b for a, b in zip(kept, reader.asked, strict=False))
        wrong += max(0, len(owners.get(reader.conversation, set())) - 1)
    return wrong


def row(name: str, found: Round) -> tuple[str, ...]:
    """Return the figures of one stretch."""
    numbers = (found.rate, percentile(found.answers, 50), percentile(found.answers, 95), max(found.answers))
    heard = f"{percentile(found.first, 50):.2f}" if found.first else ""
    return (
        name,
        str(found.readers),
        f"{found.seconds:.0f}",
        str(len(found.answers)),
        *(f"{number:.2f}" for number in numbers),
        heard,
        f"{found.processor / len(found.answers):.3f}",
        str(len(found.errors)),
        f"{found.memory_mb:.0f}",
    )


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="a copy of an archive; users are added to it")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0, help="of each stretch with all readers")
    parser.add_argument("--alone", type=float, default=60.0, help="seconds of the stretch with one reader")
    parser.add_argument("--ingest", type=Path, help="also ask while this file is taken in")
    wish = parser.parse_args(arguments)
    data.require()
    on = machine()
    # The server does not keep the spaces around a question.
    questions = [(str(item["question"]).strip(), str(item["asked_on"])) for item in data.newsquiz_questions()]
    readers = settle(wish.data_dir, wish.readers)
    log = Path(tempfile.mkdtemp()) / "server.log"
    rounds: dict[str, Round] = {}
    with server(wish.data_dir, log) as (address, pid):
        # The first questions load the model and fill the caches of SQLite; what comes after is compared.
        ask_all(address, pid, readers[:4], questions, 15)
        progress("one reader alone")
        rounds["one reader"] = ask_all(address, pid, readers[:1], questions, wish.alone)
        progress(f"{len(readers)} readers for {wish.seconds:.0f} s")
        rounds["all readers"] = ask_all(address, pid, readers, questions, wish.seconds)
        if wish.ingest:
            progress("the same during an ingest")
            words = command("ingest", str(wish.ingest), "--data-dir", str(wish.data_dir), "--json")
            other = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
            rounds["during an ingest"] = ask_all(address, pid, readers, questions, wish.seconds)
            done = other.poll() is not None
            other.terminate() if not done else None
            other.wait(60)
            progress(f"the ingest was {'over' if done else 'still at work'} at the end")
    wrong = strangers(wish.data_dir, readers)
    told = log.read_text(errors="replace")
    growth = rounds["all readers"].memory_mb / rounds["one reader"].memory_mb
    columns = (
        "",
        "readers",
        "s",
        "answers",
        "a second",
        "p50 s",
        "p95 s",
        "max s",
        "first words",
        "processor s",
        "errors",
        "MB",
    )
    tables = [
        Table("Readers at once", columns, [row(name, found) for name, found in rounds.items()]),
        Table(
            "Aims",
            ("", "value", "aim"),
            [
                ("answers a second", f"{rounds['all readers'].rate:.2f}", f"≥ {AIM_RATE}"),
                ("p95 s", f"{percentile(rounds['all readers'].answers, 95):.2f}", f"≤ {AIM_P95}"),
                ("errors", str(sum(len(found.errors) for found in rounds.values())), "0"),
                ("memory, of one reader's", f"{growth:.3f}", f"≤ {AIM_MEMORY}"),
                ("turns missing, twice or with another reader", str(wrong), "0"),
                ("lines in the server's log", str(len(told.splitlines())), "0"),
            ],
        ),
    ]
    for found in rounds.values():
        for words_ in dict.fromkeys(found.errors):
            progress(words_)
    results = {
        name: {
            "answers": found.answers,
            "errors": found.errors,
            "memory_mb": found.memory_mb,
            "seconds": found.seconds,
            "processor": found.processor,
        }
        for name, found in rounds.items()
    }
    report(on, results | {"wrong_turns": wrong}, tables, as_json=wish.json, arguments=arguments)


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main(sys.argv[1:])
