"""The pipeline that brings articles in: reading, splitting, embedding and writing, all at once.

Each batch of whole articles is one transaction of the catalog; the vector store follows from the catalog's list of what
it lacks. So a crash at any instruction leaves a state that the next run completes.
"""

import contextlib
import dataclasses
import json
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.articles.article import Reading
from assistant.articles.visits import Visits
from assistant.catalog.catalog import Catalog
from assistant.catalog.origins import Origin
from assistant.catalog.writer import CatalogWriter, NewPassage, Outcome
from assistant.errors import ModelError
from assistant.index.background import in_background
from assistant.index.embedding import Embedder, ModelCard
from assistant.index.lock import writer_lock
from assistant.index.planning import Planned, Planner
from assistant.index.pruning import Prune, Pruner
from assistant.index.removing import remove_articles
from assistant.index.report import OUTCOMES, IngestReport, Proof, ReportLine
from assistant.index.stores import Stores, write_pending
from assistant.index.tokens import TokenCounter

log = logging.getLogger(__name__)

BATCH_PASSAGES = 512
"""Passages per transaction: enough to sort by length without padding, few enough to lose to a crash without regret."""

BATCH_INPUTS = 4096
"""Inputs per transaction when none of them brings passages."""

FRESH = ("new", "updated")
"""Outcomes after which an article must be found by its own words."""

BATCH_LINKED = 200
"""Articles of an older release per transaction that looks for copies among them: about a second."""

STORE_EVERY = 4000
"""Passages after which the vector store is brought up to date during a long run."""


Prove = Callable[[Sequence[str]], Proof | None]
"""Looks for a sample of the articles with these ids, as a reader would."""


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest is.

    Attributes:
        articles: Inputs dealt with so far.
        passages: Passages embedded so far.
        inputs_total: Inputs expected, if it could be counted.
        stage: comparing (articles of an older release with each other), reading, embedding or storing.
    """

    articles: int
    passages: int
    inputs_total: int | None
    stage: str


@dataclass(frozen=True, slots=True)
class _Batch:
    planned: list[Planned]
    vectors: dict[bytes, NDArray[np.float32]]


class Ingest:
    """One run of ingest. It holds the writer's lock from start to end."""

    def __init__(
        self, data_dir: Path, embedder: Callable[[], Embedder], card: ModelCard, stores: Stores, passage_tokens: int
    ) -> None:
        self._data_dir = data_dir
        self._embedder = embedder
        self._card = card
        self._stores = stores
        self._passage_tokens = passage_tokens
        self._embedded = 0
        self._done = 0
        self._pruner: Pruner | None = None

    def run(
        self,
        readings: Iterable[Reading],
        *,
        inputs_total: int | None = None,
        prune: Prune | None = None,
        progress: Callable[[IngestProgress], None] | None = None,
        prove: Prove = lambda _: None,
        visits: Visits | None = None,
    ) -> IngestReport:
        """Store what is new in `readings`, remove what is gone if that is wished, and return what became of each.

        Args:
            readings: What the readers made of the inputs.
            inputs_total: How many are expected.
            prune: Where to look for what is gone, and how much of it may go.
            progress: Told how far the run is.
            prove: Given the ids of what came new, before the run counts as finished.
            visits: Addresses that `readings` come from; remembered once all of them are stored.

        Raises:
            IndexBusyError: Another run holds the lock.
            ModelError: The index was built with another model.
            StoreError: The data directory or the vectors cannot be written.
        """
        started = time.monotonic()
        tell = progress or (lambda _: None)
        self._pruner = Pruner(prune.paths) if prune else None
        with writer_lock(self._data_dir):
            writer = CatalogWriter(self._data_dir)
            catalog = Catalog(self._data_dir)
            try:
                claim_model(writer, catalog, self._card, self._passage_tokens, self._stores)
                run = writer.start_run()
                while writer.link_missing(BATCH_LINKED) or writer.note_missing_names(BATCH_LINKED):
                    self._tell(tell, inputs_total, "comparing")
                lines = self._write(run, writer, catalog, readings, lambda stage: self._tell(tell, inputs_total, stage))
                gone, removed = self._prune(run, writer, catalog, prune)
                writer.drop_orphan_vectors()
                if visits is not None:
                    writer.note_visits(visits.made)
                proof = prove([line.article_id for line in lines if line.outcome in FRESH and line.article_id])
                seconds = round(time.monotonic() - started, 3)
                told = None if proof is None else json.dumps(asdict(proof))
                writer.finish_run(run, self._embedded, seconds=seconds, proof=told)
            finally:
                catalog.close()
                writer.close()
        report = _report(run, lines, self._embedded, seconds, proof)
        return dataclasses.replace(report, removed=removed, gone=gone)

    def _prune(self, run: int, writer: CatalogWriter, catalog: Catalog, prune: Prune | None) -> tuple[int, int]:
        """Remove what is gone, unless it is too much; return how many articles are gone and how many went."""
        if prune is None or self._pruner is None:
            return 0, 0
        with catalog.snapshot() as snapshot:
            gone = self._pruner.gone(snapshot, run)
        prune.told(gone)
        allowed = prune.most or not gone.is_most()
        if gone.article_ids and allowed:
            remove_articles(writer, self._stores, gone.article_ids)
        return len(gone.article_ids), len(gone.article_ids) if allowed else 0

    def _tell(self, tell: Callable[[IngestProgress], None], inputs_total: int | None, stage: str) -> None:
        tell(IngestProgress(self._done, self._embedded, inputs_total, stage))

    def _write(
        self,
        run: int,
        writer: CatalogWriter,
        catalog: Catalog,
        readings: Iterable[Reading],
        tell: Callable[[str], None],
    ) -> list[Outcome]:
        planner = Planner(catalog, self._counter, self._passage_tokens)
        lines: list[Outcome] = []
        unstored = 0
        with contextlib.ExitStack() as stages:
            # Closed one after the other when the run ends early, or their threads would live as long as the error does.
            read = stages.enter_context(contextlib.closing(in_background(readings, ahead=256)))
            planned = stages.enter_context(contextlib.closing(in_background(planner.plan(read), ahead=256)))
            embedded = self._embed(catalog, batched(planned))
            batches = stages.enter_context(contextlib.closing(in_background(embedded, ahead=2)))
            for batch in batches:
                unstored += self._commit(run, writer, batch, lines, tell)
                if unstored >= STORE_EVERY:
                    write_pending(writer, self._stores)
                    unstored = 0
        tell("storing")
        write_pending(writer, self._stores)
        return lines

    def _commit(
        self, run: int, writer: CatalogWriter, batch: _Batch, lines: list[Outcome], tell: Callable[[str], None]
    ) -> int:
        """Commit one batch and return how many passages the vector store lacks because of it."""
        versions = [item.version for item in batch.planned if item.version]
        outcomes = [item.outcome for item in batch.planned]
        told = [item.told for item in batch.planned if item.told]
        lines += writer.commit_batch(run, versions, batch.vectors, outcomes, _origins(batch.planned), told)
        if self._pruner:
            for item in batch.planned:
                self._pruner.note(item.file, item.outcome.outcome)
        self._done += len(outcomes)
        tell("embedding" if versions else "reading")
        return sum(len(version.passages) for version in versions)

    def _counter(self) -> TokenCounter:
        embedder = self._embedder()
        require_length(embedder, self._passage_tokens)
        return embedder.counter

    def _embed(self, catalog: Catalog, batches: Iterable[list[Planned]]) -> Iterator[_Batch]:
        """Give each batch the vectors that the catalog lacks."""
        for planned in batches:
            passages = [passage for item in planned if item.version for passage in item.version.passages]
            missing = _missing(catalog, passages)
            vectors = self._embedder().embed([text for _, text in missing]) if missing else ()
            self._embedded += len(missing)
            yield _Batch(planned, {key: vector for (key, _), vector in zip(missing, vectors, strict=True)})


def claim_model(writer: CatalogWriter, catalog: Catalog, card: ModelCard, passage_tokens: int, stores: Stores) -> None:
    """Note which model this index is built with, or refuse if it is another one.

    Raises:
        ModelError: The index was built with another model or passage length.
    """
    with catalog.snapshot() as snapshot:
        stored = snapshot.meta("model")
    if not stored:
        writer.set_meta(
            {
                "model": model_facts(card, passage_tokens),
                "generation": str(stores.unused_generation()),
                "archive": uuid.uuid4().hex[:12],
                "place": stores.place,
            }
        )
    else:
        require_model(stored, card, passage_tokens)


def model_facts(card: ModelCard, passage_tokens: int) -> str:
    """Return what the index keeps about the model that made its vectors, as JSON."""
    return json.dumps(asdict(card) | {"normalised": True, "passage_tokens": passage_tokens}, sort_keys=True)


def require_model(stored: str, card: ModelCard, passage_tokens: int) -> None:
    """Refuse vectors of one model in an index of another.

    Raises:
        ModelError: `stored` names another model.
    """
    if stored == model_facts(card, passage_tokens):
        return
    facts = json.loads(stored)
    was = f"{facts['name']} ({facts['dimension']} dimensions, {facts['passage_tokens']} tokens a passage)"
    raise ModelError(
        f"This index was built with {was}, the settings name {card.name} ({card.dimension} dimensions,"
        f" {passage_tokens} tokens a passage).",
        remedy="Set embedding_model and passage_tokens back, run `news-assistant rebuild` to embed the whole archive"
        " with the new ones, or choose another folder with --data-dir.",
    )


def require_length(embedder: Embedder, passage_tokens: int) -> None:
    """Refuse passages that the model would cut without a word.

    Raises:
        ModelError: They are longer than it reads.
    """
    if passage_tokens > embedder.max_tokens:
        raise ModelError(
            f"{embedder.card.name} reads {embedder.max_tokens} tokens, but passage_tokens is {passage_tokens}.",
            remedy=f"Set passage_tokens to {embedder.max_tokens} or less.",
        )


def batched(planned: Iterable[Planned]) -> Iterator[list[Planned]]:
    """Group plans until they bring `BATCH_PASSAGES` passages or `BATCH_INPUTS` inputs; order is kept."""
    batch: list[Planned] = []
    passages = 0
    for item in planned:
        batch.append(item)
        passages += len(item.version.passages) if item.version else 0
        if passages >= BATCH_PASSAGES or len(batch) >= BATCH_INPUTS:
            yield batch
            batch, passages = [], 0
    if batch:
        yield batch


def _origins(planned: Iterable[Planned]) -> list[Origin]:
    """Return which file gave which article; a file that went away meanwhile is on no disk."""
    found: list[Origin] = []
    devices: dict[Path, int] = {}
    for item in planned:
        if item.file is None or item.outcome.article_id is None:
            continue
        if item.file not in devices:
            try:
                devices[item.file] = item.file.stat().st_dev
            except OSError:
                devices[item.file] = -1
        found.append(Origin(item.file, devices[item.file], item.outcome.input, item.outcome.article_id))
    return found


def _missing(catalog: Catalog, passages: list[NewPassage]) -> list[tuple[bytes, str]]:
    texts = {passage.embed_hash: passage.embed_text for passage in passages}
    if not texts:
        return []
    with catalog.snapshot() as snapshot:
        known = snapshot.known_vectors(list(texts))
    return [(key, text) for key, text in texts.items() if key not in known]


def _report(run: int, lines: list[Outcome], embedded: int, seconds: float, proof: Proof | None) -> IngestReport:
    counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in OUTCOMES}
    return IngestReport(
        run=run,
        new=counts["new"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        duplicates=counts["duplicate"],
        rejected=counts["rejected"],
        passages_embedded=embedded,
        seconds=seconds,
        report=tuple(ReportLine(line.input, line.outcome, line.article_id, line.reason) for line in lines),
        proof=proof,
    )
