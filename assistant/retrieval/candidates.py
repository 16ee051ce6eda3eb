"""The passages that are compared for one question: found by words and by meaning, each with all scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.catalog.filters import Condition
from assistant.catalog.fulltext import document_frequencies, search_words
from assistant.catalog.postings import Keys
from assistant.catalog.snapshot import Snapshot
from assistant.index.embedding import Vectors
from assistant.index.stores import Stores
from assistant.retrieval.dense import nearest_each
from assistant.retrieval.stems import stem
from assistant.retrieval.words import content_words

DENSE_CANDIDATES = 100
WORD_CANDIDATES = 300
"""Keyword search is asked for more, since a dense candidate that it left out has no score of its own there."""

PART_CANDIDATES = 50
"""Candidates of either kind for one of several parts; together they are as many as for a question of one piece."""

COMMON_SHARE = 0.2
"""Share of the passages from which a word is not looked up. The p95 of a search over 73,000 passages fell from 72 to
55 ms in one run; hit@1 and hit@5 on the training questions stayed, hit@10 went from .939 to .937."""

ENOUGH_WORDS = 3
"""Words that must remain for common ones to be left out."""


@dataclass(frozen=True, slots=True)
class Scores:
    """bm25 and cosine of every candidate with one text.

    Attributes:
        words: bm25 by key, of the keys that keyword search returned.
        floor: bm25 of the others: nothing where keyword search returned all it has, the least where it was cut off.
        dense: Cosine by key, of all candidates.
    """

    words: Mapping[int, float]
    floor: float
    dense: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates with their scores for the whole question and for each of its parts."""

    whole: Scores
    parts: tuple[Scores, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to search for, with its vector and the phrases that must stand in what is found."""

    text: str
    vector: Vectors
    phrases: tuple[str, ...]


def gather(
    snapshot: Snapshot, stores: Stores, whole: Asked, parts: Sequence[Asked], condition: Condition
) -> Candidates:
    """Return the candidates that a filter allows.

    A question of several parts is searched for part by part. The bm25 of the whole is then the sum of its parts', for
    bm25 adds up over words, and looking all of them up once more would cost half the time.
    """
    asked = parts or (whole,)
    allowed = snapshot.allowed_keys(condition) if condition.sql else None
    words = [by_words(snapshot, item, allowed) for item in asked]
    most = PART_CANDIDATES if parts else WORD_CANDIDATES
    near = nearest_each(
        snapshot,
        stores,
        np.array([item.vector for item in asked]),
        allowed,
        PART_CANDIDATES if parts else DENSE_CANDIDATES,
    )
    keys = sorted({key for row in words for key in list(row)[:most]} | {key for row in near for key in row})
    found, matrix = snapshot.vectors(keys)
    cosines = matrix @ np.array([whole.vector, *(item.vector for item in parts)]).T if found else np.zeros((0, 1))
    dense = [dict(zip(found, map(float, column), strict=True)) for column in cosines.T]
    scores = [_scores(row, cosine) for row, cosine in zip(words, dense[1:] or dense, strict=True)]
    if not parts:
        return Candidates(scores[0], ())
    summed = {key: sum(row.words.get(key, row.floor) for row in scores) for key in found}
    return Candidates(Scores(summed, 0.0, dense[0]), tuple(scores))


def _scores(words: Mapping[int, float], dense: Mapping[int, float]) -> Scores:
    return Scores(words, min(words.values()) if len(words) == WORD_CANDIDATES else 0.0, dense)


def by_words(snapshot: Snapshot, asked: Asked, allowed: Keys | None) -> dict[int, float]:
    """Return bm25 by key, best first."""
    telling = telling_words(snapshot, content_words(asked.text))
    words = search_words(snapshot, telling, asked.phrases, allowed, WORD_CANDIDATES)
    if asked.phrases and not words:  # nobody says it in these words; then the words themselves must do
        words = search_words(snapshot, telling, (), allowed, WORD_CANDIDATES)
    return words


def telling_words(snapshot: Snapshot, words: Sequence[str]) -> Sequence[str]:
    """Return the words worth looking up: without those that stand nearly everywhere, if enough others remain.

    A word of every fifth passage moves bm25 little and costs most of its time.
    """
    most = COMMON_SHARE * snapshot.count_passages()
    known = document_frequencies(snapshot, [stem(word) for word in words])
    rare = [word for word in words if known.get(stem(word), 0) <= most]
    return rare if len(rare) >= ENOUGH_WORDS else words
