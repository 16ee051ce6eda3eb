"""A question cut into parts that can be searched for on their own: its clauses, each with its outlets and times.

General grammar only: clauses end at commas, stops and conjunctions; a piece too short to search for stays with its
neighbour; "and" parts two clauses only before a verb, or where a new outlet or date follows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.outlets import Mention
from assistant.retrieval.times import Period
from assistant.retrieval.words import FUNCTION_WORDS, tokens

LEAST_WORDS = 3
"""Words with a topic of their own, names of outlets and dates aside, that a part must have."""

MOST_PARTS = 5
"""More would cost more than they find; what follows stays with the last."""


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of a question.

    Attributes:
        text: As written.
        outlets: Those named in it.
        periods: The times named in it.
    """

    text: str
    outlets: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    anchors: int
    words: int


_CLAUSE = re.compile(
    r"(?<=[;:?!])\s+|(?<=[^\W\d_]{3}\.)\s+(?=[\"“'‘]?[A-Z])|,\s+(?=\S)"
    r"|\s+(?=(?:while|whereas|although|though|in\s+contrast\s+(?:to|with)|compared\s+(?:to|with)|as\s+opposed\s+to|versus)\b)"
    r"|\s+(?=(?:and|or|but)\s+(?:is|are|was|were|has|have|had|did|does|do|also|then|later|who|whose|which|that|how|why"
    r"|what|whether|\w+ing)\b)",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:while|whereas|in\s+contrast\s+(?:to|with)|compared\s+(?:to|with)|as\s+opposed\s+to|versus)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"(?:\s*|[\s,;]*(?:and|or|but)\s+)(?:who|whom|whose|what|which|where|when|why|how|did|does|do)\b", re.IGNORECASE
)
"""After a comma alone, "who" and "which" tell more of what was named before."""

_AND = re.compile(r"\s+(?=(?:and|or|but)\s)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»')


def split(text: str, outlets: Sequence[Mention] = (), periods: Sequence[Period] = ()) -> tuple[Part, ...]:
    """Return the parts of a question in order; none if it is all of one piece.

    Clauses alone are no parts: they mostly tell more of one event. There must be an outlet or two times to tell them
    apart, a contrast, or two things asked.
    """
    anchors = [(item.start, item.end) for item in outlets] + [(item.start, item.end) for item in periods]
    pieces = _pieces(text, anchors)
    if len(pieces) > MOST_PARTS:
        pieces[MOST_PARTS - 1 :] = [_joined(pieces[MOST_PARTS - 1], pieces[-1])]
    if len(pieces) == 1 or not (outlets or len(periods) > 1 or _CONTRAST.search(text) or _asks_twice(text, pieces)):
        return ()
    return tuple(
        Part(
            text[piece.start : piece.end].strip(" ,;:"),
            tuple(item for item in outlets if piece.start <= item.start < piece.end),
            tuple(item for item in periods if piece.start <= item.start < piece.end),
        )
        for piece in pieces
    )


def _asks_twice(text: str, pieces: Sequence[_Piece]) -> bool:
    """Whether two of the pieces begin as questions do."""
    return sum(bool(_ASKS.match(text, piece.start, piece.end)) for piece in pieces) > 1


def _pieces(text: str, anchors: Sequence[tuple[int, int]]) -> list[_Piece]:
    found: list[_Piece] = []
    for start, end, is_clause in _cuts(text, anchors):
        piece = _Piece(start, end, sum(start <= at < end for at, _ in anchors), _topical(text, start, end, anchors))
        parted = is_clause or (piece.anchors and found and found[-1].anchors)
        if found and not (parted and piece.words >= LEAST_WORDS and found[-1].words >= LEAST_WORDS):
            found[-1] = _joined(found[-1], piece)
        else:
            found.append(piece)
    return found


def _cuts(text: str, anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Return (start, end, whether a clause begins there) of the smallest pieces; none begins inside a name or quote."""
    kept = [*anchors, *(match.span() for match in _QUOTED.finditer(text))]
    begins = {match.start(): False for match in _AND.finditer(text)}
    begins |= {match.start(): True for match in _CLAUSE.finditer(text)}
    places = sorted(at for at in begins if at and not any(start <= at < end for start, end in kept))
    return [
        (start, end, begins.get(start, True)) for start, end in zip([0, *places], [*places, len(text)], strict=True)
    ]


def _topical(text: str, start: int, end: int, anchors: Sequence[tuple[int, int]]) -> int:
    """Count the words between two places that carry a topic and belong to no outlet or date."""
    for first, last in anchors:
        text = text[:first] + " " * (last - first) + text[last:]
    return sum(word.casefold() not in FUNCTION_WORDS for word in tokens(text[start:end]))


def _joined(first: _Piece, last: _Piece) -> _Piece:
    return _Piece(first.start, last.end, first.anchors + last.anchors, first.words + last.words)
