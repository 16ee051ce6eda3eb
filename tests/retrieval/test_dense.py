"""Dense search under any filter equals scoring every allowed passage by hand."""

import datetime as dt
import random
from pathlib import Path

import numpy as np
import pytest

import assistant.index.ingest
from assistant import Filters
from assistant.catalog.filters import condition_of
from assistant.catalog.records import Passage
from assistant.retrieval import dense
from assistant.retrieval.dense import exact, nearest
from tests.index.tiny import EVERYTHING, TinyDesk, story, tiny_desk, write_rows

QUESTIONS = ("Which ferry reached Port Alder7?", "Who repainted the warehouse of story14?", "Was nobody hurt?")


def is_allowed(desk: TinyDesk, passage: Passage, filters: Filters) -> bool:
    """The meaning of a filter, said once more in Python."""
    article = desk.article(passage.article_id)

    def among(value: str | None, names: tuple[str, ...]) -> bool:
        return not names or (value or "").casefold() in {name.casefold() for name in names}

    epoch = article.published_at.epoch if article.published_at else None
    day = None if epoch is None else dt.datetime.fromtimestamp(epoch, dt.UTC).date().isoformat()
    return (
        among(article.source, filters.sources)
        and among(article.section, filters.sections)
        and among(article.kind, filters.kinds)
        and among(article.language, filters.languages)
        and (not filters.since or (day is not None and day >= str(filters.since)))
        and (not filters.until or (day is not None and day <= str(filters.until)))
        and (not filters.as_of or (day or "2026") <= str(filters.as_of))
    )


def random_filters(seed: int) -> Filters:
    chance = random.Random(seed)  # noqa: S311 - no secret

    def some(*names: str) -> tuple[str, ...]:
        return tuple(chance.sample(names, chance.randint(1, len(names)))) if chance.random() < 0.5 else ()

    days = sorted(
        chance.choices(["2020-01-01", "2021-05-01", "2022-01-01", "2023-07-01", "2024-02-29", "2025-01-01"], k=2)
    )
    return Filters(
        sources=some("sample courier", "SAMPLE GAZETTE", "STRASSENBLATT", "nobody"),
        sections=some("harbour", "OPINION"),
        kinds=some("news", "opinion"),
        languages=some("da", "de"),
        since=days[0] if chance.random() < 0.3 else None,
        until=days[1] if chance.random() < 0.3 else None,
        as_of=days[1] if chance.random() < 0.2 else None,
    )


def brute_force(desk: TinyDesk, question: str, filters: Filters) -> dict[str, float]:
    with desk._catalog.snapshot() as snapshot:
        keys = snapshot.allowed_keys(EVERYTHING).tolist()
        passages = snapshot.passages(keys)
        found, matrix = snapshot.vectors(keys)
    vector = desk.embedder().embed_query(question)
    scores = {passages[key].passage_id: float(row @ vector) for key, row in zip(found, matrix, strict=True)}
    allowed = {passage.passage_id for passage in passages.values() if is_allowed(desk, passage, filters)}
    return {name: score for name, score in scores.items() if name in allowed}


def searched(desk: TinyDesk, question: str, filters: Filters, k: int) -> dict[str, float]:
    with desk._catalog.snapshot() as snapshot:
        vector = desk.embedder().embed_query(question)
        found = nearest(snapshot, desk._stores, vector, condition_of(filters), k)
        return {passage.passage_id: found[key] for key, passage in snapshot.passages(list(found)).items()}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(("limit", "widest"), [(20_000, 0), (1, 10**6), (1, 0)], ids=["exact", "wide", "ids"])
def test_a_filtered_search_equals_brute_force(
    seed: int, limit: int, widest: int, archive: TinyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", limit)
    monkeypatch.setattr(dense, "WIDEST", widest)
    filters, question = random_filters(seed), QUESTIONS[seed % len(QUESTIONS)]
    expected = brute_force(archive, question, filters)
    found = searched(archive, question, filters, 12)
    assert len(found) == min(12, len(expected))
    assert all(abs(expected[name] - score) < 2e-3 for name, score in found.items())
    if len(expected) > 12:
        assert min(found.values()) >= sorted(expected.values())[-12] - 2e-3


def test_random_filters_allow_something_and_exclude_something(archive: TinyDesk) -> None:
    counts = [len(brute_force(archive, "?", random_filters(seed))) for seed in range(25)]
    assert len(set(counts)) > 8
    assert 0 < np.mean([count > 0 for count in counts]) < 1


def test_the_nearest_come_best_first(archive: TinyDesk) -> None:
    with archive._catalog.snapshot() as snapshot:
        vector = archive.embedder().embed_query(QUESTIONS[0])
        for condition in (EVERYTHING, condition_of(Filters(kinds=("news",)))):
            scores = list(nearest(snapshot, archive._stores, vector, condition, 20).values())
            assert scores == sorted(scores, reverse=True)
            assert len(scores) == 20


def test_no_keys_have_no_cosines(archive: TinyDesk) -> None:
    with archive._catalog.snapshot() as snapshot:
        assert exact(snapshot, archive.embedder().embed_query("x"), []) == {}
        assert exact(snapshot, archive.embedder().embed_query("x"), [10**6]) == {}


@pytest.fixture
def half_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyDesk:
    """An archive whose last articles are in the catalog, and not in the vector store yet."""
    desk = tiny_desk(tmp_path / "indexes")
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    with monkeypatch.context() as patch:
        patch.setattr(assistant.index.ingest, "write_pending", lambda *_: None)
        desk.ingest([write_rows(tmp_path / "b.jsonl", [story(number) for number in range(20, 25)])])
    return desk


def test_an_article_counts_before_the_vectors_follow(half_stored: TinyDesk) -> None:
    found = searched(half_stored, "Kestrel22 Alder22 Rowan22", Filters(), 3)
    expected = brute_force(half_stored, "Kestrel22 Alder22 Rowan22", Filters())
    assert max(found, key=lambda name: found[name]) == max(expected, key=lambda name: expected[name])
    assert half_stored.status().waiting == 5
    half_stored.close()


def test_a_wide_filter_counts_an_article_before_the_vectors_follow(
    half_stored: TinyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", 1)
    filters = Filters(sources=("sample courier",))
    try:
        found = searched(half_stored, "Kestrel22 Alder22 Rowan22", filters, 3)
    finally:
        half_stored.close()
    expected = brute_force(half_stored, "Kestrel22 Alder22 Rowan22", filters)
    assert max(found, key=lambda name: found[name]) == max(expected, key=lambda name: expected[name])
