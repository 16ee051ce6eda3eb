"""Which source a written sentence rests on: small models take words from one source and put down another's number."""

import dataclasses
from collections.abc import Sequence

from assistant.answering.answer import Sentence
from assistant.answering.citing import Said
from assistant.answering.spans import citation, narrowed
from assistant.answering.verification import NOT_FOUND, SUPPORTED, cited_texts, judged
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot

WORDS = "words"
"""The check that says how a sentence is put, not which of its facts are missing."""


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

        Better is a source that supports it, else one that the check finds as far from it as its own but that has more
        of its names, numbers, dates and quotations. A sentence that cites nothing stays so: what the model did not
        claim to have read is not given a source.
        """
        if not said.sources:
            return said
        verdict, missing = self._judged(said.text, said.sources)
        if verdict == SUPPORTED:
            return said
        better = self._better(said, verdict, missing)
        if better is None:
            return said
        self.moved += 1
        return dataclasses.replace(said, sources=(better,))

    def _better(self, said: Said, verdict: str, missing: int) -> int | None:
        others = (number for number in range(1, len(self._passages) + 1) if number not in said.sources)
        fewest: tuple[int, int | None] = (missing, None)
        for number in others:
            found, lacking = self._judged(said.text, (number,))
            if found == SUPPORTED:
                return number
            if found == verdict and lacking < fewest[0]:
                fewest = lacking, number
        return fewest[1]

    def _judged(self, text: str, sources: tuple[int, ...]) -> tuple[str, int]:
        """Judge as the finished answer will be, by the words that would be cited; count the facts they do not have."""
        passages = {number: self._passages[number - 1] for number in sources}
        cited = {number: citation(number, item, *narrowed(item, [text])) for number, item in passages.items()}
        sentence = Sentence("", text, sources, NOT_FOUND)
        verdict, reasons = judged(sentence, cited, cited_texts(self._snapshot, cited))
        return verdict, sum(reason.check != WORDS for reason in reasons)
