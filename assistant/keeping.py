"""The verbs of whoever keeps an archive: what comes in, what goes, and its vectors made anew."""

import contextlib
import dataclasses
import datetime as dt
import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.articles.article import Reading
from assistant.articles.limits import Limits
from assistant.articles.visits import Visit, Visits
from assistant.catalog.catalog import Catalog
from assistant.catalog.copies import CopyGroup
from assistant.catalog.filters import Day, Filters
from assistant.catalog.removal import Card, Selection
from assistant.catalog.runs import last_runs, one_run
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.visits import last_visit
from assistant.catalog.writer import CatalogWriter
from assistant.errors import InputError, UsageError
from assistant.index.embedding import Embedder, ModelCard
from assistant.index.ingest import Ingest, IngestProgress
from assistant.index.lock import writer_lock, writing
from assistant.index.pruning import Gone, Prune
from assistant.index.rebuild import rebuild
from assistant.index.removing import RemovalReport, remove
from assistant.index.report import IngestReport, Proof
from assistant.index.stores import Stores, store_waiting
from assistant.retrieval.proof import prove
from assistant.retrieval.query import Query
from assistant.retrieval.search import Found, Hit
from assistant.retrieval.understanding import understand
from assistant.runs import RunSummary, past_report, summary
from assistant.settings import Settings


class Keeping(ABC):
    """The half of the assistant that changes the archive; `NewsAssistant` is the whole."""

    settings: Settings
    _data_dir: Path
    _catalog: Catalog
    _stores: Stores

    @abstractmethod
    def embedder(self) -> Embedder:
        """Return the embedding model."""

    @abstractmethod
    def copies(self, article_id: str) -> CopyGroup:
        """Return the group of copies that an article belongs to."""

    @abstractmethod
    def _card(self) -> ModelCard:
        """Return what identifies the model."""

    @abstractmethod
    def _find(self, snapshot: Snapshot, query: Query, k: int) -> Found:
        """Return the best passages for a question."""

    def ingest(
        self,
        paths: Sequence[Path | str],
        *,
        fields: Mapping[str, str] | None = None,
        prune: bool = False,
        prune_most: bool = False,
        told: Callable[[Gone], None] | None = None,
        progress: Callable[[IngestProgress], None] | None = None,
    ) -> IngestReport:
        """Bring in what is new in files, folders and addresses; unchanged articles cost no embedding.

        Args:
            paths: Files and folders; addresses of pages and feeds too, which are fetched if `allow_network` is set.
            fields: Which column or field of tables and JSON is one of ours, such as `{"published": "pub_date"}`.
            prune: Also remove the articles that these paths gave before and give no more.
            prune_most: Even if that is more than half of the archive.
            told: Called with what is gone, before it is removed.
            progress: Called while it works.

        Raises:
            UsageError: `fields` names a field that articles do not have.
            StoreError: The index is busy, damaged, cannot be written, or was built with another model.
        """
        from assistant.articles.addresses import is_address
        from assistant.articles.read import count_inputs, read_paths
        from assistant.articles.rows import own_fields

        if not paths:
            raise InputError("There is nothing to ingest.", remedy="Name files or folders.")
        urls = [str(path) for path in paths if is_address(path)]
        files = [Path(path) for path in paths if not is_address(path)]
        readings = read_paths(
            files,
            file_megabytes=self.settings.file_megabytes,
            article_characters=self.settings.article_characters,
            archive_members=self.settings.archive_members,
            fields=own_fields(fields or {}),
            own=self._data_dir,
        )
        run = Ingest(self._data_dir, self.embedder, self._card(), self._stores, self.settings.passage_tokens)
        wish = Prune(files, most=prune_most, told=told or (lambda _: None)) if prune or prune_most else None
        visits = Visits(self._last_visit)
        return run.run(
            itertools.chain(readings, self._read_addresses(urls, visits)),
            inputs_total=count_inputs(files, own=self._data_dir) + len(urls),
            prune=wish,
            progress=progress,
            prove=self._prove,
            visits=visits,
        )

    def runs(self, limit: int = 20) -> list[RunSummary]:
        """Return the newest runs of ingest, newest first.

        Raises:
            StoreError: The catalog is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            return [summary(row) for row in last_runs(snapshot, limit)]

    def run(self, number: int) -> IngestReport:
        """Return the report of a past run.

        Raises:
            UsageError: There is no such run.
            StoreError: The catalog is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            row = one_run(snapshot, number)
            if row is None:
                raise UsageError(f"There is no run {number}.", remedy="`news-assistant runs` lists them.")
            return past_report(snapshot, row)

    def remove(
        self,
        *,
        ids: Sequence[str] | str = (),
        urls: Sequence[str] | str = (),
        sources: Sequence[str] | str = (),
        before: Day = None,
        after: Day = None,
        agree: Callable[[Sequence[Card]], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> RemovalReport:
        """Remove articles with all their versions; what was deleted stays in the files until `compact`.

        Args:
            ids: These articles.
            urls: The articles of these pages.
            sources: Those of these outlets; of what is given by several arguments, what all of them mean.
            before: Those published before this day.
            after: Those published after it.
            agree: Asked with the articles found; nothing goes if it says no. By default it is agreed.
            progress: Called with how many are done, and of how many.

        Raises:
            UsageError: Nothing is named, or a day cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        selection = Selection(_names(ids), _names(urls), _names(sources), before, after)
        return remove(self._data_dir, self._stores, selection, agree=agree or (lambda _: True), progress=progress)

    def rebuild(self, *, progress: Callable[[IngestProgress], None] | None = None) -> int:
        """Make a new generation of vectors from the catalog and switch to it; return its number.

        Raises:
            StoreError: The index is busy, missing, or cannot be written.
        """
        return rebuild(
            self._data_dir, self.embedder, self._card(), self._stores, self.settings.passage_tokens, progress
        )

    def store_waiting(self) -> None:
        """Store the vectors that an interrupted ingest left waiting.

        Raises:
            StoreError: The index is busy, missing, or cannot be written.
        """
        store_waiting(self._data_dir, self._stores)

    def renew_words(self) -> None:
        """Make full text search anew from the articles in the catalog.

        Raises:
            StoreError: The index is busy, missing, or cannot be written.
        """
        with writer_lock(self._data_dir), contextlib.closing(CatalogWriter(self._data_dir)) as writer:
            writer.renew_words()

    def undo_copy(self, article_id: str, other_id: str) -> CopyGroup:
        """Take two articles apart that were found to be copies, for good; return the first one's group.

        Raises:
            InputError: There is no such article, or the two share no group.
            StoreError: The index is missing, busy or damaged.
        """
        with writing(self._data_dir) as writer:
            writer.undo_copy(article_id, other_id)
        return self.copies(article_id)

    def confirm_copy(self, article_id: str, other_id: str) -> CopyGroup:
        """Keep a copy and its head together, whatever their texts become; return the first one's group.

        Raises:
            InputError: There is no such article, or neither was found to be a copy of the other.
            StoreError: The index is missing, busy or damaged.
        """
        with writing(self._data_dir) as writer:
            writer.confirm_copy(article_id, other_id)
        return self.copies(article_id)

    def _prove(self, article_ids: Sequence[str]) -> Proof | None:
        """Look for a sample of new articles; by their own words, so the day of asking lifts none of them."""
        longest = self.settings.question_characters
        with self._catalog.snapshot() as snapshot:

            def find(text: str, k: int) -> Sequence[Hit]:
                query = understand(text[:longest], Filters(), None, longest)
                return self._find(snapshot, dataclasses.replace(query, today=None), k).hits

            return prove(snapshot, article_ids, find)

    def _read_addresses(self, urls: Sequence[str], visits: Visits) -> Iterator[Reading]:
        if not urls:
            return iter(())
        from assistant.articles import addresses
        from assistant.articles.fetching import Fetcher

        if not self.settings.allow_network:
            return addresses.refused(urls)
        fetcher = Fetcher(megabytes=self.settings.fetch_megabytes, seconds=self.settings.fetch_seconds)
        limits = Limits(self.settings.file_megabytes, self.settings.article_characters, dt.datetime.now(dt.UTC))
        return addresses.read_addresses(urls, fetcher, limits, visits)

    def _last_visit(self, url: str) -> Visit | None:
        with self._catalog.snapshot() as snapshot:
            return last_visit(snapshot, url)


def _names(names: Sequence[str] | str) -> tuple[str, ...]:
    """Return names; one alone is one name, not its letters."""
    return (names,) if isinstance(names, str) else tuple(names)
