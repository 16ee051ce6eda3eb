"""Which source a written sentence rests on: small models take words from one source and put down another's number."""

import dataclasses
from collections.abc import Sequence

from assistant.answering.answer import Sentence
from assistant.answering.citing import Said
from assistant.answering.spans import citation, narrowed
from assistant.answering.verification import NOT_FOUND, SUPPORTED, cited_texts, judged
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot


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
        """Return the sentence with the source that supports it, as it is where its own do or none does.

        A sentence that cites nothing stays so: what the model did not claim to have read is not given a source.
        """
        if not said.sources or self._is_supported(said.text, said.sources):
            return said
        others = (number for number in range(1, len(self._passages) + 1) if number not in said.sources)
        better = next((number for number in others if self._is_supported(said.text, (number,))), None)
        if better is None:
            return said
        self.moved += 1
        return dataclasses.replace(said, sources=(better,))

    def _is_supported(self, text: str, sources: tuple[int, ...]) -> bool:
        """Judge as the finished answer will be judged, by the words that would be cited."""
        passages = {number: self._passages[number - 1] for number in sources}
        cited = {number: citation(number, item, *narrowed(item, [text])) for number, item in passages.items()}
        sentence = Sentence("", text, sources, NOT_FOUND)
        return judged(sentence, cited, cited_texts(self._snapshot, cited))[0] == SUPPORTED
