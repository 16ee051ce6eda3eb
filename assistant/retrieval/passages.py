"""A passage found for a question."""

from dataclasses import dataclass, field


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
