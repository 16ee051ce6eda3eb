"""A passage found for a question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.retrieval.explaining import Explanation
from assistant.retrieval.search import Hit


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """One passage of one version of an article, with its place in the ranking.

    Attributes:
        rank: From 1.
        start: First character of the passage in the article's text.
        end: One past its last character.
        text: Exactly `article.text[start:end]`.
        score: The fused score the ranking is by; comparable within one question only.
        signals: Absolute signals behind the score (`cosine`, `bm25`, ...), comparable between questions; not in JSON.
        why: What it was found by and what it stands for; in JSON on demand only.
    """

    rank: int
    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    start: int
    end: int
    text: str
    score: float
    signals: dict[str, float] = field(default_factory=dict, compare=False)
    why: Explanation | None = field(default=None, compare=False)


def scored(hits: Sequence[Hit]) -> list[ScoredPassage]:
    """Return hits as they leave the house, ranked from 1."""
    return [_scored(rank, hit) for rank, hit in enumerate(hits, start=1)]


def _scored(rank: int, hit: Hit) -> ScoredPassage:
    passage = hit.passage
    return ScoredPassage(
        rank=rank,
        article_id=passage.article_id,
        version=passage.version,
        title=passage.title,
        source=passage.source,
        published_at=passage.published_at,
        url=passage.url,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 4),
        signals={"cosine": hit.cosine, "bm25": hit.bm25, "lift": hit.lift},
        why=hit.why,
    )
