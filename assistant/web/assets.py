"""The page's own files, served from this package; the address changes with the content, so no stale copy is shown."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
PREFIX = "/ui"


@cache
def address(name: str) -> str:
    """Return the address of one file, with a short hash of what is in it."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{PREFIX}/{name}?v={digest}"
