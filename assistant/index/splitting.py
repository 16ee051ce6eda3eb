"""An article cut into passages: runs of whole sentences that fit the embedder, header included."""

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.writer import NewPassage
from assistant.index.sentences import Span, sentence_spans
from assistant.index.tokens import TokenCounter

HEADER_TOKENS = 40
"""Most tokens of the header; a longer title is cut."""

WELL_FILLED = 0.9
"""Share of the budget from which a passage may end early, at a paragraph or outside a quotation."""

_MARKS = re.compile('[“”„«»"]')
_CLOSES = {"”": "“„", "“": "„", "»": "«", '"': '"'}
"""Which opening marks each mark closes; where it closes none, it opens."""


def date_words(published: PublishedAt | None) -> str:
    """Return the date as people write it, at its precision: `29 March 2021`, `March 2021`, `2021`, or nothing."""
    if published is None:
        return ""
    if published.precision == "year":
        return published.iso
    if published.precision == "month":
        return dt.date.fromisoformat(f"{published.iso}-01").strftime("%B %Y")
    day = dt.date.fromisoformat(published.iso[:10])
    return f"{day.day} {day.strftime('%B %Y')}"


def header_of(article: Article, counter: TokenCounter) -> str:
    """Return title, source and date as embedded in front of each passage, at most `HEADER_TOKENS` tokens."""
    tail = ". ".join(part for part in (article.source, date_words(article.published_at)) if part)
    tail = counter.cut(tail, HEADER_TOKENS // 2)
    room = HEADER_TOKENS - counter.count(tail) - 1
    title = counter.cut(article.title or "", room)
    return ". ".join(part for part in (title.rstrip(". "), tail) if part)


def split_article(article: Article, counter: TokenCounter, budget: int) -> tuple[NewPassage, ...]:
    """Cut an article into passages.

    Args:
        article: Its text is sliced, never changed.
        counter: The embedder's tokenizer.
        budget: Most tokens of header, text and special tokens together.

    Returns:
        Passages in reading order that together cover every sentence once.
    """
    header = header_of(article, counter)
    room = budget - counter.count(header) - counter.special_tokens()
    pieces = _Pieces.of(article, counter, room)
    passages = []
    first = 0
    while first < len(pieces.spans):
        last = pieces.best_end(first, room)
        start, end = pieces.spans[first][0], pieces.spans[last - 1][1]
        starts = tuple(span[0] for span in pieces.spans[first:last])
        passages.append(NewPassage(start, end, starts, f"{header}\n{article.text[start:end]}".strip()))
        first = last
    return tuple(passages)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The sentences of a text with the number of tokens before each, and which of them a passage should end after."""

    text: str
    spans: list[Span]
    tokens_before: NDArray[np.int64]
    ends_paragraph: list[bool]
    inside_quotation: list[bool]
    recount: TokenCounter | None

    @classmethod
    def of(cls, article: Article, counter: TokenCounter, room: int) -> "_Pieces":
        text, starts = article.text, counter.starts(article.text)
        sentences = sentence_spans(text, article.language)
        spans = [piece for span in sentences for piece in _cut_long(text, span, starts, room, counter)]
        edges = [start for start, _ in spans] + [len(text)]
        tokens_before = np.searchsorted(starts, edges)
        # A word cut in two has other tokens than it had whole: then what was counted before must be counted again.
        recount = counter if len(spans) > len(sentences) else None
        return cls(text, spans, tokens_before, _paragraph_ends(text, spans), _open_quotations(text, spans), recount)

    def best_end(self, first: int, room: int) -> int:
        """Return one past the last sentence of the passage that begins with sentence `first`."""
        used = self.tokens_before[first + 1 :] - self.tokens_before[first]
        fitting = max(int(np.searchsorted(used, room, side="right")), 1)
        while fitting > 1 and self._is_over(first, first + fitting, room):
            fitting -= 1
        if first + fitting >= len(self.spans):
            return len(self.spans)
        candidates = [n for n in range(fitting, 0, -1) if n == fitting or used[n - 1] >= WELL_FILLED * room]
        return first + max(candidates, key=lambda n: (self._rank(first + n - 1), n))

    def _is_over(self, first: int, last: int, room: int) -> bool:
        start, end = self.spans[first][0], self.spans[min(last, len(self.spans)) - 1][1]
        return self.recount is not None and self.recount.count(self.text[start:end]) > room

    def _rank(self, sentence: int) -> int:
        """How good a place the end of this sentence is to cut: outside a quotation first, then between paragraphs."""
        return 2 * (not self.inside_quotation[sentence]) + self.ends_paragraph[sentence]


def _cut_long(text: str, span: Span, starts: NDArray[np.int64], room: int, counter: TokenCounter) -> list[Span]:
    """Cut a sentence that alone is over the budget, after a word; a sentence that fits is left alone."""
    start, end = span
    first, last = np.searchsorted(starts, [start, end])
    if last - first <= room:
        return [span]
    pieces = []
    while last - first > room:
        cut = _word_start(text, start, int(starts[first + room]))
        while cut > start + 1 and counter.count(text[start:cut]) > room:
            cut = start + (cut - start) * 9 // 10
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = cut
        first = int(np.searchsorted(starts, start))
    return [*pieces, (start, end)]


def _word_start(text: str, start: int, position: int) -> int:
    """Return the start of the word at `position`, or `position` itself where the text has no spaces."""
    space = text.rfind(" ", start + 1, position + 1)
    return space + 1 if space > start + (position - start) // 2 else position


def _paragraph_ends(text: str, spans: list[Span]) -> list[bool]:
    if not spans:
        return []
    following = [*spans[1:], (len(text), len(text))]
    return ["\n" in text[end:start] for (_, end), (start, _) in zip(spans, following, strict=True)]


def _open_quotations(text: str, spans: list[Span]) -> list[bool]:
    """Whether a quotation is open at the end of each sentence; a paragraph's end closes what was left open."""
    open_marks: list[str] = []
    inside = []
    for (start, end), ends_paragraph in zip(spans, _paragraph_ends(text, spans), strict=True):
        for mark in _MARKS.findall(text, start, end):
            if open_marks and open_marks[-1] in _CLOSES.get(mark, ""):
                open_marks.pop()
            elif mark not in "”»":
                open_marks.append(mark)
        if ends_paragraph:
            open_marks.clear()
        inside.append(bool(open_marks))
    return inside
