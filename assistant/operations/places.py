"""Where backup, restore and compact keep their own files in a data directory."""

from pathlib import Path

STAGED = "restoring.sqlite"
"""A catalog on its way in, before it is switched to."""

SAFETY = "before-restore"
"""Folder of the copies of what was there before a restore."""


def leftovers(data_dir: Path) -> list[Path]:
    """Return the files of a restore that did not come to its end."""
    return sorted(data_dir.glob(f"{STAGED}*"))


def safety_copies(data_dir: Path) -> list[Path]:
    """Return the folders with copies of what was there before each restore, oldest first."""
    return sorted(path for path in (data_dir / SAFETY).glob("*") if path.is_dir())
