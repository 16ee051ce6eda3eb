"""Names spelt otherwise in the question than in the archive: found among the words of the archive's own names."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.catalog.fulltext import is_known
from assistant.catalog.names import similar_names
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.words import FUNCTION_WORDS

SHORTEST = 5
"""Letters of a word that is looked at: shorter ones are one letter away from too many others."""

TWO_EDITS_FROM = 8
"""Letters from which on two of them may be otherwise; in shorter words only beside a name that confirms it."""

CLEARLY = 2
"""How many times as many articles the nearest name must have as another that is as near."""

TYPO_SHARE = 10
"""How many times as many articles another near name must have for a name to be the archive's own misprint of it."""

MOST_TRIED = 8
"""Near names that are tried beside the word's neighbour."""

KNOWN_TWICE = 2
"""Articles a name must stand in if the word is short or two letters are otherwise, and no neighbour confirms it."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of the question that the archive does not hold, read as a name that it does.

    Attributes:
        words: As written in the question.
        meant: As written in the archive.
    """

    words: str
    meant: str


def spellings(snapshot: Snapshot, text: str, words: Sequence[str]) -> tuple[Spelling, ...]:
    """Return which of the words of a question are misspelt names, as far as that is clear.

    Where another name stands beside the word, as a first name does, the archive must hold both side by side. Words in
    small letters are looked at only where the whole question is written so.
    """
    looked_at = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    if not text.islower():
        looked_at = [word for word in looked_at if word[0].isupper()]
    found: list[Spelling] = []
    for word in looked_at:
        if not is_known(snapshot, word) and (item := _read(snapshot, word, _beside(respelt(text, found), word))):
            found.append(item)
    read = respelt(text, found)
    return tuple(item for item in found if _fits(snapshot, item.meant, _beside(read, item.meant)))


def respelt(text: str, found: Sequence[Spelling]) -> str:
    """Return a text with the misspelt words as they were read."""
    for item in found:
        text = re.sub(rf"(?<!\w){re.escape(item.words)}(?!\w)", item.meant, text)
    return text


def _beside(text: str, word: str) -> tuple[str, str]:
    """Return the capitalised words right before and after a word, empty where there is none."""
    before = re.search(rf"([^\W\d_]+) {re.escape(word)}(?!\w)", text)
    after = re.search(rf"(?<!\w){re.escape(word)} ([^\W\d_]+)", text)
    left, right = (match[1] if match else "" for match in (before, after))
    return _as_name(left), _as_name(right)


def _as_name(word: str) -> str:
    return word if word[:1].isupper() and word.casefold() not in FUNCTION_WORDS else ""


def _fits(snapshot: Snapshot, name: str, beside: tuple[str, str]) -> bool:
    """Whether the archive holds a name beside one of its neighbours, if it has any."""
    left, right = beside
    pairs = [f"{left} {name}"] * bool(left) + [f"{name} {right}"] * bool(right)
    return not pairs or any(is_known(snapshot, pair) for pair in pairs)


def _read(snapshot: Snapshot, word: str, beside: tuple[str, str]) -> Spelling | None:
    beside = tuple(name if name and is_known(snapshot, name) else "" for name in beside)  # type: ignore[assignment]
    edits = 2 if len(word) >= TWO_EDITS_FROM or any(beside) else 1
    names = similar_names(snapshot, word, edits)
    if any(beside):
        near = _near(word, names, edits, 1)
        fitting = (name for _, _, name in near[:MOST_TRIED] if _fits(snapshot, name, beside))
        return next((Spelling(word, name) for name in fitting), None)
    near = _near(word, names, edits, KNOWN_TWICE)
    if not near:
        return None
    (distance, articles, meant), *others = near
    rivals = [count for other, count, _ in others if other == distance]
    return Spelling(word, meant) if articles >= CLEARLY * max(rivals, default=0) else None


def _near(word: str, names: dict[str, int], edits: int, least: int) -> list[tuple[int, int, str]]:
    """Return (edits, articles, name) of the names within so many edits, nearest first, the most common of those.

    A name that stands in far fewer articles than another near one is left out: it is itself a misprint.
    """
    own = _folded(word)
    found = []
    for name, articles in names.items():
        folded = _folded(name)
        distance = OSA.distance(own, folded, score_cutoff=edits)
        if not 0 < distance <= edits:
            continue
        if (distance > 1 or len(word) < TWO_EDITS_FROM) and (articles < least or folded[0] != own[0]):
            continue
        found.append((distance, articles, name))
    most = max((articles for _, articles, _ in found), default=0)
    found = [item for item in found if item[1] * TYPO_SHARE > most]
    return sorted(found, key=lambda item: (item[0], -item[1], item[2]))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
