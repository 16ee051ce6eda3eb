"""A question beside a passage as the reader takes it, and its scores of tokens as spans of the article's characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.articles.dates import PublishedAt
from assistant.catalog.records import Passage
from assistant.index.splitting import HEADER_TOKENS, date_words

CLS, SEP = 101, 102
"""The tokens that open and that divide what a model of BERT's family reads."""

QUESTION_TOKENS = 96
"""Most tokens of a question; the last ones count, for a long question asks at its end."""

PASSAGE_TOKENS = 254
"""Most tokens of header and passage: what passages are cut for."""

SPAN_TOKENS = 30
"""Longest answer, in tokens."""

SPANS_KEPT = 40
"""Spans kept of each passage, the likeliest ones; together they hold nearly all of the probability."""

_YEAR, _MONTH = 4, 7
"""Characters of an ISO date cut at the year and at the month."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that may answer.

    Attributes:
        start: First character in the article's text.
        end: One past the last.
        probability: That these words answer, by the reader; the spans of a passage and `Reading.none` add up to one.
    """

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage: its likeliest spans, best first, and how sure it is that none answers.

    Attributes:
        spans: Best first.
        none: Probability that the passage does not answer.
        margin: Logarithm of how much likelier the best span is than none; comparable between questions.
    """

    spans: tuple[Span, ...]
    none: float
    margin: float


NOTHING = Reading((), 1.0, -30.0)
"""Of a passage without words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Question and passage as token numbers.

    Attributes:
        ids: Token numbers, special ones included.
        second: Where the header begins.
        body: Where the passage's own words begin.
        offsets: Start and end of each token of the passage's words, in characters of the passage.
    """

    ids: list[int]
    second: int
    body: int
    offsets: list[tuple[int, int]]


def reading_tokenizer(model: Path) -> Tokenizer:
    """Return the tokenizer of a model's folder, which cuts nothing and takes `[SEP]` in a text for plain characters."""
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    return tokenizer


def pairs(tokenizer: Tokenizer, question: str, passages: Sequence[Passage]) -> list[Pair]:
    """Return a question beside each passage, the passage with its header, as the reader was trained on them."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[-QUESTION_TOKENS:]
    headers = tokenizer.encode_batch([_header(passage) for passage in passages], add_special_tokens=False)
    bodies = tokenizer.encode_batch([passage.text for passage in passages], add_special_tokens=False)
    return [_pair(asked, header, body) for header, body in zip(headers, bodies, strict=True)]


def padded(rows: Sequence[Pair], pad_to: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return token numbers, token types and attention mask, each of shape (pairs, longest)."""
    width = -(-max(len(row.ids) for row in rows) // pad_to) * pad_to
    ids = np.zeros((len(rows), width), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = row.ids
        types[number, row.second : len(row.ids)] = 1
        mask[number, : len(row.ids)] = 1
    return ids, types, mask


def reading_of(pair: Pair, passage: Passage, scores: Scores) -> Reading:
    """Turn the scores of each token as an answer's first and last, shape (tokens, 2), into a reading."""
    last = pair.body + len(pair.offsets)
    if last == pair.body:
        return NOTHING
    starts, ends = (_log_shares(scores[[0, *range(pair.body, last)], side]) for side in (0, 1))
    none = float(starts[0] + ends[0])
    # One row for each first token, one column for each length: the square of all pairs would be ten times as large.
    count = last - pair.body
    lasts = np.arange(count)[:, None] + np.arange(min(SPAN_TOKENS, count))
    together = starts[1:, None] + np.append(ends[1:], -np.inf)[np.minimum(lasts, count)]
    flat = together.ravel()
    best = np.argpartition(flat, -min(SPANS_KEPT, flat.size))[-SPANS_KEPT:]
    best = best[np.argsort(-flat[best], kind="stable")]
    total = np.logaddexp(none, np.logaddexp.reduce(flat))
    places = [(int(place) // lasts.shape[1], int(lasts.flat[place])) for place in best if np.isfinite(flat[place])]
    shares = np.exp(flat[best] - total)
    spans = tuple(_span(pair, passage, place, float(share)) for place, share in zip(places, shares, strict=False))
    return Reading(spans, float(np.exp(none - total)), float(flat[best[0]] - none))


def _pair(asked: list[int], header: Encoding, body: Encoding) -> Pair:
    title = header.ids[:HEADER_TOKENS]
    words = body.ids[: PASSAGE_TOKENS - len(title)]
    second = len(asked) + 2
    ids = [CLS, *asked, SEP, *title, *words, SEP]
    return Pair(ids, second, second + len(title), body.offsets[: len(words)])


def _span(pair: Pair, passage: Passage, place: tuple[int, int], probability: float) -> Span:
    start, end = pair.offsets[place[0]][0], pair.offsets[place[1]][1]
    text = passage.text
    # Half a word is no answer: the tokens cut words in pieces.
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(passage.start + start, passage.start + end, probability)


def _log_shares(values: Scores) -> NDArray[np.float64]:
    exact = values.astype(np.float64)
    return np.asarray(exact - np.logaddexp.reduce(exact))


def _header(passage: Passage) -> str:
    """Return title, outlet and date, as they stand before a passage when it is embedded."""
    iso, title = passage.published_at or "", (passage.title or "").rstrip(". ")
    precision = {0: "", _YEAR: "year", _MONTH: "month"}.get(len(iso), "day")
    day = date_words(PublishedAt(iso, 0, precision)) if precision else ""
    return ". ".join(part for part in (title, passage.source, day) if part)
