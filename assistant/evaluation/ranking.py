"""How well the evidence was ranked: the standard measures by trec_eval itself, and those of MultiHop-RAG."""

from collections.abc import Collection, Mapping, Sequence

from assistant.evaluation.wording import packed

CUTOFFS = (1, 4, 10)
DEPTH = 10

_MEASURES = {
    "recall": "recall_{k}",
    "hit": "success_{k}",
}


def rankings(
    relevant: Mapping[str, Collection[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return recall@k and hit@k at 1, 4 and 10, MRR@10, MAP@10 and nDCG@10 of each question.

    Args:
        relevant: What should be found for each question; questions for which nothing is known are left out.
        ranked: What was found, best first, each once.

    Source: the measures recall, success, recip_rank, map_cut and ndcg_cut of NIST's `trec_eval` (through pytrec_eval,
    Van Gysel and de Rijke 2018), over the first ten; relevance is binary. Average precision is divided by the number
    of all relevant ones, nDCG (Järvelin and Kekäläinen 2002) by the gain of the ideal order.
    """
    import pytrec_eval  # a C extension, loaded when there is something to measure

    labelled = {name: dict.fromkeys(wanted, 1) for name, wanted in relevant.items() if wanted}
    # trec_eval orders by score and breaks ties by name, so every place gets a score of its own.
    runs = {
        name: {item: float(DEPTH - place) for place, item in enumerate(list(dict.fromkeys(ranked[name]))[:DEPTH])}
        for name in labelled
    }
    cuts = ",".join(map(str, CUTOFFS))
    names = {f"recall_{cuts}", f"success_{cuts}", "recip_rank", f"map_cut_{DEPTH}", f"ndcg_cut_{DEPTH}"}
    found = pytrec_eval.RelevanceEvaluator(labelled, names).evaluate({name: run for name, run in runs.items() if run})
    return {name: _named(found.get(name, {})) for name in labelled}


def evidence_recall(quotes: Sequence[str], passages: Sequence[str], k: int) -> float:
    """Return the share of the quotes that stand in one of the first `k` passages, white space aside.

    Source: recall over evidence, as in Tang and Yang 2024, "MultiHop-RAG", where a retrieved chunk counts for a piece
    of evidence if it holds its words.
    """
    texts = [packed(passage) for passage in passages[:k]]
    return sum(any(packed(quote) in text for text in texts) for quote in quotes) / len(quotes)


def multihop(quotes: Sequence[str], passages: Sequence[str]) -> dict[str, float]:
    """Return the four figures of MultiHop-RAG's own script for one question.

    Source: `calculate_metrics` of `retrieval_evaluate.py` in github.com/yixuantt/MultiHop-RAG (Tang and Yang 2024):
    Hits@4, Hits@10, MRR@10 and what it calls MAP@10. That is no average precision: the quotes that are new at a rank
    are divided by that rank, so a passage with two of them counts twice; and it compares without spaces and line
    breaks only.
    """
    wanted = [_squeezed(quote) for quote in quotes]
    seen: set[str] = set()
    first, total = 0, 0.0
    for rank, text in enumerate(map(_squeezed, passages[:DEPTH]), start=1):
        held = [quote for quote in wanted if quote in text]
        if held and not first:
            first = rank
        total += len(set(held) - seen) / rank
        seen.update(held)
    return {
        "multihop_hit@4": float(0 < first <= 4),  # noqa: PLR2004 - as it is named
        "multihop_hit@10": float(first > 0),
        "multihop_map": total / min(len(wanted), DEPTH),
        "multihop_mrr": 1 / first if first else 0.0,
    }


def _squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


def _named(found: Mapping[str, float]) -> dict[str, float]:
    """Return trec_eval's figures under their usual names; of nothing found all are 0."""
    cut = {f"{ours}@{k}": found.get(theirs.format(k=k), 0.0) for ours, theirs in _MEASURES.items() for k in CUTOFFS}
    return cut | {
        f"MRR@{DEPTH}": found.get("recip_rank", 0.0),
        f"MAP@{DEPTH}": found.get(f"map_cut_{DEPTH}", 0.0),
        f"nDCG@{DEPTH}": found.get(f"ndcg_cut_{DEPTH}", 0.0),
    }
