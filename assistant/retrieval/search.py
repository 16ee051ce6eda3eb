"""From a question to ranked passages: keyword and dense search, fused, lifted by recency, spread over articles."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.catalog.filters import Condition, Filters, condition_of, epoch_of
from assistant.catalog.fulltext import match_expression, search_words
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.errors import QuestionError
from assistant.index.embedding import Embedder, Vectors
from assistant.index.stores import Stores
from assistant.retrieval.dense import exact, nearest
from assistant.retrieval.fusion import fuse, recency
from assistant.retrieval.query import Query
from assistant.retrieval.words import content_words, names_a_time, names_and_numbers, quoted_phrases
from assistant.settings import Settings

DENSE_CANDIDATES = 100
WORD_CANDIDATES = 300
"""Keyword search is asked for more, since a dense candidate that it left out has no score of its own there."""

ABOUT_ONE, OF_BEST = 3, 4
"""How many of the best passages must be of one article for the question to be about that article."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its place in the ranking and the signals behind it."""

    passage: Passage
    score: float
    cosine: float
    bm25: float
    lift: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        query: The question as understood.
        vector: Its embedding, shape (dimension,).
        hits: Best first.
        candidates: How many passages were compared.
    """

    query: Query
    vector: Vectors
    hits: tuple[Hit, ...]
    candidates: int


def understand(question: str, filters: Filters, today: dt.date | None, longest: int) -> Query:
    """Return the question as it is searched for.

    Raises:
        QuestionError: It is empty, too long, or without a single word or number.
    """
    text = question.strip()
    if not text:
        raise QuestionError("The question is empty.", remedy="Ask something about the archive.")
    if len(text) > longest:
        raise QuestionError(
            f"The question has {len(text):,} characters, at most {longest:,} are read.", remedy="Shorten it."
        )
    words = content_words(text)
    if not words:
        raise QuestionError("The question has no word in it.", remedy="Ask something about the archive.")
    return Query(
        text,
        filters,
        today or dt.datetime.now().astimezone().date(),
        words,
        names_and_numbers(text),
        names_a_time(text),
    )


class Searcher:
    """Searches one archive; holds no state between questions."""

    def __init__(self, stores: Stores, embedder: Callable[[], Embedder], settings: Settings) -> None:
        self._stores = stores
        self._embedder = embedder
        self._settings = settings

    def search(self, snapshot: Snapshot, query: Query, k: int) -> Found:
        """Return the best `k` passages that the filters allow.

        Raises:
            QuestionError: A filter cannot be read.
            StoreError: The vectors or the model cannot be used.
        """
        condition = condition_of(query.filters)
        vector = self._embedder().embed_query(query.text)
        words, dense = self._candidates(snapshot, query, vector, condition)
        if not dense:
            return Found(query, vector, (), 0)
        fused = fuse(words, dense, self._settings.dense_weight)
        passages = snapshot.passages(list(fused))
        hits = [self._hit(query, passage, fused, dense, words) for passage in passages.values()]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.key))
        return Found(query, vector, tuple(spread(hits, k, self._settings.passages_per_article)), len(hits))

    def _candidates(
        self, snapshot: Snapshot, query: Query, vector: Vectors, condition: Condition
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Return bm25 and cosine by key; every candidate has a cosine."""
        phrases = quoted_phrases(query.text)
        words = search_words(snapshot, match_expression(query.words, phrases), condition, WORD_CANDIDATES)
        if phrases and not words:  # nobody says it in these words; then the words themselves must do
            words = search_words(snapshot, match_expression(query.words), condition, WORD_CANDIDATES)
        dense = nearest(snapshot, self._stores, vector, condition, DENSE_CANDIDATES)
        return words, dense | exact(snapshot, vector, (key for key in words if key not in dense))

    def _hit(
        self,
        query: Query,
        passage: Passage,
        fused: dict[int, float],
        dense: dict[int, float],
        words: dict[int, float],
    ) -> Hit:
        lift = 0.0
        if query.today is not None and not query.names_time:
            age = recency(passage.published_epoch, epoch_of(query.today), self._settings.recency_days)
            lift = self._settings.recency_weight * age
        key = passage.key
        return Hit(passage, fused[key] + lift, dense[key], words.get(key, 0.0), lift)


def spread(hits: Sequence[Hit], k: int, per_article: int) -> list[Hit]:
    """Return the best `k` hits with at most `per_article` of one article and one copy of a text.

    Where nearly all of the best passages are of one article, the question is about it and it may fill the result.
    """
    article, count = Counter(hit.passage.article_id for hit in hits[:OF_BEST]).most_common(1)[0] if hits else ("", 0)
    unlimited = article if count >= ABOUT_ONE else None
    taken: Counter[str] = Counter()
    texts: set[tuple[str, int]] = set()
    chosen: list[Hit] = []
    for hit in hits:
        passage = hit.passage
        copy = (passage.text_hash, passage.start)
        if copy in texts or (passage.article_id != unlimited and taken[passage.article_id] >= per_article):
            continue
        texts.add(copy)
        taken[passage.article_id] += 1
        chosen.append(hit)
        if len(chosen) == k:
            break
    return chosen
