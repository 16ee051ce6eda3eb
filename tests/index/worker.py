"""What runs in another process: a reader that answers over a pipe, and an ingest killed at a chosen instruction.

The processes are forked from a server that has imported everything, so each costs a fraction of a second.
"""

import functools
import multiprocessing
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import assistant.catalog.writer
import assistant.index.ingest
from assistant import NewsAssistant
from assistant.catalog.database import open_for_writing
from assistant.index.vectors import ChromaDirectory, ChromaStore
from tests.index.tiny import EVERYTHING, TinyEmbedder, tiny_desk

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.index.preload"])

BATCH_PASSAGES, STORE_EVERY = 5, 12


@dataclass(frozen=True)
class Death:
    """Where a process kills itself: before or after the `number`-th call of something.

    Attributes:
        event: `statement` (before it), `add`, `remove` or `measure` (after it), or empty for nowhere.
    """

    event: str = ""
    number: int = 0


class Reader:
    """A desk in another process that is opened once and asked over a pipe."""

    def __init__(self, data_dir: Path, *files: Path) -> None:
        self._pipe, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_serve, args=(data_dir, theirs), daemon=True)
        self._process.start()
        theirs.close()
        if files:
            self.ingest(*files)

    def ingest(self, *files: Path) -> dict[str, int]:
        """Take files in over there; returns the counts."""
        return self._call("ingest", list(files))  # type: ignore[no-any-return]

    def search(self, question: str) -> list[tuple[str, int]]:
        """Return (article id, version) of what is found over there."""
        return self._call("search", question)  # type: ignore[no-any-return]

    def nearest(self, text: str) -> list[str]:
        """Return the article ids that the vector store alone finds over there, best first."""
        return self._call("nearest", text)  # type: ignore[no-any-return]

    def hold_lock(self) -> None:
        """Start an ingest over there that stays inside its progress callback until the process ends."""
        self._call("hold_lock", None)

    def rebuild(self) -> int:
        """Make a new generation over there."""
        return self._call("rebuild", None)  # type: ignore[no-any-return]

    def _call(self, verb: str, argument: object) -> Any:  # noqa: ANN401 - whatever the verb returns
        self._pipe.send((verb, argument))
        if not self._pipe.poll(60):
            raise TimeoutError(verb)
        kind, value = self._pipe.recv()
        if kind == "error":
            raise AssertionError(value)
        return value

    def close(self) -> None:
        self._process.kill()
        self._process.join(10)
        self._pipe.close()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def found_by_vectors(desk: NewsAssistant, text: str, k: int = 3) -> list[str]:
    """Return the article ids that the vector store finds for `text`, best first."""
    with desk._catalog.snapshot() as snapshot:
        store = desk._stores.current(snapshot)
        vector = desk.embedder().embed_query(text)
        found = store.search(vector, k, ids=None, state=int(snapshot.meta("stored_revision", "0")))
        keys = snapshot.keys_of(sorted(found, key=lambda name: -found[name]))
        passages = snapshot.passages(list(keys.values()))
        best = sorted((name for name in found if name in keys), key=lambda name: -found[name])
        return [passages[keys[name]].article_id for name in best]


def lost_vectors(desk: NewsAssistant) -> list[str]:
    """Return the articles of passages that the vector store does not find by their own vector."""
    with desk._catalog.snapshot() as snapshot:
        passages = snapshot.passages(snapshot.allowed_keys(EVERYTHING).tolist())
        keys, matrix = snapshot.vectors(passages)
        store, state = desk._stores.current(snapshot), int(snapshot.meta("stored_revision", "0"))
        found = [store.search(vector, 3, ids=None, state=state) for vector in matrix]
        named = [passages[key] for key in keys]
        return [item.article_id for item, names in zip(named, found, strict=True) if item.passage_id not in names]


def _serve(data_dir: Path, pipe: Connection) -> None:
    desk = tiny_desk(data_dir)
    verbs: dict[str, Callable[[Any], object]] = {
        "search": lambda question: [(hit.article_id, hit.version) for hit in desk.search(question)],
        "nearest": lambda text: found_by_vectors(desk, text),
        "ingest": lambda files: _counts(desk, files),
        "rebuild": lambda _: desk.rebuild(),
        "hold_lock": lambda _: _hold(data_dir, pipe),
    }
    while True:
        try:
            verb, argument = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("value", verbs[verb](argument)))
        except Exception:  # noqa: BLE001 - it belongs to the test that asked
            pipe.send(("error", traceback.format_exc()))


def _counts(desk: NewsAssistant, files: Sequence[Path]) -> dict[str, int]:
    report = desk.ingest(files)
    return {"new": report.new, "updated": report.updated, "passages_embedded": report.passages_embedded}


def _hold(data_dir: Path, pipe: Connection) -> None:
    def wait(_: object) -> None:
        pipe.send(("value", None))
        signal.pause()

    tiny_desk(data_dir).ingest([Path(__file__)], progress=wait)


def ingest_and_die(data_dir: Path, file: Path, death: Death, seconds: float = 0.0) -> int:
    """Ingest `file` in a process of its own that kills itself at `death`; returns its exit code."""
    return _ends(_ingest, data_dir, file, death, seconds)


def rebuild_and_die(data_dir: Path, passage_tokens: int, death: Death) -> int:
    """Rebuild in a process of its own that kills itself at `death`; returns its exit code."""
    return _ends(_rebuild, data_dir, passage_tokens, death)


def remove_and_die(data_dir: Path, ids: Sequence[str], death: Death) -> int:
    """Remove articles in a process of its own that kills itself at `death`; returns its exit code."""
    return _ends(_remove, data_dir, ids, death)


def _ends(work: Callable[..., None], *arguments: object) -> int:
    """Run `work` in a process of its own and return its exit code."""
    process = CONTEXT.Process(target=work, args=arguments, daemon=True)
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


def start_ingest(data_dir: Path, file: Path, seconds: float) -> Any:  # noqa: ANN401 - the context's own process class
    """Start an ingest whose embedder takes `seconds` a batch, and return the process."""
    process = CONTEXT.Process(target=_ingest, args=(data_dir, file, Death(), seconds), daemon=True)
    process.start()
    return process


def _ingest(data_dir: Path, file: Path, death: Death, seconds: float) -> None:
    assistant.index.ingest.BATCH_PASSAGES, assistant.index.ingest.STORE_EVERY = BATCH_PASSAGES, STORE_EVERY
    _arm(death)
    tiny_desk(data_dir, TinyEmbedder(seconds=seconds)).ingest([file])


def _rebuild(data_dir: Path, passage_tokens: int, death: Death) -> None:
    _arm(death)
    tiny_desk(data_dir, passage_tokens=passage_tokens).rebuild()


def _remove(data_dir: Path, ids: Sequence[str], death: Death) -> None:
    _arm(death)
    tiny_desk(data_dir).remove(ids=ids)


def _arm(death: Death) -> None:
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == death.number:
            os.kill(os.getpid(), signal.SIGKILL)

    if death.event == "statement":

        def opened(path: Path) -> sqlite3.Connection:
            connection = open_for_writing(path)
            connection.set_trace_callback(lambda _: tick())
            return connection

        setattr(assistant.catalog.writer, "open_for_writing", opened)  # noqa: B010 - mypy: not its own name
    elif death.event:
        owner = ChromaDirectory if death.event == "measure" else ChromaStore
        setattr(owner, death.event, _then(getattr(owner, death.event), tick))


def _then(method: Callable[..., object], tick: Callable[[], None]) -> Callable[..., object]:
    @functools.wraps(method)
    def wrapped(*arguments: object, **named: object) -> object:
        result = method(*arguments, **named)
        tick()
        return result

    return wrapped
