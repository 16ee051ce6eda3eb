"""A hit as it leaves the house."""

import dataclasses

from assistant.catalog.records import Passage
from assistant.jsonable import as_json
from assistant.retrieval.passages import scored
from assistant.retrieval.search import Hit


def hit(key: int, article: str, score: float) -> Hit:
    passage = Passage(
        key, f"id{key}", article, 1, 0, 0, 10, "ten chars.", (0,), "T", "S", None, None, None, "en", article
    )
    return Hit(passage, score, score, 0.0, 0.0)


def test_keys_are_those_of_the_contract_and_signals_stay_inside() -> None:
    [passage] = scored([dataclasses.replace(hit(1, "a", 0.123456789), bm25=2.0)])
    assert list(as_json(passage)) == [
        "rank", "article_id", "version", "title", "source", "published_at", "url", "start", "end", "text", "score",
    ]  # fmt: skip
    assert passage.score == 0.1235
    assert passage.signals == {"cosine": 0.123456789, "bm25": 2.0, "lift": 0.0}


def test_ranks_count_from_one_in_the_order_given() -> None:
    assert [passage.rank for passage in scored([hit(5, "a", 1.0), hit(3, "b", 2.0)])] == [1, 2]
    assert scored([]) == []
