"""One writer per data directory, across processes."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

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
