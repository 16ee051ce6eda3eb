"""Deleted words leave every file: catalog, full text, log, vectors, and the conversations that quote them."""

import functools
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog.catalog import CATALOG_NAME, Catalog
from assistant.catalog.compaction import compact_catalog
from assistant.catalog.database import open_for_reading
from assistant.catalog.writer import CatalogWriter
from assistant.desk.conversations import Conversations, Turn
from assistant.desk.stale import gone_from
from assistant.index.lock import writer_lock
from assistant.index.renewal import renew
from assistant.operations.places import leftovers, safety_copies
from assistant.settings import Settings
from assistant.status import bytes_under

ARTICLES_KEPT = 256
"""Articles held while conversations are gone through; one that is quoted is often quoted again."""


@dataclass(frozen=True, slots=True)
class QuotingTurn:
    """A stored turn that quotes articles which the archive does not hold any more."""

    conversation: str
    turn: int
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompactReport:
    """What compacting did.

    Attributes:
        bytes_before: Of the whole data directory.
        bytes_after: The same afterwards.
        generation: The new generation of vectors.
        quoting: Stored turns that quote removed articles.
        safety_copies: Folders of copies that `restore` made before it switched; they may hold removed articles.
        purged: Whether these turns were redacted, and these copies deleted.
        seconds: Wall time.
    """

    bytes_before: int
    bytes_after: int
    generation: int
    quoting: tuple[QuotingTurn, ...]
    safety_copies: tuple[str, ...]
    purged: bool
    seconds: float


def compact(settings: Settings, *, purge: bool = False, progress: Callable[[str], None] | None = None) -> CompactReport:
    """Write everything anew without what was deleted; readers go on meanwhile.

    Killed at any moment it leaves a whole archive, and the next run completes it.

    Args:
        settings: Where the archive lies.
        purge: Also redact the stored turns that quote removed articles, and delete the safety copies.
        progress: Told what is being done.

    Raises:
        IndexBusyError: Somebody else writes, or a question in flight reads the old state for over a minute.
        StoreError: The archive is missing or damaged, or the disk has no room for it twice.
    """
    started, tell = time.monotonic(), progress or (lambda _: None)
    data_dir = Path(settings.data_dir)
    open_for_reading(data_dir / CATALOG_NAME).close()
    before = bytes_under(data_dir)
    with writer_lock(data_dir):
        tell("writing the catalog and its full text anew")
        _forget_orphans(data_dir)
        compact_catalog(data_dir)
        for path in leftovers(data_dir):
            path.unlink(missing_ok=True)
    tell("writing the vectors anew")
    renew(data_dir, settings.chroma_url)
    tell("going through the conversations")
    conversations = Conversations(data_dir)
    quoting = _quoting(data_dir, conversations)
    copies = safety_copies(data_dir)
    if purge:
        conversations.redact([turn for turn, _ in quoting])
        for copy in copies:
            shutil.rmtree(copy)
    conversations.compact()
    return CompactReport(
        bytes_before=before,
        bytes_after=bytes_under(data_dir),
        generation=_generation(data_dir),
        quoting=tuple(QuotingTurn(turn.conversation, turn.number, gone) for turn, gone in quoting),
        safety_copies=tuple(str(copy) for copy in copies),
        purged=purge,
        seconds=round(time.monotonic() - started, 3),
    )


def _forget_orphans(data_dir: Path) -> None:
    writer = CatalogWriter(data_dir)
    try:
        writer.drop_orphan_vectors()
    finally:
        writer.close()


def _quoting(data_dir: Path, conversations: Conversations) -> list[tuple[Turn, tuple[str, ...]]]:
    """Return the turns that quote what is gone, each with the ids of those articles."""
    catalog = Catalog(data_dir)
    try:
        with catalog.snapshot() as snapshot:
            find = functools.lru_cache(ARTICLES_KEPT)(snapshot.article)
            found = [(turn, gone_from(turn, find)) for turn in conversations.turns()]
    finally:
        catalog.close()
    return [(turn, gone) for turn, gone in found if gone]


def _generation(data_dir: Path) -> int:
    catalog = Catalog(data_dir)
    try:
        with catalog.snapshot() as snapshot:
            return snapshot.generation
    finally:
        catalog.close()
