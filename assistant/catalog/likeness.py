"""Whether one text is a copy of another: cut, edited or with a new lead, but not another story in the same words.

Stories of one mould (the weather, a market, a bond) and pages that carry the same long appendix share most of their
words as well. What tells them apart: nearly every stretch of a copy has its counterpart, its names and numbers are as
much the same as its other words, and one of the two opens within the other. The bounds were found by reading some 400
pairs of real articles; `benchmarks/duplicates.py` measures what they reach.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

STRETCH = 8
"""Telling words of a stretch; it has its counterpart where half of them stand in the other text, in the same order."""

COVERED = 0.8
"""Share of the stretches of one text that must have their counterpart; a fifth of the words edited leaves .95."""

LEAST = 0.25
"""Share of the other text that must have its counterpart: a shorter piece is an excerpt, not a copy."""

OPENING = 12
"""Stretches that count as the opening."""

OPENED = 0.5
"""Share of one opening that must have its counterpart."""

DOUBT = 2.5
"""Standard deviations by which names and numbers may agree less than the other words do."""

EXCUSED_SHARE, EXCUSED_COUNT = 0.15, 3
"""Share and count of names and numbers by which they may agree less in any case: a toll may have risen in a copy."""

TABLE = 1 / 3
"""Share of numbers from which a text is a table, which is a copy only if they all agree."""

LONG = 120
"""Telling words from which a text is told from others of its mould by their order alone."""

ALIKE_LONG, DAYS_LONG = 0.65, 30
"""Similarity that a long copy must have, and the days within which it appears: next year's story is another one."""

ALIKE_SHORT, DAYS_SHORT = 0.9, 3
"""The same for a short one: a weekly notice is nothing but its mould."""

COMPARED = 4000
"""Telling words compared, from the beginning: some 7,000 words. The memory it takes grows with their square."""

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are.

    Attributes:
        similarity: Share of the shorter text's telling words that stand in the other in the same order.
        is_copy: Whether they tell the same story in the same words.
    """

    similarity: float
    is_copy: bool


@dataclass(frozen=True, slots=True)
class _Side:
    """One text in an alignment: which of its words have a counterpart."""

    words: Sequence[str]
    found: Sequence[bool]

    def stretches(self) -> list[bool]:
        starts = range(0, len(self.words), STRETCH)
        pieces = [self.found[start : start + STRETCH] for start in starts]
        return [2 * sum(piece) >= len(piece) for piece in pieces]

    def numbers(self) -> list[bool]:
        """Return of each number whether it has a counterpart."""
        return [found for word, found in zip(self.words, self.found, strict=True) if word[0].isdigit()]


def likeness(words: Sequence[str], others: Sequence[str], seconds_apart: float | None = None) -> Likeness:
    """Compare two texts by their telling words.

    Args:
        words: Of the one text, as `telling_words` returns them.
        others: Of the other.
        seconds_apart: Between their publications; None where either is unknown.
    """
    sides = _aligned(words[:COMPARED], others[:COMPARED])
    shorter = min(sides, key=lambda side: len(side.words))
    similarity = _share(shorter.found)
    is_copy = (
        _is_near(len(shorter.words), similarity, seconds_apart)
        and _covers(*sides)
        and _opens(*sides)
        and (all(shorter.numbers()) if _is_table(shorter) else any(map(_facts_agree, sides)))
    )
    return Likeness(similarity, is_copy)


def shows_the_same(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a passage tells nothing that another does not: most of its words, and every number of it."""
    side, _ = _aligned(words, others)
    numbers = {word for word in words if word[0].isdigit()}
    return _share(side.found) >= COVERED and numbers <= set(others)


def _aligned(words: Sequence[str], others: Sequence[str]) -> tuple[_Side, _Side]:
    from rapidfuzz.distance import LCSseq

    found, matched = [False] * len(words), [False] * len(others)
    for block in LCSseq.opcodes([word.casefold() for word in words], [word.casefold() for word in others]):
        if block.tag == "equal":
            length = block.src_end - block.src_start
            found[block.src_start : block.src_end] = [True] * length
            matched[block.dest_start : block.dest_end] = [True] * length
    return _Side(words, found), _Side(others, matched)


def _is_near(length: int, similarity: float, seconds_apart: float | None) -> bool:
    alike, days = (ALIKE_LONG, DAYS_LONG) if length >= LONG else (ALIKE_SHORT, DAYS_SHORT)
    return similarity >= alike and (seconds_apart is None or seconds_apart <= days * SECONDS_PER_DAY)


def _covers(one: _Side, other: _Side) -> bool:
    less, more = sorted(_share(side.stretches()) for side in (one, other))
    return more >= COVERED and less >= LEAST


def _opens(one: _Side, other: _Side) -> bool:
    return max(_share(side.stretches()[:OPENING]) for side in (one, other)) >= OPENED


def _is_table(side: _Side) -> bool:
    return len(side.numbers()) > TABLE * len(side.words)


def _facts_agree(side: _Side) -> bool:
    """Whether names and numbers are no more changed than the other words: of a mould, they are what changes.

    Only stretches with a counterpart count, for a sentence that was dropped may be full of names. And one text's word
    for it is enough: what an editor wrote may have brought in names that the original has not.
    """
    kept = [place for place, stretch in enumerate(side.stretches()) if stretch]
    pairs = [
        pair
        for place in kept
        for pair in zip(
            *(part[STRETCH * place : STRETCH * (place + 1)] for part in (side.words, side.found)), strict=True
        )
    ]
    numbers = [found for word, found in pairs if word[0].isdigit()]
    facts = [found for word, found in pairs if not word[0].islower()]
    plain = [found for word, found in pairs if word[0].islower()]
    rest = [found for word, found in pairs if not word[0].isdigit()]
    return _agree_alike(facts, plain) and _agree_alike(numbers, rest)


def _agree_alike(some: Sequence[bool], others: Sequence[bool]) -> bool:
    """Whether not clearly fewer of `some` were found than of `others`."""
    if not some or not others:
        return True
    fewer = _share(others) - _share(some)
    share = (sum(some) + sum(others)) / (len(some) + len(others))
    deviation = math.sqrt(share * (1 - share) * (1 / len(some) + 1 / len(others)))
    return fewer <= max(EXCUSED_SHARE, EXCUSED_COUNT / len(some), DOUBT * deviation)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
