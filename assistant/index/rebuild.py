"""A new generation of vectors, made from the catalog alone while readers go on with the old one."""

import json
from collections.abc import Callable
from pathlib import Path

from assistant.catalog.catalog import CATALOG_NAME, Catalog
from assistant.catalog.database import open_for_reading
from assistant.catalog.writer import CatalogWriter
from assistant.index.embedding import Embedder, ModelCard
from assistant.index.ingest import IngestProgress, model_facts, require_length
from assistant.index.lock import writer_lock
from assistant.index.splitting import split_article
from assistant.index.stores import Stores, let_go, write_pending
from assistant.index.vectors import BATCH, ChromaDirectory

KEPT = 2
"""Generations that stay: the one in use, and the one before it for questions in flight."""


def rebuild(
    data_dir: Path,
    embedder: Callable[[], Embedder],
    card: ModelCard,
    stores: Stores,
    passage_tokens: int,
    progress: Callable[[IngestProgress], None] | None = None,
) -> int:
    """Make the next generation and switch to it; return its number.

    With the model the index was built with, nothing is embedded. With another, every article is split and embedded anew
    in one transaction; readers keep the old state until it commits.

    Raises:
        StoreError: There is no catalog, it is busy, or the disk cannot be written.
    """
    open_for_reading(data_dir / CATALOG_NAME).close()
    tell = progress or (lambda _: None)
    with writer_lock(data_dir):
        writer = CatalogWriter(data_dir)
        try:
            generation = int(writer.meta("generation", "1")) + 1
            archive = writer.meta("archive")
            stores.drop(generation, archive)  # of a rebuild that was interrupted
            facts = model_facts(card, passage_tokens)
            if writer.meta("model", facts) == facts:
                copy_into(generation, writer, stores, tell)
            else:
                values = {"model": facts, "generation": str(generation), "sizes": "", "place": stores.place}
                _embed_anew(data_dir, writer, embedder(), values, tell)
                write_pending(writer, stores)
            # The generation before stays for questions in flight; the one before that is nobody's any more.
            if generation > KEPT:
                stores.drop(generation - KEPT, archive)
        finally:
            writer.close()
    return generation


def copy_into(generation: int, writer: CatalogWriter, stores: Stores, tell: Callable[[IngestProgress], None]) -> None:
    """Write the vectors of all passages into a generation that is not there yet, and switch to it."""
    store = stores.new(generation, writer.meta("archive"))
    try:
        last = done = 0
        while True:
            keys, ids, vectors = writer.vectors_after(last, BATCH)
            if not keys:
                break
            store.add(ids, vectors)
            last, done = keys[-1], done + len(keys)
            tell(IngestProgress(done, 0, None, "storing"))
        sizes = json.dumps(store.measure()) if isinstance(store, ChromaDirectory) else ""
        store.seal()
    finally:
        let_go(store)
    writer.switch_generation(generation, {"sizes": sizes, "place": stores.place})


def _embed_anew(
    data_dir: Path,
    writer: CatalogWriter,
    embedder: Embedder,
    values: dict[str, str],
    tell: Callable[[IngestProgress], None],
) -> None:
    """Split and embed all current versions with another model, and replace passages and vectors in one transaction."""
    catalog = Catalog(data_dir)
    budget = int(json.loads(values["model"])["passage_tokens"])
    require_length(embedder, budget)
    done = embedded = 0
    try:
        with catalog.snapshot() as snapshot, writer.replacing_all_passages(values) as replace:
            for version_key, article in snapshot.current_articles():
                passages = split_article(article, embedder.counter, budget)
                vectors = embedder.embed([passage.embed_text for passage in passages])
                replace(version_key, article, passages, vectors)
                done, embedded = done + 1, embedded + len(passages)
                tell(IngestProgress(done, embedded, None, "embedding"))
    finally:
        catalog.close()
