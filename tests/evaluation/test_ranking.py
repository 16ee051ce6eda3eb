"""The measures of ranking against their definitions written down a second time, and against trec_eval's own answers."""

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.ranking import DEPTH, evidence_recall, multihop, rankings

ITEMS = [f"a{number}" for number in range(15)]
SETS = 300


def by_definition(relevant: set[str], ranked: Sequence[str]) -> dict[str, float]:
    gains = [float(item in relevant) for item in ranked[:DEPTH]]
    found = {f"recall@{k}": sum(gains[:k]) / len(relevant) for k in (1, 4, 10)}
    found |= {f"hit@{k}": float(any(gains[:k])) for k in (1, 4, 10)}
    precisions = [sum(gains[: place + 1]) / (place + 1) for place, gain in enumerate(gains) if gain]
    ideal = sum(1 / math.log2(place + 2) for place in range(min(len(relevant), DEPTH)))
    return found | {
        "MRR@10": next((1 / (place + 1) for place, gain in enumerate(gains) if gain), 0.0),
        "MAP@10": sum(precisions) / len(relevant),
        "nDCG@10": sum(gain / math.log2(place + 2) for place, gain in enumerate(gains)) / ideal,
    }


def random_sets(seed: int) -> tuple[dict[str, set[str]], dict[str, list[str]]]:
    """What is relevant and what was found, for three hundred questions."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    names = [str(number) for number in range(SETS)]
    relevant = {name: set(drawn.sample(ITEMS, drawn.randint(1, 12))) for name in names}
    return relevant, {name: drawn.sample(ITEMS, drawn.randint(0, 15)) for name in names}


@pytest.mark.parametrize("seed", range(3))
def test_equal_to_the_definitions(seed: int) -> None:
    relevant, ranked = random_sets(seed)
    found = rankings(relevant, ranked)
    for name, wanted in relevant.items():
        assert found[name] == pytest.approx(by_definition(wanted, ranked[name]), abs=1e-9)


def test_unlabelled_questions_are_left_out_and_repeats_count_once() -> None:
    found = rankings({"q": ["b"], "none": []}, {"q": ["a", "a", "b"], "none": ["a"]})
    assert list(found) == ["q"]
    assert found["q"]["MRR@10"] == 0.5


def multihop_script(retrieved: list[str], gold: list[str]) -> dict[str, float]:
    """What MultiHop-RAG's retrieval_evaluate.py does for one question, told step by step."""
    strip = str.maketrans("", "", " \n")
    gold, retrieved = [g.translate(strip) for g in gold], [r.translate(strip) for r in retrieved]
    used: list[str] = []
    precision, first, hit4 = 0.0, 0, False
    for rank, text in enumerate(retrieved[:11], start=1):
        if rank > 10 or not any(fact in text for fact in gold):
            continue
        first = first or rank
        hit4 = hit4 or rank <= 4
        new = [fact for fact in dict.fromkeys(gold) if fact in text and fact not in used]
        used += new
        precision += len(new) / rank
    return {
        "multihop_hit@4": float(hit4),
        "multihop_hit@10": float(first > 0),
        "multihop_map": precision / min(len(gold), 10),
        "multihop_mrr": 1 / first if first else 0.0,
    }


FACTS = ["the sea is blue", "the sea", "ships  sail", "no\nwind", "rain"]


@given(
    st.lists(st.sampled_from(FACTS), min_size=1, max_size=4),
    st.lists(st.lists(st.sampled_from([*FACTS, "nothing"]), max_size=3).map(" . ".join), max_size=12),
)
def test_multihop_is_its_script(gold: list[str], retrieved: list[str]) -> None:
    assert multihop(gold, retrieved) == pytest.approx(multihop_script(retrieved, gold), abs=1e-9)


def test_evidence_recall_looks_at_the_first_k() -> None:
    assert evidence_recall(["one two", "three"], ["x", "one\ntwo y", "three"], 2) == 0.5
    assert evidence_recall(["one two", "three"], ["x", "one\ntwo y", "three"], 3) == 1
