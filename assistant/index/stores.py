"""Which vector store a data directory uses, and how it is brought in step with the catalog."""

import contextlib
import json
import shutil
import threading
from pathlib import Path
from typing import Protocol

from assistant.catalog.writer import CatalogWriter
from assistant.errors import IndexDamagedError
from assistant.index.lock import writer_lock
from assistant.index.vectors import (
    BATCH,
    COLLECTION,
    DIRECTORIES,
    REBUILD,
    ChromaDirectory,
    ChromaServer,
    ChromaStore,
    generation_path,
)

LOCAL = "data_dir"
"""What the catalog notes as the place of vectors that lie beside it."""


class Facts(Protocol):
    """Whatever can tell facts about the index: a snapshot of the catalog, or its writer."""

    def meta(self, key: str, default: str = "") -> str:
        """Return one fact."""


class Stores:
    """Opens the vector store of the current generation, and lets go of the one before when the generation moves on."""

    def __init__(self, data_dir: Path, chroma_url: str | None) -> None:
        self._data_dir = data_dir
        self._url = chroma_url
        self._open: dict[int, ChromaStore] = {}
        self._lock = threading.Lock()

    @property
    def place(self) -> str:
        """Where the settings put the vectors: the address of a server, or `LOCAL`."""
        return self._url or LOCAL

    def current(self, facts: Facts) -> ChromaStore:
        """Return the store that the catalog points to.

        Raises:
            IndexDamagedError: The vectors were put elsewhere than the settings say.
        """
        place = facts.meta("place", self.place)
        if place != self.place:
            raise IndexDamagedError(
                f"The vectors of {self._data_dir} are in {place}, not in {self.place}.", remedy=REBUILD
            )
        return self.of(int(facts.meta("generation", "1")), facts.meta("sizes"), facts.meta("archive"))

    def of(self, generation: int, sizes: str = "", archive: str = "") -> ChromaStore:
        """Return the store of `generation`.

        Args:
            generation: Its number.
            sizes: What the catalog noted of its files, as JSON.
            archive: The archive's own id, by which a server tells archives apart.
        """
        with self._lock:
            for old in [number for number in self._open if number < generation]:
                let_go(self._open.pop(old))
            if generation not in self._open:
                self._open[generation] = self.new(generation, archive)
            store = self._open[generation]
        if isinstance(store, ChromaDirectory):
            store.sizes = json.loads(sizes) if sizes else {}
        return store

    def new(self, generation: int, archive: str) -> ChromaStore:
        """Return the store of a generation that is being made; give it back with `let_go`."""
        if self._url is None:
            return DIRECTORIES.take(generation_path(self._data_dir, generation))
        return ChromaServer(self._url, _collection(archive, generation))

    def drop(self, generation: int, archive: str) -> None:
        """Remove a generation that nobody uses, here and on the server."""
        folder = generation_path(self._data_dir, generation)
        shutil.rmtree(folder, ignore_errors=True)
        for beside in ("lock", "seal"):
            folder.with_name(f"{folder.name}.{beside}").unlink(missing_ok=True)
        if self._url is not None:
            store = ChromaServer(self._url, _collection(archive, generation))
            store.drop()
            store.close()

    def unused_generation(self) -> int:
        """Return the number of a generation that no directory has yet, as one of a catalog that was lost may."""
        return max(self.generations(), default=0) + 1

    def generations(self) -> list[int]:
        """Return the numbers of the generations that have a directory here, or a file beside one."""
        found = generation_path(self._data_dir, 0).parent.glob("[0-9]*")
        return sorted({int(path.stem) for path in found if path.stem.isdigit()})

    def close(self) -> None:
        """Let go of whatever is open."""
        with self._lock:
            while self._open:
                let_go(self._open.popitem()[1])


def let_go(store: ChromaStore) -> None:
    """Give a store back; a directory is closed with its last user."""
    if isinstance(store, ChromaDirectory):
        DIRECTORIES.release(store)
    else:
        store.close()


def store_waiting(data_dir: Path, stores: Stores) -> None:
    """Bring the vector store in step outside a run, as after one that was interrupted.

    Raises:
        IndexBusyError: Another process is writing.
        StoreError: The store or the catalog cannot be written.
    """
    with writer_lock(data_dir), contextlib.closing(CatalogWriter(data_dir)) as writer:
        write_pending(writer, stores)


def write_pending(writer: CatalogWriter, stores: Stores) -> None:
    """Bring the vector store in step: drop what was removed, then add what it lacks. Safe to repeat after a crash.

    Raises:
        IndexDamagedError: The store cannot be written.
    """
    store = stores.current(writer)
    with store.alone():
        if _write(writer, store) and isinstance(store, ChromaDirectory):
            writer.set_meta({"sizes": json.dumps(store.measure())})
            store.seal()


def _write(writer: CatalogWriter, store: ChromaStore) -> bool:
    """Drop and add what is due, and return whether anything was."""
    generation = int(writer.meta("generation", "1"))
    changed = False
    # Removals first: an id that was removed and came back must not be dropped after it was added.
    while removals := writer.pending_removals(BATCH):
        store.remove(removals, state=_state(writer))
        writer.mark_removed(removals)
        store.has_written(_state(writer))
        changed = True
    while True:
        keys, ids, vectors = writer.pending_vectors(generation, BATCH)
        if not keys:
            break
        store.add(ids, vectors, state=_state(writer))
        writer.mark_stored(keys, generation)
        store.has_written(_state(writer))
        changed = True
    return changed


def _state(writer: CatalogWriter) -> int:
    return int(writer.meta("stored_revision", "0"))


def _collection(archive: str, generation: int) -> str:
    return f"{COLLECTION}-{archive or 'archive'}-{generation}"
