"""A backup put in the place of the archive: checked first, with a copy of what was there, switched to in one step."""

import contextlib
import datetime as dt
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.compaction import empty_log
from assistant.catalog.copying import fact, make_ready, put_in_place
from assistant.catalog.database import DESK
from assistant.catalog.writer import CatalogWriter
from assistant.desk.conversations import DESK_NAME
from assistant.errors import IndexDamagedError, StoreError, UsageError
from assistant.index.lock import writer_lock
from assistant.index.stores import Stores, write_pending
from assistant.operations.backup import backup
from assistant.operations.manifest import checked
from assistant.operations.places import SAFETY, STAGED, leftovers
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored.

    Attributes:
        made_at: When the backup was made, ISO 8601.
        articles: Articles in it.
        generation: The generation of vectors made from it.
        safety_copy: Folder with what was there before, by which `restore` brings it back; empty if nothing was.
        conversations: Whether the conversations of readers were restored as well.
        seconds: Wall time.
    """

    made_at: str
    articles: int
    generation: int
    safety_copy: str
    conversations: bool
    seconds: float


def restore(
    settings: Settings, folder: Path, *, conversations: bool = False, progress: Callable[[str], None] | None = None
) -> RestoreReport:
    """Put a backup in the place of the archive; nothing is embedded.

    Killed at any moment it leaves the archive of before or the one restored, whole; what vectors the latter lacks the
    next run of ingest adds.

    Args:
        settings: Where the archive lies.
        folder: What `backup` made.
        conversations: Also put back the conversations of readers in the place of those that are there.
        progress: Told what is being done.

    Raises:
        UsageError: The folder is no backup, or has no conversations to put back.
        IndexDamagedError: The backup is damaged; nothing was changed.
        IndexBusyError: Somebody else writes.
        StoreError: The data directory cannot be written.
    """
    started, tell = time.monotonic(), progress or (lambda _: None)
    data_dir = Path(settings.data_dir)
    tell("checking the backup")
    manifest = checked(folder)
    if conversations and DESK_NAME not in manifest.files:
        raise UsageError(f"The backup in {folder} holds no conversations.", remedy="Leave --conversations out.")
    with writer_lock(data_dir), _no_leftovers(data_dir):
        stores = Stores(data_dir, settings.chroma_url)
        generation = stores.unused_generation()
        staged = _stage(data_dir, folder, generation, stores.place)
        tell("copying what is there")
        safety = _safety_copy(settings, data_dir, conversations=conversations)
        tell("switching")
        put_in_place(staged, data_dir / CATALOG_NAME)
        if conversations:
            _copy(folder / DESK_NAME, staged)
            put_in_place(staged, data_dir / DESK_NAME, DESK)
        tell("writing the vectors")
        _write_vectors(data_dir, stores, generation)
    return RestoreReport(
        made_at=manifest.made_at,
        articles=manifest.rows["articles"],
        generation=generation,
        safety_copy=str(safety or ""),
        conversations=conversations,
        seconds=round(time.monotonic() - started, 3),
    )


def _stage(data_dir: Path, folder: Path, generation: int, place: str) -> Path:
    """Copy the backup's catalog into the data directory and make it ready there."""
    staged = data_dir / STAGED
    _copy(folder / CATALOG_NAME, staged)
    make_ready(staged, generation, place, _revision(data_dir / CATALOG_NAME))
    return staged


@contextlib.contextmanager
def _no_leftovers(data_dir: Path) -> Iterator[None]:
    """Clear away what an earlier restore left, and what this one leaves if it fails.

    On a disk that it filled nobody could read the archive otherwise: every reader needs room for a file of SQLite's.
    """
    try:
        _clear(data_dir)
        yield
    finally:
        _clear(data_dir)


def _clear(data_dir: Path) -> None:
    for path in leftovers(data_dir):
        path.unlink()


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise StoreError(
            f"{source} cannot be copied into {target.parent} ({error.strerror or error}).",
            remedy="Free some space, or check the permissions.",
        ) from error


def _revision(live: Path) -> int:
    """Return the revision that readers may have seen; a catalog that cannot tell has no readers."""
    try:
        return max(int(fact(live, key) or "0") for key in ("revision", "stored_revision")) if live.exists() else 0
    except StoreError:
        return 0


def _safety_copy(settings: Settings, data_dir: Path, *, conversations: bool) -> Path | None:
    """Keep what is there: as a backup, or byte for byte where it is too damaged for one."""
    if not (data_dir / CATALOG_NAME).exists():
        return None
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
    folder = data_dir / SAFETY / moment
    try:
        backup(settings, folder, conversations=conversations)
    except (IndexDamagedError, sqlite3.Error):
        folder.mkdir(parents=True)
        for name in (CATALOG_NAME, *([DESK_NAME] if conversations else [])):
            for path in data_dir.glob(f"{name}*"):
                shutil.copyfile(path, folder / path.name)
    return folder


def _write_vectors(data_dir: Path, stores: Stores, generation: int) -> None:
    writer = CatalogWriter(data_dir)
    try:
        archive = writer.meta("archive")
        write_pending(writer, stores)
    finally:
        writer.close()
        stores.close()
    empty_log(data_dir)  # afterwards no question in flight looks at the archive of before
    for old in stores.generations():
        if old != generation:
            stores.drop(old, archive)
