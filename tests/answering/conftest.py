"""What the tests of answering share: evidence made by hand, without an index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.evidence import Candidate, Evidence
from assistant.catalog.records import Passage
from assistant.retrieval.query import Query
from assistant.retrieval.search import Found, Hit


@dataclass(frozen=True)
class Said:
    """One sentence of an article and how it bears on the question."""

    article: str
    text: str
    cosine: float
    alike: int | None = None  # sentences with the same number are embedded the same


def evidence_of(sentences: Sequence[Said], *, question: str = "Who came?", **fields: float) -> Evidence:
    """Evidence of one passage for each article, its sentences in the order given."""
    articles = dict.fromkeys(said.article for said in sentences)
    hits = {name: _hit(number, [s for s in sentences if s.article == name]) for number, name in enumerate(articles)}
    candidates, directions = [], np.eye(200, dtype=np.float32)
    for number, said in enumerate(sentences):
        hit = hits[said.article]
        start = hit.passage.text.index(said.text)
        vector = directions[100 + said.alike if said.alike is not None else number]
        candidates.append(Candidate(hit, start, start + len(said.text), said.text, said.cosine, 0.0, 0.0, vector))
    found = Found(Query(question), directions[199], tuple(hits.values()), len(hits))
    return Evidence(
        found, found.hits, tuple(candidates), fields.get("names_found", 1.0), int(fields.get("searched", 100))
    )


def _hit(number: int, sentences: Sequence[Said]) -> Hit:
    text, starts = "", []
    for said in sentences:
        starts.append(len(text))
        text += said.text + " "
    text = text.rstrip()
    passage = Passage(
        number, f"id{number}", sentences[0].article, 1, 0, 0, len(text), text, tuple(starts), "T", "S", "2024", None,
        None, "en", f"hash{number}",
    )  # fmt: skip
    return Hit(passage, 0.0, max(said.cosine for said in sentences), 1.0, 0.0)
