"""Which vector store a data directory uses, and how it is brought in step with the catalog."""

import hashlib
import json
import threading
from pathlib import Path

from assistant.catalog.writer import CatalogWriter
from assistant.index.vectors import (
    BATCH,
    COLLECTION,
    DIRECTORIES,
    ChromaDirectory,
    ChromaServer,
    ChromaStore,
    generation_path,
)


class Stores:
    """Opens the vector store of the current generation, and lets go of the one before when the generation moves on."""

    def __init__(self, data_dir: Path, chroma_url: str | None) -> None:
        self._data_dir = data_dir
        self._url = chroma_url
        self._open: dict[int, ChromaStore] = {}
        self._lock = threading.Lock()

    def of(self, generation: int, sizes: str = "") -> ChromaStore:
        """Return the store of `generation`; `sizes` is what the catalog noted of its files."""
        with self._lock:
            for old in [number for number in self._open if number < generation]:
                let_go(self._open.pop(old))
            if generation not in self._open:
                self._open[generation] = self._make(generation)
            store = self._open[generation]
        if isinstance(store, ChromaDirectory):
            store.sizes = json.loads(sizes) if sizes else {}
        return store

    def new(self, generation: int) -> ChromaStore:
        """Return the empty store of a generation that is being made; give it back with `let_go`."""
        return self._make(generation)

    def path_of(self, generation: int) -> Path:
        """Return the directory that a local store of `generation` lies in."""
        return generation_path(self._data_dir, generation)

    def close(self) -> None:
        """Let go of whatever is open."""
        with self._lock:
            while self._open:
                let_go(self._open.popitem()[1])

    def _make(self, generation: int) -> ChromaStore:
        if self._url is None:
            return DIRECTORIES.take(self.path_of(generation))
        # A server may be shared by several archives: the collection carries the archive's folder in its name.
        archive = hashlib.blake2b(str(self._data_dir.resolve()).encode(), digest_size=6).hexdigest()
        return ChromaServer(self._url, f"{COLLECTION}-{archive}-{generation}")


def let_go(store: ChromaStore) -> None:
    """Give a store back; a directory is closed with its last user."""
    if isinstance(store, ChromaDirectory):
        DIRECTORIES.release(store)
    else:
        store.close()


def write_pending(writer: CatalogWriter, stores: Stores) -> None:
    """Bring the vector store in step: drop what was removed, then add what it lacks. Safe to repeat after a crash.

    Raises:
        IndexDamagedError: The store cannot be written.
    """
    generation = int(writer.meta("generation", "1"))
    store = stores.of(generation, writer.meta("sizes"))
    changed = False
    # Removals first: an id that was removed and came back must not be dropped after it was added.
    while removals := writer.pending_removals(BATCH):
        store.remove(removals)
        writer.mark_removed(removals)
        changed = True
    while True:
        keys, ids, vectors = writer.pending_vectors(generation, BATCH)
        if not keys:
            break
        store.add(ids, vectors)
        writer.mark_stored(keys, generation)
        changed = True
    if changed and isinstance(store, ChromaDirectory):
        writer.set_meta({"sizes": json.dumps(store.measure())})
