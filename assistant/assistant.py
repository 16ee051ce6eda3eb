"""NewsAssistant: the one object that scripts, the page and the command line talk to. It composes the rooms."""

import dataclasses
import datetime as dt
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.answering.answer import Answer, StreamEvent
from assistant.answering.answering import Answering
from assistant.answering.changed import Changed, changed_since
from assistant.answering.choices import check_choices
from assistant.answering.completing import Completed
from assistant.answering.evidence import PASSAGES_READ, gather
from assistant.answering.generative import Model
from assistant.answering.models import load_model
from assistant.answering.reader import Reader, load_reader
from assistant.answering.record import EvidenceRecord, from_json
from assistant.answering.refusal import signals
from assistant.answering.replay import Replay, compare
from assistant.answering.timeline import PASSAGES, Timeline, timeline_of
from assistant.articles.article import Article
from assistant.catalog.browsing import Browsed, Sort, browse
from assistant.catalog.catalog import Catalog
from assistant.catalog.copies import CopyGroup, copies_of
from assistant.catalog.filters import Condition, Day, Filters, parse_day, parted, required_day
from assistant.catalog.records import Passage
from assistant.catalog.runs import last_runs
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.survey import Facets, facets, periods
from assistant.desk.conversations import Conversations, check_name, new_answer_id
from assistant.desk.earlier import followup
from assistant.errors import InputError, NewsAssistantError
from assistant.index.changes import Change, changes_between
from assistant.index.embedding import Embedder, ModelCard, default_card, load_embedder
from assistant.index.history import VersionNote, history
from assistant.index.ingest import require_model
from assistant.index.stores import Stores
from assistant.index.weights import DEFAULT_MODEL
from assistant.keeping import Keeping
from assistant.retrieval.counting import Overview, overview
from assistant.retrieval.passages import ScoredPassage, scored
from assistant.retrieval.query import Query
from assistant.retrieval.search import Found, Searcher
from assistant.retrieval.understanding import understand, within
from assistant.retrieval.words import looked_for
from assistant.runs import summary
from assistant.settings import Settings
from assistant.status import Status, bytes_by_part, bytes_under, releases

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NO_FILTERS = Filters()

EVERYTHING = Condition("", ())

RUNS_IN_STATUS = 5

SEARCHED_WITHOUT = 60
"""Passages searched for where some articles are left out, so that enough of the others are left."""


class NewsAssistant(Keeping):
    """Answers questions over one archive. Threads may share it; close it, or use it as a context manager."""

    def __init__(self, settings: Settings | None = None, *, llm: "LLM | None" = None) -> None:
        """Open an archive; `llm` is any LLM of LlamaIndex, and writes where the setting `writer` is generative."""
        self.settings = settings or Settings()
        self._data_dir = Path(self.settings.data_dir)
        self._catalog = Catalog(self._data_dir)
        self.conversations = Conversations(self._data_dir)
        self._stores = Stores(self._data_dir, self.settings.chroma_url)
        self._loading = threading.Lock()
        self._embedder: Embedder | None = None
        self._reader: Reader | None = None
        self._llm = llm
        self._model: Model | None = None
        self._searcher = Searcher(self._stores, self.embedder, self.settings)
        is_generative = self.settings.writer == "generative"
        self._answering = Answering(self.reader, self.settings, self._language_model if is_generative else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the catalog and the vectors."""
        self._catalog.close()
        self._stores.close()

    def embedder(self) -> Embedder:
        """Return the embedding model, loaded on first use.

        Raises:
            ModelError: It is missing or altered.
        """
        with self._loading:
            if self._embedder is None:
                self._embedder = load_embedder(self.settings)
            return self._embedder

    def reader(self) -> Reader:
        """Return the model that reads passages for answers, loaded on first use.

        Raises:
            ModelError: It is altered, or cannot be run.
        """
        with self._loading:
            if self._reader is None:
                self._reader = load_reader(self.settings)
            return self._reader

    def _language_model(self) -> Model:
        with self._loading:
            if self._model is None:
                self._model = load_model(self.settings, self._llm)
            return self._model

    def understand(
        self,
        question: str,
        *,
        filters: Filters = NO_FILTERS,
        today: Day = None,
        conversation: str | None = None,
        owner: str = "",
    ) -> Query:
        """Return the question as it is searched for, with what this archive tells about it; see `ask`.

        Raises:
            QuestionError: It is empty or too long, or a day or the conversation's name cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        query, _ = self._completed(question, filters, today, conversation, owner)
        with self._catalog.snapshot() as snapshot:
            return within(snapshot, query)

    def overview(self, question: str, *, filters: Filters = NO_FILTERS, today: Day = None) -> Overview | None:
        """Return how many and which articles a question asks for, and of which outlets; None if it asks for no such.

        Raises:
            QuestionError: The question or a filter cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        query = self._understand(question, filters, today)
        with self._catalog.snapshot() as snapshot:
            return overview(snapshot, within(snapshot, query))

    def search(
        self, question: str, k: int | None = None, *, filters: Filters = NO_FILTERS, today: Day = None
    ) -> list[ScoredPassage]:
        """Return the passages that bear on a question, best first.

        Raises:
            QuestionError: The question or a filter cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        query = self._understand(question, filters, today)
        with self._catalog.snapshot() as snapshot:
            return scored(self._find(snapshot, query, self.settings.search_k if k is None else k).hits)

    def ask(
        self,
        question: str,
        *,
        filters: Filters = NO_FILTERS,
        today: Day = None,
        conversation: str | None = None,
        choices: Sequence[str] | None = None,
        owner: str = "",
        record: bool = False,
    ) -> Answer:
        """Answer a question from the archive, or refuse; keep the answer if it belongs to a conversation.

        Args:
            question: One that leans on its conversation is completed from the turns before; `rewritten` says to what.
            filters: What may be used.
            today: The day of asking.
            conversation: Its name.
            choices: Answers to choose from; `short_answer` is then the one that the evidence speaks for most.
            owner: Whose it is, the key of a session or a user; nobody else's turns are looked at.
            record: Keep the answer for `why` without a conversation too.

        Raises:
            QuestionError: The question, a filter or the conversation's name cannot be read.
            StoreError: The index is missing, busy or damaged, or the turn cannot be kept.
        """
        *_, answer = self.stream(
            question,
            filters=filters,
            today=today,
            conversation=conversation,
            choices=choices,
            owner=owner,
            record=record,
        )
        assert isinstance(answer, Answer)  # noqa: S101 - the stream's own promise
        return answer

    def stream(
        self,
        question: str,
        *,
        filters: Filters = NO_FILTERS,
        today: Day = None,
        conversation: str | None = None,
        choices: Sequence[str] | None = None,
        owner: str = "",
        record: bool = False,
    ) -> Iterator[StreamEvent]:
        """Yield steps and pieces of text while an answer is made, and the answer last; keep it before that, as `ask`.

        Raises:
            QuestionError: The question, a filter or the conversation's name cannot be read.
            StoreError: The index is missing, busy or damaged, or the turn cannot be kept.
        """
        given = check_choices(choices)
        query, completed = self._completed(question, filters, today, conversation, owner)
        with self._catalog.snapshot() as snapshot:
            for event in self._answering.stream(
                snapshot, query, lambda k: self._find(snapshot, query, k), choices=given
            ):
                if not isinstance(event, Answer) or not (record or conversation is not None):
                    yield event
                    continue
                answer = dataclasses.replace(event, answer_id=new_answer_id())
                leaning_on = completed.quotes if completed else ()
                self.conversations.add_turn(conversation, answer, owner=owner, leaning_on=leaning_on)
                yield answer

    def signals(
        self, question: str, *, filters: Filters = NO_FILTERS, today: Day = None, without: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return what the refusal judges a question's evidence by, some articles left out of it; for calibrating.

        Raises:
            QuestionError: The question or a filter cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        query = self._understand(question, filters, today)
        with self._catalog.snapshot() as snapshot:
            found = self._find(snapshot, query, SEARCHED_WITHOUT if without else PASSAGES_READ)
            left = tuple(hit for hit in found.hits if hit.passage.article_id not in without)[:PASSAGES_READ]
            return signals(gather(snapshot, dataclasses.replace(found, hits=left), self.reader()))

    def why(self, answer_id: str, *, owner: str | None = None) -> EvidenceRecord:
        """Return what a kept answer rests on: what was understood, the candidates, and why each was cited or not.

        Args:
            answer_id: As `Answer.answer_id` names it.
            owner: Whose answer it must be; None, for whoever runs the program on this machine, is anybody's.

        Raises:
            InputError: There is no such answer, it is another owner's, or nothing is kept of what it rests on.
            StoreError: What was kept cannot be read.
        """
        kept = self.conversations.record(answer_id, owner=owner)
        if kept is None:
            raise InputError(f"Nothing is kept of what answer {answer_id} rests on.", remedy="Ask the question again.")
        return from_json(kept)

    def replay(self, answer_id: str, *, owner: str | None = None) -> Replay:
        """Ask a kept question again, as it was searched for and on its day, and say what is otherwise.

        Raises:
            InputError: As `why`.
            StoreError: The index is missing, busy or damaged.
        """
        then = self.why(answer_id, owner=owner)
        answer = self.ask(then.searched, filters=then.asked_with(), today=then.today, choices=then.choices)
        assert answer.record is not None  # noqa: S101 - every answer has one
        return compare(then, answer.record)

    def browse(
        self, words: str = "", *, filters: Filters = NO_FILTERS, sort: Sort = "best", limit: int = 20, offset: int = 0
    ) -> Browsed:
        """Return a page of the articles that hold all the words in one place, with what else could be chosen.

        Raises:
            QuestionError: A filter cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            return browse(snapshot, looked_for(words), filters, sort=sort, limit=limit, offset=offset)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article's current version in reading order, as they are searched.

        Raises:
            StoreError: The index is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            return snapshot.passages_of(article_id)

    def timeline(self, question: str, *, filters: Filters = NO_FILTERS, today: Day = None) -> Timeline:
        """Return the dated developments of a matter, one sentence each, with what was corrected or updated later.

        Raises:
            QuestionError: The question or a filter cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        query = self._understand(question, filters, today)
        with self._catalog.snapshot() as snapshot:
            return timeline_of(snapshot, self._find(snapshot, query, PASSAGES), self.embedder())

    def changed(
        self, question: str, *, since: dt.date | str, filters: Filters = NO_FILTERS, today: Day = None
    ) -> Changed:
        """Return what is new in a matter since a day: new developments, and articles that were changed.

        Args:
            question: The matter.
            since: The day; what was published on it is new.
            filters: What may be used; its own days narrow both sides.
            today: The day of asking.

        Raises:
            QuestionError: The question, a filter or the day cannot be read.
            StoreError: The index is missing, busy or damaged.
        """
        day = required_day(since, "since")
        query = self._understand(question, filters, today)
        with self._catalog.snapshot() as snapshot:
            before, after = (
                self._find(snapshot, dataclasses.replace(query, filters=side), PASSAGES)
                for side in parted(filters, day)
            )
            return changed_since(snapshot, before, after, self.embedder(), day)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """Return an article; citations' `start` and `end` count in its `text`.

        Raises:
            InputError: There is no such article or version.
            StoreError: The index is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            article = snapshot.article(article_id, version)
        if article is None:
            which = article_id if version is None else f"{article_id}, version {version}"
            raise InputError(f"There is no article {which} in this archive.", remedy="Search for it.")
        return article

    def copies(self, article_id: str) -> CopyGroup:
        """Return the group of copies that an article belongs to; most articles are alone in theirs.

        Raises:
            InputError: There is no such article.
            StoreError: The index is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            group = copies_of(snapshot, article_id)
        if group is None:
            raise InputError(f"There is no article {article_id} in this archive.", remedy="Search for it.")
        return group

    def differences(self, article_id: str, other_id: str) -> tuple[Change, ...]:
        """Return what is otherwise in another article than in the first, sentence by sentence; meant for copies.

        Raises:
            InputError: There is no such article.
            StoreError: The index is missing, busy or damaged.
        """
        return changes_between(self.article(article_id), self.article(other_id))

    def versions(self, article_id: str) -> tuple[VersionNote, ...]:
        """Return the versions of an article, oldest first, each with what changed since the one before.

        Raises:
            InputError: There is no such article.
            StoreError: The index is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            notes = history(snapshot, article_id)
        if not notes:
            raise InputError(f"There is no article {article_id} in this archive.", remedy="Search for it.")
        return notes

    def facets(self) -> Facets:
        """Return the sections, kinds and languages of the archive, for filters to choose from."""
        with self._catalog.snapshot() as snapshot:
            return facets(snapshot)

    def titles(self, limit: int) -> list[tuple[str, str]]:
        """Return (article id, title) of articles spread over the whole archive, for suggestions."""
        with self._catalog.snapshot() as snapshot:
            return snapshot.titles(limit)

    def status(self) -> Status:
        """Return what the archive holds and in which state its index is.

        Raises:
            StoreError: The catalog is missing, busy or damaged.
        """
        with self._catalog.snapshot() as snapshot:
            facts = json.loads(snapshot.meta("model", "{}"))
            totals = snapshot.totals(EVERYTHING)
            return Status(
                data_dir=str(self._data_dir),
                articles=totals.articles,
                versions=snapshot.count("versions"),
                passages=snapshot.count("passages"),
                duplicates=snapshot.count_duplicates(),
                sources=totals.sources,
                wires=snapshot.wires(),
                teasers=snapshot.count_teasers(),
                from_=totals.oldest,
                to=totals.newest,
                generation=snapshot.generation,
                revision=snapshot.revision,
                model=facts.get("name", ""),
                dimension=facts.get("dimension", 0),
                interrupted_runs=snapshot.count_interrupted_runs(),
                waiting=len(snapshot.not_in_store(snapshot.generation)),
                bytes_on_disk=bytes_under(self._data_dir),
                vectors=self._state_of_vectors(snapshot),
                outlets=periods(snapshot),
                last_runs=tuple(summary(row) for row in last_runs(snapshot, RUNS_IN_STATUS)),
                schema=snapshot.schema,
                releases=releases(),
                disk=bytes_by_part(self._data_dir),
            )

    def _understand(self, question: str, filters: Filters, today: Day) -> Query:
        return understand(question, filters, parse_day(today, "today"), self.settings.question_characters)

    def _completed(
        self, question: str, filters: Filters, today: Day, conversation: str | None, owner: str
    ) -> tuple[Query, Completed | None]:
        """Return a question as it is searched for, and what of its conversation it was completed with."""
        if conversation is not None:
            check_name(conversation)
        query = self._understand(question, filters, today)
        completed = None if conversation is None else followup(self.conversations, query, conversation, owner)
        if completed is None:
            return query, None
        return dataclasses.replace(self._understand(completed.text, filters, today), typed=query.text), completed

    def _find(self, snapshot: Snapshot, query: Query, k: int) -> Found:
        stored = snapshot.meta("model")
        if stored:
            require_model(stored, self._card(), self.settings.passage_tokens)
        return self._searcher.search(snapshot, query, k)

    def _card(self) -> ModelCard:
        """Return what identifies the model; the packaged one need not be loaded for that."""
        return default_card() if self.settings.embedding_model == DEFAULT_MODEL else self.embedder().card

    def _state_of_vectors(self, snapshot: Snapshot) -> str:
        try:
            self._stores.current(snapshot).check()
        except NewsAssistantError as error:
            return str(error)
        return "ok"
