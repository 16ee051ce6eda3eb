"""What an outlet changed between two versions of an article, sentence by sentence."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.articles.article import Article
from assistant.index.sentences import Span, sentence_spans

KINDS = ("correction", "number", "quote", "wording", "typo", "added", "removed", "moved", "headline", "metadata")
"""What a change may be; of two sentences the first that fits in this order."""

SAME_SENTENCE = 0.5
"""Share of common words and their order from which two sentences are one that was changed."""

AHEAD = 20
"""Sentences ahead among which the likeness of one is looked for, lest two long texts take minutes."""

SHORTEST_MISSPELT, LETTERS_PER_SLIP = 5, 4
"""Letters of a word from which one wrong letter is a slip, and letters for each further one."""

FIELDS = ("source", "authors", "url", "section", "kind", "language", "published_at", "wire_origin", "access")

_NOTICE = re.compile(
    r"\b(correction|clarification|corrected|clarified|editor.s note|erratum)\b"
    r"|\b(earlier|previous|original) version of (this|the) (article|story|report)\b"
    r"|\b(article|story|report|headline) (was|has been) (amended|updated|changed|corrected)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d+(?:[.,:/]\d+)*"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|[mbt]n|[mbtr]+illions?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"„«]([^”\"“»]+)[”\"“»]")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise in the later version.

    Attributes:
        kind: One of `KINDS`. A correction is a notice of one; wording is whatever is neither a number, a quote nor a
            slip of the pen.
        field: text, title, or the name of the detail that changed.
        before: The sentence, headline or detail as it was; empty where nothing was.
        after: As it is.
        before_start: First character of the sentence in the earlier version's text; None outside the text.
        before_end: One past its last character.
        after_start: The same in the later version's text.
        after_end: One past its last character.
    """

    kind: str
    field: str
    before: str
    after: str
    before_start: int | None = None
    before_end: int | None = None
    after_start: int | None = None
    after_end: int | None = None


def changes_between(earlier: Article, later: Article) -> tuple[Change, ...]:
    """Return what changed from one version to the next: the headline, the text in reading order, the details."""
    found = []
    if (earlier.title or "") != (later.title or ""):
        found.append(Change("headline", "title", earlier.title or "", later.title or ""))
    found += _text_changes(earlier, later)
    for field in FIELDS:
        before, after = _detail(earlier, field), _detail(later, field)
        if before != after:
            found.append(Change("metadata", field, before, after))
    return tuple(found)


def kind_of(before: str, after: str) -> str:
    """Return what kind of change makes one sentence of another."""
    if _NOTICE.search(after) and not _NOTICE.search(before):
        return "correction"
    if _numbers(before) != _numbers(after):
        return "number"
    if _quoted_words(before) != _quoted_words(after):
        return "quote"
    return "typo" if _is_slip(_words(before), _words(after)) else "wording"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut into sentences."""

    text: str
    spans: Sequence[Span]

    def __getitem__(self, place: int) -> str:
        start, end = self.spans[place]
        return self.text[start:end]

    def folded(self) -> list[str]:
        return [" ".join(self[place].split()) for place in range(len(self.spans))]


def _text_changes(earlier: Article, later: Article) -> list[Change]:
    old = _Text(earlier.text, sentence_spans(earlier.text, earlier.language))
    new = _Text(later.text, sentence_spans(later.text, later.language))
    pairs = _pairs(old, new)
    gone = {" ".join(old[place].split()) for place, other in pairs if place is not None and other is None}
    come = {" ".join(new[other].split()) for place, other in pairs if place is None and other is not None}
    return [_change(old, new, place, other, gone & come) for place, other in pairs]


def _pairs(old: _Text, new: _Text) -> list[tuple[int | None, int | None]]:
    """Return the places of sentences that differ: pairs of what was changed, and what is alone on one side."""
    found: list[tuple[int | None, int | None]] = []
    matcher = difflib.SequenceMatcher(None, old.folded(), new.folded(), autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            found += _aligned(old, new, range(old_start, old_end), range(new_start, new_end))
    return found


def _aligned(old: _Text, new: _Text, places: range, others: range) -> Iterator[tuple[int | None, int | None]]:
    """Pair sentences that are one another's likeness, in order; the rest went or came."""
    following = others.start
    for place in places:
        ahead = range(following, min(following + AHEAD, others.stop))
        best = max(ahead, key=lambda other: _alike(old[place], new[other]), default=None)
        if best is None or _alike(old[place], new[best]) < SAME_SENTENCE:
            yield place, None
            continue
        yield from ((None, other) for other in range(following, best))
        yield place, best
        following = best + 1
    yield from ((None, other) for other in range(following, others.stop))


def _change(old: _Text, new: _Text, place: int | None, other: int | None, moved: set[str]) -> Change:
    before, after = "" if place is None else old[place], "" if other is None else new[other]
    start, end = (None, None) if place is None else old.spans[place]
    after_start, after_end = (None, None) if other is None else new.spans[other]
    if place is not None and other is not None:
        kind = kind_of(before, after)
    elif " ".join((before or after).split()) in moved:
        kind = "moved"
    elif other is None:
        kind = "removed"
    else:
        kind = "correction" if _NOTICE.search(after) else "added"
    return Change(kind, "text", before, after, start, end, after_start, after_end)


def _alike(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(_words(one.casefold()), _words(other.casefold()))


def _is_slip(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether sentences differ in their spelling, case or marks alone, or by a word that stood there twice."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        old, new = before[old_start:old_end], after[new_start:new_end]
        if tag == "replace":
            if len(old) != len(new) or not all(map(_is_misspelt, old, new)):
                return False
        elif tag != "equal" and not _is_doubled(before if tag == "delete" else after, old or new, old_start, new_start):
            return False
    return True


def _is_misspelt(word: str, other: str) -> bool:
    """Whether one word is the other with a wrong letter in it; another first letter makes another word."""
    from rapidfuzz.distance import OSA

    one, two = word.casefold(), other.casefold()
    if one == two or sorted(one) == sorted(two):
        return True
    shorter = min(len(one), len(two))
    return (
        one[0] == two[0]
        and shorter >= SHORTEST_MISSPELT
        and OSA.distance(one, two) <= max(1, shorter // LETTERS_PER_SLIP)
    )


def _is_doubled(words: Sequence[str], extra: Sequence[str], old_start: int, new_start: int) -> bool:
    start = old_start if list(words[old_start : old_start + len(extra)]) == list(extra) else new_start
    before, after = words[start - len(extra) : start], words[start + len(extra) : start + 2 * len(extra)]
    return list(extra) in (list(before), list(after))


def _numbers(sentence: str) -> list[str]:
    return sorted(found.casefold() for found in _NUMBER.findall(_GROUPED.sub("", sentence)))


def _quoted_words(sentence: str) -> list[str]:
    return _words(" ".join(_QUOTED.findall(sentence)))


def _words(sentence: str) -> list[str]:
    return _WORD.findall(_GROUPED.sub("", sentence))


def _detail(article: Article, field: str) -> str:
    value = getattr(article, field)
    if field == "published_at":
        return value.iso if value else ""
    return ", ".join(value) if isinstance(value, tuple) else value or ""
