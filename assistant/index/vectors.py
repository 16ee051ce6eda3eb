"""The vector store: Chroma's copy of the vectors, one directory per generation. It can be lost; the catalog cannot.

Chroma holds passage ids and vectors, never article text. Another process's writes to an open directory are invisible to
vector queries, so a reader says which state it needs (`stored_revision` of the catalog), and the one owner of the
directory in this process closes and reopens it when that moves on, after the questions in flight.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import filelock
import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexBusyError, IndexDamagedError, SettingsError, StoreError
from assistant.index.soundness import Seal, look_into

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

COLLECTION = "passages"

HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 100,
    "max_neighbors": 16,
    "ef_search": 200,
    "sync_threshold": 1000,
}
"""ef_search bounds recall; what it reaches against brute force stands in docs/measurements.md. What is not synchronised
yet is replayed when the directory is opened: 500 vectors take 50 ms, 4,500 take 0.7 s."""

BATCH = 5000
"""Rows per call; Chroma's own limit is 5,461."""

REBUILD = "Run `news-assistant rebuild`; it makes the vectors anew from the catalog and embeds nothing."


PATIENCE_SECONDS = 60.0
"""How long a process waits for another one's turn at a directory; a turn takes a second or two."""

CHECKS, CHECK_SECONDS = 4, 0.25
"""How often and how far apart a file that looks torn is looked at again."""

SMALLEST_SWOLLEN = 1_000_000
"""Bytes below which link lists are never suspected."""

SHRINKING = ("index_metadata.pickle",)
"""Files that Chroma writes anew, shorter when vectors have gone; of these only a missing or empty one is torn."""

JOURNALS = ("-journal", "-wal", "-shm")
"""Files that SQLite makes and removes as it goes."""


class ChromaStore:
    """A Chroma collection, reached through clients that `connect` makes; safe for many threads."""

    goes_stale = True
    """Whether writes of other processes stay invisible until the client is closed and made anew."""

    def __init__(self, place: str, collection: str) -> None:
        self.place = place
        self._collection_name = collection
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        self._state = -1
        self._readers = 0
        self._turn = threading.Condition()

    def connect(self) -> "ClientAPI":
        """Return a new client."""
        raise NotImplementedError

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32], *, state: int = 0) -> None:
        """Store vectors under new ids; ids that are there already are left as they are.

        Writing through a client that was opened before another process wrote tears the index: its link lists grew to
        765 GB in a test. So `state` counts here as it does for a search.
        """
        with self._using(state) as collection:
            for start in range(0, len(ids), BATCH):
                chosen = slice(start, start + BATCH)
                collection.add(ids=list(ids[chosen]), embeddings=vectors[chosen])

    def remove(self, ids: Sequence[str], *, state: int = 0) -> None:
        """Drop ids; unknown ones are ignored."""
        with self._using(state) as collection:
            for start in range(0, len(ids), BATCH):
                collection.delete(ids=list(ids[start : start + BATCH]))

    def search(self, vector: NDArray[np.float32], k: int, *, ids: Sequence[str] | None, state: int) -> dict[str, float]:
        """Return cosine by id of the nearest `k`, among `ids` if given, as of the catalog's `stored_revision`."""
        try:
            return self._search(vector, k, ids, state)
        except IndexDamagedError as error:
            if "finding id" not in str(error):
                raise
            # Another process removed a vector since we opened the directory; a fresh client knows.
            self._reopen()
            return self._search(vector, k, ids, state)

    def _search(self, vector: NDArray[np.float32], k: int, ids: Sequence[str] | None, state: int) -> dict[str, float]:
        with self._using(state) as collection:
            found = collection.query(
                query_embeddings=[vector.tolist()],
                n_results=k,
                include=["distances"],
                ids=None if ids is None else list(ids),
            )
            distances = (found["distances"] or [[]])[0]
            return {name: 1.0 - float(far) for name, far in zip(found["ids"][0], distances, strict=True)}

    def count(self) -> int:
        """Return the number of ids."""
        with self._using(None) as collection:
            return int(collection.count())

    def close(self) -> None:
        """Close the client, after the calls in flight."""
        self._reopen()

    def _reopen(self) -> None:
        """Close the client, after the calls in flight; the next call opens a new one."""
        with self._turn:
            self._turn.wait_for(lambda: self._readers == 0)
            self._disconnect()

    @contextlib.contextmanager
    def _using(self, state: int | None) -> Iterator["Collection"]:
        """Hold the collection open, reopened first if `state` is newer than what it was opened at."""
        collection = self._joined(state)
        try:
            with self._explained():
                assert collection is not None  # noqa: S101 - opened above
                yield collection
        finally:
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    def _joined(self, state: int | None) -> "Collection | None":
        """Count one more reader of the collection, reopened first if it is behind.

        The directory is always taken before the turn, and never by a reader that counts: a writer holds the directory
        while it waits for the turn, and for the readers.
        """
        while True:
            with self._turn:
                if not self._is_behind(state):
                    self._readers += 1
                    return self._collection
            with self.alone(), self._turn:
                self._turn.wait_for(lambda: self._readers == 0)
                if self._is_behind(state):  # another thread may have reopened it while this one waited
                    self._disconnect()
                    try:
                        self._open()
                    except BaseException:  # whatever it was, half an opening must not stay
                        self._disconnect()
                        raise
                    self._state = max(self._state, state or 0)

    def _is_behind(self, state: int | None) -> bool:
        return self._collection is None or (self.goes_stale and state is not None and state > self._state)

    def has_written(self, state: int) -> None:
        """Note that what the catalog calls `state` was written through the open client, which need not be made anew."""
        with self._turn:
            if self._collection is not None:
                self._state = max(self._state, state)

    def check(self) -> None:
        """Look at what lies there before it is opened; a torn index kills the process instead of raising."""

    def prove(self) -> None:
        """Where the last writer did not come to its end, have another process open the store first."""

    def seal(self) -> None:
        """Note that the store is sound as it lies there; for whoever wrote, or opened, it."""

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from opening or writing the store meanwhile."""
        yield

    def disconnected(self, client: "ClientAPI") -> None:
        """Let go of what Chroma's own `close` of a client leaves open."""

    def _open(self) -> None:
        with self._explained():
            self.check()
            self.prove()
            self._client = self.connect()
            collection = self._client.get_or_create_collection(
                self._collection_name, embedding_function=None, configuration={"hnsw": HNSW}
            )
            # With the first query Chroma brings the directory in step with its log, so it belongs to the opening.
            first = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if first is not None and len(first):
                collection.query(query_embeddings=first, n_results=1, include=[])
            self._collection = collection
            self.seal()

    def _disconnect(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            self.disconnected(client)
            client.close()  # type: ignore[attr-defined]  # every client has it; the interface does not say so

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except httpx.HTTPError as error:
            raise _no_server(self.place, error) from error
        except (ChromaError, ValueError, OSError) as error:
            raise IndexDamagedError(f"The vectors in {self.place} failed ({error}).", remedy=REBUILD) from error


class ChromaDirectory(ChromaStore):
    """Chroma inside this process over a directory. One object per directory and process; see `DIRECTORIES`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), COLLECTION)
        self.path = path
        self.sizes: dict[str, int] = {}
        self._seal = Seal(path)
        self._order = threading.RLock()
        self._file_lock = filelock.FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from opening or writing the directory meanwhile.

        Opening writes too: Chroma brings its index in step with its log. Two processes at it tear the index, and the
        one that reads it next dies of a segmentation fault.

        Raises:
            IndexBusyError: Another process takes too long.
        """
        with self._order:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._file_lock.acquire(timeout=PATIENCE_SECONDS)
            except filelock.Timeout:
                raise IndexBusyError(
                    f"Another process is writing the vectors in {self.path}.", remedy="Try again when it is done."
                ) from None
            try:
                yield
            finally:
                self._file_lock.release()

    def check(self) -> None:
        """Compare the files with the sizes noted when the writer was last done: a shorter file is torn.

        Raises:
            IndexDamagedError: A file is missing or shorter than it was.
        """
        for _ in range(CHECKS):
            torn = [name for name, size in self.sizes.items() if _size(self.path / name) < size] + self._swollen()
            if not torn:
                return
            time.sleep(CHECK_SECONDS)  # a writer in another process may be replacing the file right now
        raise IndexDamagedError(
            f"The vectors in {self.path} are damaged: {torn[0]} is torn or missing.", remedy=REBUILD
        )

    def prove(self) -> None:
        """Look into an unsealed directory from another process.

        Raises:
            IndexDamagedError: That process died of it, or found vectors lost.
        """
        if self._seal.is_whole():
            return
        try:
            look_into(self.path, COLLECTION)
        except OSError as error:
            log.warning("No process could be started to look into %s (%s).", self.path, error)

    def seal(self) -> None:
        """Note that the directory is sound as it lies there; the caller keeps others away from it."""
        self._seal.set()

    def _swollen(self) -> list[str]:
        """Return link lists that are larger than the vectors they link; in a whole index they are a hundredth."""
        links = self.path.glob("*/link_lists.bin")
        return [
            link.relative_to(self.path).as_posix()
            for link in links
            if _size(link) > max(_size(link.with_name("data_level0.bin")), SMALLEST_SWOLLEN)
        ]

    def measure(self) -> dict[str, int]:
        """Return the least size in bytes that each file may have from now on, by its name relative to the directory."""
        files = [file for file in self.path.rglob("*") if file.is_file() and not file.name.endswith(JOURNALS)]
        sizes = {file.relative_to(self.path).as_posix(): file.stat().st_size for file in files}
        return {name: min(size, 1) if name.endswith(SHRINKING) else size for name, size in sizes.items()}

    def connect(self) -> "ClientAPI":
        """Return a client of the directory."""
        import chromadb

        self.path.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(self.path), settings=_settings())


class ChromaServer(ChromaStore):
    """A Chroma server (`chroma run`), perhaps on another machine; one collection per data directory and generation."""

    goes_stale = False

    def __init__(self, url: str, collection: str) -> None:
        super().__init__(url, collection)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"chroma_url is {url!r}, which is no http address.", remedy="Write http://HOST:PORT.")
        self._host, self._ssl = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._ssl else 8000)

    def connect(self) -> "ClientAPI":
        """Return a client of the server.

        Raises:
            StoreError: Nobody answers there.
        """
        import chromadb

        try:
            return chromadb.HttpClient(host=self._host, port=self._port, ssl=self._ssl, settings=_settings())
        except (ValueError, OSError) as error:
            raise _no_server(self.place, error) from error

    def drop(self) -> None:
        """Remove the collection from the server, if it is there."""
        from chromadb.errors import NotFoundError

        client = self.connect()
        try:
            client.delete_collection(self._collection_name)
        except (NotFoundError, ValueError):
            return
        finally:
            self.disconnected(client)

    def disconnected(self, client: "ClientAPI") -> None:
        """Close the connections to the server."""
        session = getattr(getattr(client, "_server", None), "_session", None)
        if session is not None:
            session.close()


class _Directories:
    """The open Chroma directories of this process.

    Chroma shares one system among all clients of a path and stops it with the last one; only a single owner per path
    can close all of them for a reopening. That is a fact of the process, so this is the one registry shared in it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[ChromaDirectory, int]] = {}

    def take(self, path: Path) -> ChromaDirectory:
        """Return the one store over `path`, opened if need be; give it back with `release`."""
        path = path.resolve()
        with self._lock:
            store, users = self._open.get(path, (None, 0))
            store = store or ChromaDirectory(path)
            self._open[path] = (store, users + 1)
            return store

    def release(self, store: ChromaDirectory) -> None:
        """Close the store when nobody uses it any more."""
        path = store.path.resolve()
        with self._lock:
            known, users = self._open.get(path, (store, 1))
            if users > 1:
                self._open[path] = (known, users - 1)
                return
            self._open.pop(path, None)
        store.close()


DIRECTORIES = _Directories()


def generation_path(data_dir: Path, generation: int) -> Path:
    """Return the directory of one generation of vectors."""
    return data_dir / "vectors" / str(generation)


def _no_server(place: str, error: Exception) -> StoreError:
    return StoreError(
        f"No Chroma server answers at {place} ({error}).",
        remedy="Start one with `chroma run --path FOLDER`, or unset chroma_url.",
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _settings() -> Any:  # noqa: ANN401 - chromadb is imported late
    from chromadb.config import Settings as ChromaSettings

    return ChromaSettings(anonymized_telemetry=False)
