"""What a backup says about itself, and whether its files still are what it says."""

import hashlib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.copying import check_database, count_rows
from assistant.catalog.database import refuse_newer
from assistant.catalog.migrations import MIGRATIONS
from assistant.errors import IndexDamagedError, UsageError

NAME = "manifest.json"

FORMAT = 1
"""Of the backup itself; the catalog's schema has its own number."""


class FileFacts(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds.

    Attributes:
        format: Version of the layout of backups.
        made_at: ISO 8601, UTC.
        program: Version of the program that made it.
        schema_steps: Steps of the catalog's schema that it has.
        model: What is known of the model that made the vectors.
        rows: Articles, versions, passages and vectors by text.
        files: By name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    made_at: str
    program: str
    schema_steps: int
    model: dict[str, Any]
    rows: dict[str, int]
    files: dict[str, FileFacts]

    def write(self, folder: Path) -> None:
        """Write it beside the files."""
        (folder / NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def checked(folder: Path) -> Manifest:
    """Return the manifest of a backup, after holding every file against it.

    Raises:
        UsageError: The folder is no backup, or one of a newer release.
        IndexDamagedError: A file is not what it was.
        StoreError: The catalog was written by a newer release.
    """
    manifest = _read(folder)
    for name, facts in manifest.files.items():
        if not (folder / name).is_file() or facts_of(folder / name) != facts:
            raise _damaged(folder, f"{name} is missing, or is not the file that was backed up")
    catalog = folder / CATALOG_NAME
    refuse_newer(manifest.schema_steps, catalog, len(MIGRATIONS))
    if check_database(catalog) != manifest.schema_steps or count_rows(catalog) != manifest.rows:
        raise _damaged(folder, "the catalog does not hold what the manifest says")
    return manifest


def facts_of(path: Path) -> FileFacts:
    """Return size and checksum of a file."""
    with path.open("rb") as file:
        return FileFacts(bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


def _read(folder: Path) -> Manifest:
    remedy = "Name a folder that `news-assistant backup` made."
    try:
        manifest = Manifest.model_validate_json((folder / NAME).read_bytes())
    except OSError:
        raise UsageError(f"There is no backup in {folder}.", remedy=remedy) from None
    except ValidationError as error:
        raise UsageError(
            f"{folder / NAME} is no manifest of a backup ({error.error_count()} faults).", remedy=remedy
        ) from None
    if manifest.format > FORMAT:
        raise UsageError(
            f"The backup in {folder} was made by a newer release.",
            remedy="Upgrade with `pip install --upgrade news-assistant`.",
        )
    # A name is joined to the folder: one with a way out of it in it is none of ours.
    if CATALOG_NAME not in manifest.files or any(Path(name).name != name for name in manifest.files):
        raise UsageError(f"{folder / NAME} names files that no backup has.", remedy=remedy)
    return manifest


def _damaged(folder: Path, why: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"The backup in {folder} is damaged: {why}.", remedy="Take another one; nothing was changed."
    )
