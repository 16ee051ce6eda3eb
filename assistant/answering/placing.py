"""Which source a written sentence rests on: small models take words from one source and put down another's number."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answer import Citation, Sentence
from assistant.answering.checks.text import best_place, is_aligned, piece, source
from assistant.answering.citing import Said
from assistant.answering.spans import citation, narrowed
from assistant.answering.verification import NOT_FOUND, SUPPORTED, WORDS, cited_texts, judged
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.stems import stems

FACTS = ("name", "number", "date")
"""Checks that say which facts of a sentence its source lacks."""


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What the check finds of a sentence in some sources.

    Attributes:
        lacking: Names, numbers and dates that they do not have.
        shared: Topical stems of the sentence that they have.
        is_denied: Whether more fails than facts and wording: they say the opposite, or quote it otherwise.
    """

    verdict: str
    lacking: frozenset[str]
    shared: int
    is_denied: bool


class Placing:
    """Sets a sentence's citation right where the check finds its words in one of the other sources.

    Attributes:
        moved: Sentences whose number was set right.
    """

    def __init__(self, snapshot: Snapshot, passages: Sequence[Passage]) -> None:
        """Sources 1, 2, … are these passages, best first."""
        self._snapshot = snapshot
        self._passages = passages
        self.moved = 0

    def placed(self, said: Said) -> Said:
        """Return the sentence with the source that says it, as it is where its own does or none does better.

        Better is a source that supports it. Where none does, and its own only lacks facts of it and has nothing that
        speaks against it, better is one that has more of these facts and no fewer of its words. A sentence that cites
        nothing stays so: what the model did not claim to have read is not given a source.
        """
        if not said.sources:
            return said
        own = self._judged(said.text, said.sources)
        if own.verdict == SUPPORTED:
            return said
        better = self._better(said, own)
        if better is None:
            return said
        self.moved += 1
        return dataclasses.replace(said, sources=(better,))

    def _better(self, said: Said, own: _Judgement) -> int | None:
        fuller: dict[int, int] = {}
        for number in range(1, len(self._passages) + 1):
            if number in said.sources:
                continue
            other = self._judged(said.text, (number,))
            if other.verdict == SUPPORTED:
                return number
            if other.verdict == own.verdict and other.lacking < own.lacking and other.shared >= own.shared:
                fuller[number] = len(other.lacking)
        if not fuller or own.is_denied or len(said.sources) > 1 or self._tells_otherwise(said):
            return None
        return min(fuller, key=lambda number: fuller[number])

    def _tells_otherwise(self, said: Said) -> bool:
        """Whether a sentence's one source tells the same matter with another figure or name in its place."""
        told, [item] = piece(said.text), self._cited(said.text, said.sources).values()
        best = best_place(told, (source(item.quote, item.quote),))
        return best is not None and is_aligned(told, best[0])

    def _cited(self, text: str, sources: tuple[int, ...]) -> dict[int, Citation]:
        """Return the citations that the sources would get for this sentence alone."""
        passages = {number: self._passages[number - 1] for number in sources}
        return {number: citation(number, item, *narrowed(item, [text])) for number, item in passages.items()}

    def _judged(self, text: str, sources: tuple[int, ...]) -> _Judgement:
        """Judge as the finished answer will be, by the words that would be cited."""
        cited = self._cited(text, sources)
        sentence = Sentence("", text, sources, NOT_FOUND)
        verdict, reasons = judged(sentence, cited, cited_texts(self._snapshot, cited))
        shared = stems(text) & frozenset().union(*(stems(item.quote) for item in cited.values()))
        return _Judgement(
            verdict,
            frozenset(reason.words for reason in reasons if reason.check in FACTS),
            len(shared),
            any(reason.check not in {*FACTS, WORDS} for reason in reasons),
        )
