"""The answer's attributes are the keys of the JSON contract."""

import json

from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence
from assistant.jsonable import as_json
from assistant.retrieval.passages import ScoredPassage

ANSWER = Answer(
    question="Who?",
    answer="She did.",
    short_answer="",
    refused=False,
    sentences=(Sentence("", "She did.", (1,), "supported"),),
    citations=(Citation(1, "a", 1, "T", "S", "2024", None, 0, 8, "She did."),),
    passages=(ScoredPassage(1, "a", 1, "T", "S", "2024", None, 0, 8, "She did.", 0.5, {"cosine": 0.9}),),
    coverage=Coverage("2024", "2024", 1, {"S": 1}, (ArticleCard("a", 1, "T", "S", "2024", None),)),
    timings={"total": 1.0},
)
ANSWER_KEYS = [
    "question", "answer", "short_answer", "refused", "sentences", "citations", "passages", "coverage", "timings",
    "answer_id", "rewritten", "freshness", "counted", "support", "disagreements", "sides", "counts", "writer", "note",
]  # fmt: skip
CITATION_KEYS = ["number", "article_id", "version", "title", "source", "published_at", "url", "start", "end", "quote"]
PASSAGE_KEYS = [
    "rank", "article_id", "version", "title", "source", "published_at", "url", "start", "end", "text", "score",
]  # fmt: skip


def test_keys_are_those_of_the_contract() -> None:
    plain = as_json(ANSWER)
    assert list(plain) == ANSWER_KEYS
    assert list(plain["sentences"][0]) == ["lead", "text", "citations", "verdict", "reasons"]
    assert list(plain["citations"][0]) == CITATION_KEYS
    assert list(plain["passages"][0]) == PASSAGE_KEYS
    assert list(plain["coverage"]) == ["from", "to", "articles", "sources", "nearest", "months"]


def test_it_survives_json() -> None:
    assert json.loads(json.dumps(as_json(ANSWER))) == as_json(ANSWER)
