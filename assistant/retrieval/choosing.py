"""Which of the ranked passages a result shows: every part of the question is covered before any fills up."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.catalog.records import Outline

PART_COST = 0.4
"""What a passage loses for each one that its part of the question has already, in standard deviations."""

ARTICLE_COST = 0.35
"""What a passage loses for each one of its article that was chosen before it."""

ABOUT_ONE, OF_BEST = 3, 4
"""How many of the best passages must be of one article for the question to be about that article."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage chosen, for which part of the question, and its score at that moment; scores only ever fall."""

    line: Outline
    part: int
    score: float


def choose(
    lines: Sequence[Outline],
    scores: Sequence[Mapping[int, float]],
    k: int,
    per_article: int,
    shows_the_same: Callable[[int, int], bool],
) -> list[Choice]:
    """Return the best `k` passages with at most `per_article` of one article and one copy of a text.

    Of near copies, a passage is left out where one before it `shows_the_same`; one with another number stays.

    Where nearly all of the best passages are of one article, the question is about it and it may fill the result.

    Args:
        lines: The candidates.
        scores: For each part of the question, the score of every candidate by key.
        k: How many are wanted.
        per_article: Most passages of one article.
        shows_the_same: Whether the passage of the first key tells nothing that that of the second does not.
    """
    best = [max((row[line.key], -part) for part, row in enumerate(scores)) for line in lines]
    unlimited = _about(lines, [score for score, _ in best])
    left = {line.key: line for line in lines}
    chosen: list[Choice] = []
    used, taken = Counter[int](), Counter[str]()
    while left and len(chosen) < k:
        score, _, part, key = max(
            (row[key] - PART_COST * used[part] - ARTICLE_COST * taken[line.article_id], -key, part, key)
            for part, row in enumerate(scores)
            for key, line in left.items()
        )
        line = left.pop(key)
        if any(_is_copy(line, other.line, shows_the_same) for other in chosen):
            continue
        chosen.append(Choice(line, part, score))
        used[part] += 1
        taken[line.article_id] += 1
        if taken[line.article_id] >= per_article and line.article_id != unlimited:
            left = {key: other for key, other in left.items() if other.article_id != line.article_id}
    return chosen


def _about(lines: Sequence[Outline], scores: Sequence[float]) -> str | None:
    """Return the article that the question is about, if one stands out."""
    ranked = sorted(zip(scores, lines, strict=True), key=lambda pair: (-pair[0], pair[1].key))[:OF_BEST]
    common = Counter(line.article_id for _, line in ranked).most_common(1)
    return common[0][0] if common and common[0][1] >= ABOUT_ONE else None


def _is_copy(line: Outline, other: Outline, shows_the_same: Callable[[int, int], bool]) -> bool:
    """Whether two passages show mostly the same words: copies of a text may be cut at other places."""
    if line.group != other.group or line.article_id == other.article_id:
        return False
    if line.text_hash != other.text_hash:
        return shows_the_same(line.key, other.key)
    shared = min(line.end, other.end) - max(line.start, other.start)
    return 2 * shared > min(line.end - line.start, other.end - other.start)
