"""Which of the ranked passages a result shows: every part of the question is covered before any fills up."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.catalog.records import Outline

PART_COST = 0.4
"""What a passage loses for each one that its part of the question has already, in standard deviations."""

ARTICLE_COST = 0.35
"""What a passage loses for each one of its article that was chosen before it."""

ABOUT_ONE, OF_BEST = 3, 4
"""How many of the best passages must be of one article for the question to be about that article."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage chosen.

    Attributes:
        line: The passage.
        part: For which part of the question.
        score: At the moment it was chosen; scores only ever fall.
        copies: Passages that would have come next and tell nothing that this one does not.
        held_back: Passages of its article that would have been shown, were there no limit to one article.
    """

    line: Outline
    part: int
    score: float
    copies: tuple[Outline, ...] = ()
    held_back: int = 0


def choose(
    lines: Sequence[Outline],
    scores: Sequence[Mapping[int, float]],
    k: int,
    per_article: int,
    shows_the_same: Callable[[int, int], bool],
) -> list[Choice]:
    """Return the best `k` passages with at most `per_article` of one article and one copy of a text.

    Of near copies, a passage is left out where one before it `shows_the_same`; one with another number stays.

    In a question of several parts every passage costs the next one of its part, and of its article: so each part is
    covered, and by more than one article. A question of one piece shows the best in order.

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
    copies: defaultdict[int, list[Outline]] = defaultdict(list)
    over: list[Outline] = []
    part_cost, article_cost = (PART_COST, ARTICLE_COST) if len(scores) > 1 else (0.0, 0.0)
    while left and len(chosen) < k:
        score, _, part, key = max(
            (row[key] - part_cost * used[part] - article_cost * taken[line.article_id], -key, part, key)
            for part, row in enumerate(scores)
            for key, line in left.items()
        )
        line = left.pop(key)
        shown = next((other.line.key for other in chosen if _is_copy(line, other.line, shows_the_same)), None)
        if shown is not None:
            copies[shown].append(line)
            continue
        chosen.append(Choice(line, part, score))
        used[part] += 1
        taken[line.article_id] += 1
        if taken[line.article_id] >= per_article and line.article_id != unlimited:
            over += [other for other in left.values() if other.article_id == line.article_id]
            left = {key: other for key, other in left.items() if other.article_id != line.article_id}
    least = chosen[-1].score if len(chosen) == k else -math.inf
    held_back = Counter(
        line.article_id
        for line in over
        for best in [max(row[line.key] - part_cost * used[part] for part, row in enumerate(scores))]
        if best - article_cost * taken[line.article_id] >= least
    )
    return [
        replace(choice, copies=tuple(copies[choice.line.key]), held_back=held_back[choice.line.article_id])
        for choice in chosen
    ]


def _about(lines: Sequence[Outline], scores: Sequence[float]) -> str | None:
    """Return the article that the question is about, if one stands out."""
    ranked = sorted(zip(scores, lines, strict=True), key=lambda pair: (-pair[0], pair[1].key))[:OF_BEST]
    common = Counter(line.article_id for _, line in ranked).most_common(1)
    return common[0][0] if common and common[0][1] >= ABOUT_ONE else None


def _is_copy(line: Outline, other: Outline, shows_the_same: Callable[[int, int], bool]) -> bool:
    """Whether another copy shows it already. Of one text one article shows all, for copies are cut elsewhere."""
    if line.group != other.group or line.article_id == other.article_id:
        return False
    return line.text_hash == other.text_hash or shows_the_same(line.key, other.key)
