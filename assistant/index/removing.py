"""Articles taken out of the archive: of the catalog in whole batches, and of the vector store after it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog.catalog import Catalog
from assistant.catalog.removal import Card, Selection, has_removals, select_articles, unknown_names
from assistant.catalog.writer import CatalogWriter
from assistant.index.lock import writer_lock
from assistant.index.stores import Stores, write_pending

BATCH_ARTICLES = 200
"""Articles per transaction: a second or so, after which a reader or Ctrl-C gets its turn."""


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What a removal did, or would do.

    Attributes:
        found: Articles that the selection means.
        removed: Articles that went; none when it was only asked, or was refused.
        unknown: Ids and URLs that no article has.
        seconds: Wall time.
        report: The articles found.
    """

    found: int
    removed: int
    unknown: tuple[str, ...]
    seconds: float
    report: tuple[Card, ...]


def remove(
    data_dir: Path,
    stores: Stores,
    selection: Selection,
    *,
    agree: Callable[[Sequence[Card]], bool],
    progress: Callable[[int, int], None] | None = None,
) -> RemovalReport:
    """Remove the articles that are meant, if `agree` says so of the list of them.

    The list is empty where only the vectors of an earlier removal are still to go.

    Raises:
        UsageError: The selection names nothing.
        StoreError: The index is missing, busy or damaged.
    """
    started = time.monotonic()
    catalog = Catalog(data_dir)
    try:
        with catalog.snapshot() as snapshot:
            cards = select_articles(snapshot, selection)
            unknown = unknown_names(snapshot, selection)
            interrupted = has_removals(snapshot)
    finally:
        catalog.close()
    # With nothing left to remove it still completes a removal that was stopped before the vectors followed.
    agreed = bool(cards or interrupted) and agree(cards)
    if agreed:
        with writer_lock(data_dir):
            writer = CatalogWriter(data_dir)
            try:
                remove_articles(writer, stores, [card.article_id for card in cards], progress)
            finally:
                writer.close()
    seconds = round(time.monotonic() - started, 3)
    return RemovalReport(len(cards), len(cards) if agreed else 0, unknown, seconds, tuple(cards))


def remove_articles(
    writer: CatalogWriter,
    stores: Stores,
    article_ids: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Remove articles batch by batch, then their vectors. The caller holds the writer's lock.

    A run that is killed has removed whole batches; the next run of any kind drops their vectors.
    """
    for start in range(0, len(article_ids), BATCH_ARTICLES):
        writer.remove_articles(article_ids[start : start + BATCH_ARTICLES])
        if progress:
            progress(min(start + BATCH_ARTICLES, len(article_ids)), len(article_ids))
    write_pending(writer, stores)
    writer.drop_orphan_vectors()
