"""The answer of a language model as it arrives: sentences, and the sources that each one cites.

Models split a marker over tokens, write it as `[1]`, `[1, 2]`, `[1-3]`, `【1】` or `[source 1]`, before the stop or
behind it, also inside blocks of code. A sentence is given out when the next one begins, for until then a marker may
follow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDEST_RANGE = 20
"""Numbers that `[1-9]` may stand for at most; a model that writes `[1-2023]` means something else."""

LONGEST_QUOTING = 600
"""Characters after which a quotation mark was forgotten, not left open."""

_NUMBERS = r"\s*(?:source|sources|doc)?\s*\^?\d{1,4}(?:\s*(?:[,;&]|and|[-–—])\s*\^?\d{1,4})*(?:\s*†[^\]】]*)?\s*"
_MARK = re.compile(rf"\[(?P<square>{_NUMBERS})\]|【(?P<lens>{_NUMBERS})】", re.IGNORECASE)
_MARKS = re.compile(rf"(?:\s*(?:\[{_NUMBERS}\]|【{_NUMBERS}】))+", re.IGNORECASE)
_END = re.compile(r"[.!?…。！？]+[\"'”’»)*]*|\n+")
_NOT_END = re.compile(
    r"(?:(?<!\w)(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Maj|Adm|Rev|St|Ft|Mt|Jr|Sr|No|vs?|Inc|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[aApP]\.m|(?:[A-Z]\.)+[A-Z])|(?:^|\n)\s*\d{1,2})\.$"
)
_FURNITURE = re.compile(r"```[a-zA-Z]*|`|\*\*|^\s*(?:[-*•]|\d{1,2}[.)])\s+|^#+\s*", re.MULTILINE)
_PART = re.compile(r"(\d{1,4})(?:\s*[-–—]\s*\^?(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a model, with the known sources it cites in the order written."""

    text: str
    sources: tuple[int, ...]


class Citing:
    """Takes pieces of text and gives out sentences.

    Attributes:
        dropped: Citations of sources that were never given, counted and left out.
    """

    def __init__(self, known: int) -> None:
        """Sources 1 to `known` exist."""
        self._known = known
        self._waiting = ""
        self.dropped = 0

    def feed(self, piece: str) -> Iterator[Said]:
        """Yield the sentences that a piece of text completes."""
        self._waiting += piece
        yield from self._cut(is_over=False)

    def end(self) -> Iterator[Said]:
        """Yield what is left."""
        yield from self._cut(is_over=True)
        yield from self._said(self._waiting)
        self._waiting = ""

    def _cut(self, *, is_over: bool) -> Iterator[Said]:
        while (place := _first_end(self._waiting, is_over=is_over)) is not None:
            sentence, self._waiting = self._waiting[:place], self._waiting[place:]
            yield from self._said(sentence)

    def _said(self, sentence: str) -> Iterator[Said]:
        sources: list[int] = []
        for match in _MARK.finditer(sentence):
            for number in _numbers(match["square"] or match["lens"]):
                if 1 <= number <= self._known:
                    sources.append(number)
                else:
                    self.dropped += 1
        text = _without_marks(sentence)
        if re.search(r"\w", text):
            yield Said(text, tuple(dict.fromkeys(sources)))


def _first_end(text: str, *, is_over: bool) -> int | None:
    """Return where the first sentence and its markers end; None while that cannot be told."""
    for match in _END.finditer(text):
        marks = _MARKS.match(text, match.end())
        # A marker behind "p.m." shows that it does end the sentence.
        is_short_form = not marks and _NOT_END.search(text, 0, match.end())
        if is_short_form or not text[: match.start()].strip() or _is_quoting(text[: match.end()]):
            continue
        after = marks.end() if marks else match.end()
        following = text[after:].lstrip()
        if not following or (following[0] in "[【" and not re.search(r"[\]】]", following)):
            return after if is_over else None  # a marker, or more of it, may be on its way
        if marks or match.group().isspace() or text[after].isspace():
            return after
    return None


def _is_quoting(text: str) -> bool:
    """Whether a quotation is still open: its gaps and stops end nothing, or its halves would be checked apart."""
    return len(text) <= LONGEST_QUOTING and (text.count('"') % 2 == 1 or text.count("“") > text.count("”"))


def _numbers(marker: str) -> Iterator[int]:
    for match in _PART.finditer(marker.partition("†")[0]):
        first, last = int(match[1]), int(match[2] or match[1])
        yield from range(first, last + 1) if 0 <= last - first < WIDEST_RANGE else (first, last)


def _without_marks(sentence: str) -> str:
    """Return a sentence as one line, without markers and without the dress that models put on."""
    bare = _FURNITURE.sub("", re.sub(rf"\s*(?:{_MARK.pattern})", "", sentence, flags=re.IGNORECASE))
    return " ".join(bare.split())
