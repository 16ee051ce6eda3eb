"""The vectors: there, whole, as many as the catalog says, and none left over from before."""

import contextlib
import json
import shlex
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock

from assistant.catalog import checks
from assistant.errors import IndexDamagedError, NewsAssistantError
from assistant.index.rebuild import KEPT
from assistant.index.soundness import Probed, look_into
from assistant.index.stores import Stores
from assistant.index.vectors import COLLECTION, ChromaDirectory, generation_path
from assistant.operations.finding import FIX, Finding, Severity, plural
from assistant.settings import Settings
from assistant.status import bytes_under

TURN_SECONDS = 5.0
"""How long to wait for another process's turn at the directory."""

BYTES_PER_NUMBER = 4
SLACK = 3
"""A directory holds some 1.3 times the bytes of its vectors; from this many times on something is wrong with it."""
SMALLEST_SUSPECT = 50_000_000
"""Bytes below which no directory is too large: Chroma's own tables weigh more than few vectors do."""

WAITING_TOLERATED = 5_000
"""Passages that may wait for the store before it is worth a warning; they are found all the same."""


def vector_health(connection: sqlite3.Connection, settings: Settings, *, writing: bool) -> Iterator[Finding]:
    """Look at the vectors of the current generation, wherever they are."""
    stores = Stores(settings.data_dir, settings.chroma_url)
    try:
        with checks.at_rest(connection) as snapshot:
            generation = snapshot.generation
            store = stores.current(snapshot)
        if isinstance(store, ChromaDirectory):
            yield from _directory_health(connection, store, generation)
        else:
            held = Probed(store.count(), (), ())
            yield from _compared(held, connection, _due(connection, generation))
    except IndexDamagedError as error:
        yield Finding("vectors", "error", error.message, FIX, "vectors")
    except NewsAssistantError as error:
        yield Finding("vectors", "error", error.message, error.remedy)
    finally:
        stores.close()
    yield from _waiting(_due(connection, generation), writing=writing)


def leftover_health(connection: sqlite3.Connection, data_dir: Path, *, writing: bool) -> Iterator[Finding]:
    """Look for generations and lock files that nobody uses any more."""
    with checks.at_rest(connection) as snapshot:
        current = snapshot.generation
    used = range(current - KEPT + 1, current + 1)
    folder = generation_path(data_dir, 0).parent
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    numbered = [(entry, int(number)) for entry in entries if (number := entry.name.partition(".")[0]).isdigit()]
    left = [entry for entry, number in numbered if number not in used and not (writing and number > current)]
    if not left:
        yield Finding("leftovers", "ok", "No generation or lock file is left over.")
        return
    size = sum(bytes_under(entry) if entry.is_dir() else 0 for entry in left)
    yield Finding(
        "leftovers",
        "info",
        f"{plural(len(left), 'leftover')} of generations that nobody uses ({size / 1e6:,.0f} MB):"
        f" {', '.join(entry.name for entry in left)}.",
        f"Run `rm -r {shlex.join(str(entry) for entry in left)}` while nothing is being ingested.",
    )


def _directory_health(connection: sqlite3.Connection, store: ChromaDirectory, generation: int) -> Iterator[Finding]:
    """Have another process look into a copy: opening a directory writes to it, and a torn one kills the process."""
    if not store.path.is_dir():
        if _due(connection, generation).stored:
            raise IndexDamagedError(f"The vectors in {store.path} are missing.")
        yield Finding("vectors", "ok", "There are no vectors yet.")
        return
    store.check()
    with tempfile.TemporaryDirectory(prefix="news-assistant-") as name:
        copy = Path(name) / "vectors"
        try:
            with _turn_at(store.path):
                shutil.copytree(store.path, copy)
                due = _due(connection, generation)  # while no writer can move on
        except filelock.Timeout:
            words = "Another process is writing the vectors; they were not looked into."
            yield Finding("vectors", "info", words, "Look again when it is done.")
            return
        except (shutil.Error, OSError) as error:
            words = f"The vectors could not be copied, so they were not looked into ({error})."
            where = f"Free some space in {tempfile.gettempdir()}, or set TMPDIR to a folder with more."
            yield Finding("vectors", "warning", words, where)
            return
        probed = look_into(copy, COLLECTION, shown=store.path)
    yield from _compared(probed, connection, due)
    yield _size_health(bytes_under(store.path), probed.count, connection)


def _compared(probed: Probed, connection: sqlite3.Connection, due: checks.Due) -> Iterator[Finding]:
    """Hold what the store holds against what the catalog says it must."""
    with checks.at_rest(connection) as snapshot:
        unknown = set(probed.looked) - set(snapshot.keys_of(probed.looked))
    # A process that died between storing and saying so leaves more in the store than the catalog says.
    most = due.stored + due.waiting + due.to_drop
    if due.stored <= probed.count <= most and len(unknown) <= due.to_drop:
        yield Finding("vectors", "ok", f"{plural(probed.count, 'vector')}, whole, as many as the catalog says.")
        return
    words = f"The store holds {plural(probed.count, 'vector')}, the catalog says {due.stored:,}"
    words += f", and {len(unknown)} of those looked at belong to no passage" if unknown else ""
    yield Finding("vectors", "warning", f"{words}; some articles may not be found.", FIX, "vectors")


def _size_health(size: int, count: int, connection: sqlite3.Connection) -> Finding:
    with checks.at_rest(connection) as snapshot:
        dimension = int(json.loads(snapshot.meta("model", "{}")).get("dimension", 0))
    expected = count * dimension * BYTES_PER_NUMBER
    if size > max(SLACK * expected, SMALLEST_SUSPECT):
        words = f"The vectors take {size / 1e6:,.0f} MB on disk, {size / max(expected, 1):.1f} times what they hold."
        return Finding("vectors on disk", "warning", words, "Run `news-assistant rebuild`.")
    return Finding("vectors on disk", "ok", f"{size / 1e6:,.1f} MB.")


def _waiting(due: checks.Due, *, writing: bool) -> Iterator[Finding]:
    """Tell what the store lacks and what it is yet to drop; answers are right in the meantime."""
    if not due.waiting and not due.to_drop:
        yield Finding("waiting", "ok", "Nothing waits to be stored or dropped.")
        return
    words = f"{plural(due.waiting, 'passage')} to store and {due.to_drop:,} to drop; answers are right all the same."
    if writing:
        yield Finding("waiting", "info", words)
    else:
        severity: Severity = "warning" if due.waiting > WAITING_TOLERATED else "info"
        yield Finding("waiting", severity, words, FIX, "waiting")


def _due(connection: sqlite3.Connection, generation: int) -> checks.Due:
    with checks.at_rest(connection) as snapshot:
        return checks.due_in_store(snapshot, generation)


@contextlib.contextmanager
def _turn_at(path: Path) -> Iterator[None]:
    """Keep others from opening or writing the directory while it is copied; questions on open ones go on.

    Raises:
        filelock.Timeout: Another process takes too long.
    """
    lock = filelock.FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=TURN_SECONDS)
    except PermissionError:
        yield  # nobody who may not write here can be disturbed by us, and no writer of ours runs as somebody else
        return
    try:
        yield
    finally:
        lock.release()
