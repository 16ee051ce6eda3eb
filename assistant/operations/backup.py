"""A copy of the archive that stands by itself: catalog and manifest; the vectors are made from these again."""

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.copying import check_database, copy_database, count_rows, fact
from assistant.catalog.database import CATALOG, DESK
from assistant.desk.conversations import DESK_NAME
from assistant.errors import IndexMissingError, StoreError, UsageError
from assistant.operations.manifest import FORMAT, Manifest, facts_of
from assistant.settings import Settings

PRIVATE = 0o700
"""Who may look into a backup: its owner."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was backed up.

    Attributes:
        folder: Where it is.
        articles: Articles in it.
        bytes: Of all files.
        conversations: Whether it holds the conversations of readers.
        seconds: Wall time.
    """

    folder: str
    articles: int
    bytes: int
    conversations: bool
    seconds: float


def backup(
    settings: Settings,
    folder: Path,
    *,
    conversations: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BackupReport:
    """Copy one consistent state of the archive into a new folder and check the copy; others read and write meanwhile.

    Args:
        settings: Where the archive lies.
        folder: A folder that is not there yet, or is empty. It comes whole or not at all.
        conversations: Also copy what readers asked, which is private and left out otherwise.
        progress: Told how many pages are copied, and of how many.

    Raises:
        UsageError: There is something in the folder.
        StoreError: The archive is missing or damaged, or the folder cannot be written.
    """
    started = time.monotonic()
    data_dir = Path(settings.data_dir)
    if not (data_dir / CATALOG_NAME).exists():
        raise IndexMissingError(f"There is no archive in {data_dir} to back up.", remedy="Check --data-dir.")
    _refuse_full(folder)
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True, mode=PRIVATE)
        manifest = _fill(partial, data_dir, progress, conversations=conversations)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as error:
        raise StoreError(f"The backup {folder} cannot be written ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    size = sum(facts.bytes for facts in manifest.files.values())
    seconds = round(time.monotonic() - started, 3)
    return BackupReport(str(folder), manifest.rows["articles"], size, DESK_NAME in manifest.files, seconds)


def _fill(
    folder: Path, data_dir: Path, progress: Callable[[int, int], None] | None, *, conversations: bool
) -> Manifest:
    """Copy and check the files, write the manifest, and see that all of it is on the disk."""
    names = {CATALOG_NAME: CATALOG}
    if conversations and (data_dir / DESK_NAME).exists():
        names[DESK_NAME] = DESK
    for name, what in names.items():
        copy_database(data_dir / name, folder / name, what, progress)
    steps = {name: check_database(folder / name, what) for name, what in names.items()}
    catalog = folder / CATALOG_NAME
    manifest = Manifest(
        format=FORMAT,
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        program=version("news-assistant"),
        schema_steps=steps[CATALOG_NAME],
        model=json.loads(fact(catalog, "model") or "{}"),
        rows=count_rows(catalog),
        files={name: facts_of(folder / name) for name in names},
    )
    manifest.write(folder)
    for path in (*folder.iterdir(), folder):
        _to_disk(path)
    return manifest


def _refuse_full(folder: Path) -> None:
    try:
        full = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be read ({error.strerror or error}).") from error
    if full:
        raise UsageError(f"There is something in {folder} already.", remedy="Name a folder that is not there yet.")


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
