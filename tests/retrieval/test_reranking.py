"""A cross-encoder puts the best passages in order: a real one, small and untrained, made here."""

from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.index.weights import packaged_model
from assistant.retrieval.reranking import CrossEncoderReranker, reordered
from tests.index.tiny import story, tiny_desk


def made(folder: Path, labels: int) -> str:
    """A cross-encoder of one layer with random weights, always the same."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30_522, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    config.num_labels = labels
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.mul_(50)  # so that the scores of two passages are not nearly the same
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(packaged_model()).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> str:
    return made(tmp_path_factory.mktemp("ranker"), labels=1)


def test_the_passages_read_come_first_in_the_order_of_the_model(ranker: str, tmp_path: Path) -> None:
    rows = [story(number, published_at=None) for number in range(12)]
    question = "Which ferry reached the town hall at noon?"
    with tiny_desk(tmp_path / "indexes", reranker=ranker, rerank_passages=5) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        found = desk.search(question, k=12)
        model = CrossEncoderReranker(ranker)
        scores = dict(
            zip(
                [item.article_id for item in found],
                model.scores(question, [f"{item.title}\n{item.text}" for item in found]),
                strict=True,
            )
        )
    with tiny_desk(tmp_path / "indexes") as plain:
        before = [item.article_id for item in plain.search(question, k=12)]
    after = [item.article_id for item in found]
    assert set(after[:5]) == set(before[:5])
    assert after[:5] == sorted(after[:5], key=lambda article: -scores[article])
    assert after[:5] != before[:5]
    assert after[5:] == before[5:]
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)


def test_every_part_of_a_question_is_reranked(ranker: str, tmp_path: Path) -> None:
    rows = [story(number, source="Sample Courier" if number % 2 else "Harbour Gazette") for number in range(12)]
    question = (
        "Did the Sample Courier report that the ferry Kestrel3 reached Port Alder3 at noon, while the Harbour Gazette"
        " reported that Captain Rowan4 said the engine had stopped?"
    )
    with tiny_desk(tmp_path / "indexes", reranker=ranker, rerank_passages=2) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        assert len(desk.understand(question).parts) == 2
        assert {"story-3", "story-4"} <= {item.article_id for item in desk.search(question, k=6)}


def test_a_lift_counts_beside_the_model() -> None:
    scores, read = {1: 5.0, 2: 4.0, 3: 3.0}, {1: 0.1, 2: 0.2}
    assert reordered(scores, read, {1: 0.0, 2: 0.0})[2] > reordered(scores, read, {1: 0.0, 2: 0.0})[1]
    assert reordered(scores, read, {1: 3.0, 2: 0.0})[1] > reordered(scores, read, {1: 3.0, 2: 0.0})[2]
    assert min(reordered(scores, read, {1: 0.0, 2: 0.0})[key] for key in read) >= 3.0
    assert reordered(scores, {}, {}) == scores


def test_a_model_that_does_not_rank_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 figures") as caught:
        CrossEncoderReranker(made(tmp_path / "judge", labels=3))
    assert "reranker" in caught.value.remedy
    with pytest.raises(ModelError, match="nowhere"):
        CrossEncoderReranker(str(tmp_path / "nowhere"))
