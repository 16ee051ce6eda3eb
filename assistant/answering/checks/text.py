"""A sentence and its sources as words that can be compared and aligned."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Levenshtein

from assistant.retrieval.stems import stem
from assistant.retrieval.words import FUNCTION_WORDS

NEGATIONS = frozenset(
    """not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely ain't""".split()
)
"""Words that turn what a clause says into its opposite; "n't" is told by its ending."""

ALIGNED_FROM = 0.5
"""Share of a sentence's words that must stand in order in one place of a source, for the two to say the same thing."""

LEAST_GAIN = 2
"""Words that a second source sentence must add to count with the first."""

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BREAK = re.compile(r"(?:(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘`(\[]*[A-Z0-9])|\n+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: as written, and the stem it is compared by."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def is_topical(self) -> bool:
        """Whether it carries a topic."""
        return self.text.casefold() not in FUNCTION_WORDS

    @property
    def is_negation(self) -> bool:
        """Whether it turns its clause around."""
        plain = self.text.casefold().replace("’", "'")
        return plain in NEGATIONS or plain.endswith("n't")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its words."""

    text: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    sentences: int = 1

    def between(self, first: int, last: int) -> str:
        """Return the text from one word up to, not including, another."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""


@dataclass(frozen=True, slots=True)
class Source:
    """One cited span, and what is known about the article it stands in.

    Attributes:
        span: The cited words.
        article: The whole text of the cited version.
        heading: Title and outlet, which a writer sees as well.
        published: The day of publication, where it is known to the day.
        year: The year of publication, where at least that is known.
        sentences: The span's sentences.
    """

    span: str
    article: str
    heading: str = ""
    published: dt.date | None = None
    year: int | None = None
    sentences: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of a sentence, from `first` to before `last`, where its source has others, from `start` to before `end`."""

    said: Piece
    other: Piece
    source: Source
    first: int
    last: int
    start: int
    end: int

    @property
    def here(self) -> str:
        """What the sentence says."""
        return self.said.between(self.first, self.last)

    @property
    def there(self) -> str:
        """What the source has in its place."""
        return self.other.between(self.start, self.end)


def piece(text: str) -> Piece:
    """Return a text with its words; possessive endings are cut from the stems."""
    words = tuple(
        Word(match.group(), stem(_POSSESSIVE.sub("", match.group())), *match.span()) for match in _WORD.finditer(text)
    )
    return Piece(text, words, tuple(word.stem for word in words))


def source(span: str, article: str, heading: str = "", published_at: str | None = None) -> Source:
    """Return a cited span ready for checking; `published_at` is ISO 8601 cut at its precision."""
    sentences = tuple(found for part in _BREAK.split(span) if part and (found := piece(part)).words)
    day = dt.date.fromisoformat(published_at[:10]) if published_at and len(published_at) >= len("2026-01-01") else None
    year = int(published_at[:4]) if published_at else None
    return Source(span, article, heading, day, year, sentences)


def best_place(said: Piece, sources: tuple[Source, ...]) -> tuple[Piece, Source] | None:
    """Return the source sentence, or the two in a row, with most of the words said in their order; None without words.

    A second sentence must bring some words of its own, or it would only bring what else it says.
    """
    every = [(place, item) for item in sources for place in _places(item)]
    return max(every, key=lambda pair: _shared(said, pair[0]), default=None)


def is_aligned(said: Piece, other: Piece) -> bool:
    """Whether two sentences are so alike that what differs between them is a change, not another matter."""
    return bool(said.words) and LCSseq.similarity(said.stems, other.stems) / len(said.words) >= ALIGNED_FROM


def swaps(said: Piece, sources: tuple[Source, ...]) -> Iterator[Swap]:
    """Yield where a sentence puts other words in the place of those of its closest place in the sources."""
    best = best_place(said, sources)
    if best is None or not is_aligned(said, best[0]):
        return
    other, origin = best
    codes = Levenshtein.opcodes(said.stems, other.stems)
    for is_equal, run in itertools.groupby(codes, key=lambda code: code.tag == "equal"):
        block = list(run)
        swap = Swap(said, other, origin, block[0].src_start, block[-1].src_end, block[0].dest_start, block[-1].dest_end)
        if not is_equal and swap.here and swap.there:
            yield swap


def _places(item: Source) -> Iterator[Piece]:
    yield from item.sentences
    for one, two in itertools.pairwise(item.sentences):
        shift = len(one.text) + 1
        later = tuple(Word(word.text, word.stem, word.start + shift, word.end + shift) for word in two.words)
        yield Piece(f"{one.text} {two.text}", (*one.words, *later), (*one.stems, *two.stems), sentences=2)


def _shared(said: Piece, other: Piece) -> tuple[int, int]:
    """Words in common, in order; of two with as many, the shorter is the closer one."""
    return LCSseq.similarity(said.stems, other.stems) - LEAST_GAIN * (other.sentences - 1), -len(other.stems)
