"""Every verb that writes, run by the command line in a process of its own: stopped from outside, or short of disk."""

import contextlib
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import assistant.index.ingest
import assistant.index.removing
from assistant.cli import main, opening
from tests.index.tiny import TinyDesk, TinyEmbedder
from tests.index.worker import BATCH_PASSAGES, CONTEXT, STORE_EVERY

Verb = Callable[[Path], list[str]]
"""The arguments of a verb, given the folder in which everything of the test lies."""

VERBS: dict[str, Verb] = {
    "ingest": lambda folder: ["ingest", str(folder / "changes.jsonl")],
    # By the path under which it was taken in: in a copy of the folder it would be another file.
    "prune": lambda folder: ["ingest", (folder / "less.txt").read_text(), "--prune"],
    "remove": lambda _: ["remove", "--source", "Sample Courier", "--after", "2024-01-01", "--yes"],
    "rebuild": lambda _: ["rebuild"],
    "compact": lambda _: ["compact"],
    "restore": lambda folder: ["restore", str(folder / "kept")],
}


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on stderr."""

    code: int
    said: str


def start(folder: Path, verb: str, *, most_bytes: int | None = None, seconds: float = 0.0) -> Any:  # noqa: ANN401
    """Start a verb on `folder / "indexes"` in a process group of its own and return (process, pipe).

    Args:
        folder: Where everything lies.
        verb: One of `VERBS`.
        most_bytes: How large a file may grow, as on a full disk.
        seconds: That the embedder takes for a batch.
    """
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_work, args=(folder, verb, most_bytes, seconds, theirs), daemon=False)
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    return process, ours


def ended(folder: Path, verb: str, *, most_bytes: int | None = None) -> Ended:
    """Run a verb to its end."""
    process, pipe = start(folder, verb, most_bytes=most_bytes)
    result = pipe.recv()
    process.join(60)
    assert isinstance(result, Ended)
    return result


def _work(folder: Path, verb: str, most_bytes: int | None, seconds: float, pipe: Connection) -> None:
    os.setsid()  # so that a signal reaches what it starts as well, as from a terminal
    assistant.index.ingest.BATCH_PASSAGES, assistant.index.ingest.STORE_EVERY = BATCH_PASSAGES, STORE_EVERY
    assistant.index.removing.BATCH_ARTICLES = 3
    setattr(opening, "open_desk", lambda settings: TinyDesk(settings, TinyEmbedder(seconds=seconds)))  # noqa: B010
    common = ["--data-dir", str(folder / "indexes"), "--set", "embedding_model=tiny"]
    said = folder / "said.txt"
    with said.open("w") as file, contextlib.redirect_stderr(file):
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        arguments = [*VERBS[verb](folder), *common]
        pipe.send("ready")
        code = main(arguments)
    with contextlib.suppress(BrokenPipeError):
        pipe.send(Ended(code, said.read_text()))
    sys.exit(code)
