"""One writer per data directory, across processes."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.database import open_for_reading
from assistant.catalog.writer import CatalogWriter
from assistant.errors import IndexBusyError, StoreError

LOCK_NAME = "ingest.lock"


@contextlib.contextmanager
def writer_lock(data_dir: Path) -> Iterator[None]:
    """Hold the writer's lock; the operating system lets go of it if the process dies.

    Raises:
        IndexBusyError: Another process or thread holds it.
        StoreError: The data directory cannot be made or written.
    """
    lock = filelock.FileLock(data_dir / LOCK_NAME)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise IndexBusyError(
            f"Another process is writing to {data_dir}.", remedy="Wait until it is done, then run the command again."
        ) from None
    except OSError as error:
        raise StoreError(
            f"The data directory {data_dir} cannot be written ({error.strerror or error}).",
            remedy="Check its permissions, or choose another with --data-dir.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def writing(data_dir: Path) -> Iterator[CatalogWriter]:
    """Hold the lock and the writer of a catalog that exists already, for a change that needs no more than it.

    Raises:
        IndexMissingError: There is no archive.
        IndexBusyError: Another process or thread holds the lock.
    """
    open_for_reading(data_dir / CATALOG_NAME).close()
    with writer_lock(data_dir):
        writer = CatalogWriter(data_dir)
        try:
            yield writer
        finally:
            writer.close()
