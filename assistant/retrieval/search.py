"""From a question to ranked passages: found by words and by meaning, fused, lifted, and chosen to cover every part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.catalog.filters import condition_of
from assistant.catalog.records import Outline, Passage
from assistant.catalog.snapshot import Snapshot
from assistant.errors import QuestionError
from assistant.index.embedding import Embedder, Vectors
from assistant.index.stores import Stores
from assistant.retrieval.candidates import Asked, Candidates, Scores, gather
from assistant.retrieval.choosing import Choice, choose
from assistant.retrieval.closeness import Wording
from assistant.retrieval.digest import Told, digest
from assistant.retrieval.explaining import Explanation, Signals, explain
from assistant.retrieval.fusion import fuse
from assistant.retrieval.lifts import Lifts, lifts, total
from assistant.retrieval.parts import Part
from assistant.retrieval.query import Query
from assistant.retrieval.reranking import LazyReranker, reordered
from assistant.retrieval.understanding import within
from assistant.settings import Settings

LOOKED_AT = 48
"""Passages whose words are looked at more closely: .918 of the training questions had their answer in the best 50."""

WHOLE_SHARE = 1 / 3
"""Share of the whole question's score in that of a part, which alone may not say what it is about."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its place in the ranking and the signals behind it.

    Attributes:
        passage: The passage.
        score: What it was chosen by, comparable within one question only.
        cosine: Of the passage with the whole question.
        bm25: Of the passage for the whole question.
        lift: Sum of `lifts`.
        lifts: What the outlet, the time or the age of its article added, by name.
        part: Which part of the question it was chosen for, from 0; 0 for a question of one piece.
        why: The same in a reader's words.
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float
    lift: float
    lifts: Mapping[str, float] = field(default_factory=dict)
    part: int = 0
    why: Explanation | None = None


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


class Searcher:
    """Searches one archive; holds no state between questions."""

    def __init__(self, stores: Stores, embedder: Callable[[], Embedder], settings: Settings) -> None:
        self._stores = stores
        self._embedder = embedder
        self._settings = settings
        self._reranker = LazyReranker(settings)

    def search(self, snapshot: Snapshot, query: Query, k: int) -> Found:
        """Return the best `k` passages that the filters allow.

        Raises:
            QuestionError: A filter cannot be read, or `k` is below one.
            StoreError: The vectors or the model cannot be used.
        """
        if k < 1:
            raise QuestionError(f"{k} passages cannot be found.", remedy="Ask for one or more.")
        condition = condition_of(query.filters)
        query = within(snapshot, query)
        whole = self._asked(query, query.text)
        if query.without_topic:
            told = digest(snapshot, query, whole.vector, condition, k)
            if told or query.periods:  # of a time that the archive has nothing of, other articles are no news
                return Found(query, whole.vector, tuple(_told(item) for item in told), len(told))
        parts = [self._asked(query, part.text) for part in query.parts]
        found = gather(snapshot, self._stores, whole, parts, condition)
        lines = snapshot.outlines(list(found.whole.dense))
        if not lines:
            return Found(query, whole.vector, (), 0)
        lifted = [self._lifts(query, part, lines) for part in query.parts or (_whole(query),)]
        scores = [
            {key: score + total(row[key]) for key, score in fused.items()}
            for fused, row in zip(self._fused(found), lifted, strict=True)
        ]
        # A part alone is too short for its words' order and place to tell; there it found less.
        passages = {} if query.parts else self._look_closer(snapshot, query, scores[0])
        passages |= self._rerank(snapshot, query, scores, lifted)
        chosen = choose(lines, scores, k, self._settings.passages_per_article, snapshot.shows_the_same)
        passages |= snapshot.passages([choice.line.key for choice in chosen if choice.line.key not in passages])
        hits = tuple(_hit(query, choice, passages, found.whole, lifted[choice.part]) for choice in chosen)
        return Found(query, whole.vector, hits, len(lines))

    def _look_closer(self, snapshot: Snapshot, query: Query, scores: dict[int, float]) -> dict[int, Passage]:
        """Add to the best scores how closely the passages say it, and return the passages read for it."""
        best = sorted(scores, key=lambda key: (-scores[key], key))[:LOOKED_AT]
        passages, wording = snapshot.passages(best), Wording.of(snapshot, query.searched(query.text))
        close = {key: wording.compare(passages[key]).lift for key in best}
        least = min(close.values(), default=0.0)  # what was not looked at counts as the least close
        for key in scores:
            scores[key] += close.get(key, least)
        return passages

    def _rerank(
        self, snapshot: Snapshot, query: Query, scores: list[dict[int, float]], lifted: Sequence[Mapping[int, Lifts]]
    ) -> dict[int, Passage]:
        """Put the best of each part in the order of the reranker, if there is one; return the passages read for it."""
        reranker = self._reranker.get()
        if reranker is None:
            return {}
        passages: dict[int, Passage] = {}
        texts = [part.text for part in query.parts] or [query.text]
        for number, text in enumerate(texts):
            ranked = sorted(scores[number], key=lambda key: (-scores[number][key], key))
            best = ranked[: max(self._settings.rerank_passages // len(texts), 1)]
            passages |= snapshot.passages([key for key in best if key not in passages])
            shown = [with_title(passages[key]) for key in best]
            read = dict(zip(best, reranker.scores(query.searched(text), shown), strict=True))
            added = {key: total(lifted[number][key]) for key in best}
            scores[number] = reordered(scores[number], read, added)
        return passages

    def _asked(self, query: Query, text: str) -> Asked:
        phrases = tuple(phrase for phrase in query.phrases if phrase in text)
        text = query.searched(text)
        return Asked(text, self._embedder().embed_query(text), phrases)

    def _fused(self, found: Candidates) -> list[Mapping[int, float]]:
        """Return the fused score by key, for the whole question or for each of its parts."""
        whole = self._fuse(found.whole)
        return [
            {key: (1 - WHOLE_SHARE) * score + WHOLE_SHARE * whole[key] for key, score in self._fuse(part).items()}
            for part in found.parts
        ] or [whole]

    def _fuse(self, scores: Scores) -> dict[int, float]:
        return fuse(scores.words, scores.dense, self._settings.dense_weight, floor=scores.floor)

    def _lifts(self, query: Query, part: Part, lines: Sequence[Outline]) -> dict[int, Lifts]:
        return {line.key: lifts(query, part, line, self._settings) for line in lines}


def with_title(passage: Passage) -> str:
    """Return a passage under the title of its article, which often says whom it is about."""
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text


def _whole(query: Query) -> Part:
    return Part(query.text, query.outlets, query.periods)


def _told(item: Told) -> Hit:
    return Hit(item.passage, float(len(item.why.origins)), item.cosine, 0.0, 0.0, why=item.why)


def _hit(
    query: Query, choice: Choice, passages: Mapping[int, Passage], whole: Scores, lifted: Mapping[int, Lifts]
) -> Hit:
    key = choice.line.key
    passage, cosine, bm25, added = passages[key], whole.dense[key], whole.words.get(key, 0.0), lifted[key]
    why = explain(query, choice, passage, Signals(cosine, bm25, added))
    return Hit(passage, choice.score, cosine, bm25, total(added), added, choice.part, why)
