"""The optional writer: a language model writes from the evidence, and its citations are read out of what it writes."""

import contextlib
import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answering.answer import FRESHNESS, Citation, Sentence, Step, TextDelta
from assistant.answering.citing import Citing, Said
from assistant.answering.placing import Placing
from assistant.answering.prompts import fitting, messages
from assistant.answering.spans import citation, narrowed
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.errors import NewsAssistantError, WriterError

logger = logging.getLogger(__name__)

TIGHT = "The language model took too long"
INSTEAD = "These are quotations from the archive instead."
CUT = "The answer ends here because of it."


class Model(Protocol):
    """What the writer needs of a language model."""

    name: str
    context: int
    """Tokens of prompt and answer together."""
    output: int
    """Most tokens of an answer."""

    def count(self, text: str) -> int:
        """Return the number of the model's own tokens, or an estimate that is rather too high."""

    def stream(self, messages: Sequence[tuple[str, str]]) -> Generator[str]:
        """Yield the answer as it is made; closing it stops the request."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, not checked yet.

    Attributes:
        sentences: Empty where it failed or cited nothing: then the other writer answers.
        citations: By order of first use.
        dropped: Citations of sources that it was never given.
        moved: Sentences whose citation was set right, see `Placing`.
        note: What a reader should know: why there is no draft, or why it ends early.
        opening: What was said before any other word.
    """

    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    dropped: int = 0
    moved: int = 0
    note: str = ""
    opening: str = ""


@dataclass(slots=True)
class _Page:
    """The sentences so far; none is shown before one of them cites something."""

    passages: Sequence[Passage]
    numbers: dict[int, int] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    waiting: list[Sentence] = field(default_factory=list)

    def add(self, said: Said) -> Iterator[TextDelta]:
        """Take a sentence, and yield what can be shown."""
        cited = tuple(self.numbers.setdefault(source, len(self.numbers) + 1) for source in said.sources)
        self.waiting.append(Sentence("", said.text, cited, "not_found"))
        if self.numbers:
            for sentence in self.waiting:
                yield TextDelta((" " if self.sentences else "") + marked(sentence))
                self.sentences.append(sentence)
            self.waiting.clear()

    def citations(self) -> tuple[Citation, ...]:
        """Return one citation for each passage used, of the words that its sentences need."""
        found = []
        for source, number in self.numbers.items():
            texts = [sentence.text for sentence in self.sentences if number in sentence.citations]
            passage = self.passages[source - 1]
            found.append(citation(number, passage, *narrowed(passage, texts)))
        return tuple(found)


def write(
    snapshot: Snapshot,
    load: Callable[[], Model],
    question: str,
    passages: Sequence[Passage],
    excerpts: Sequence[Passage],
    opening: str,
    seconds: float,
) -> Generator[Step | TextDelta, None, Draft]:
    """Yield the answer as it is written, sentence by sentence, and return it.

    Args:
        snapshot: Where the passages come from.
        load: Gives the model; may raise.
        question: As searched for.
        passages: The evidence, best first.
        excerpts: Of the evidence, likeliest first; shown where not even half of it fits.
        opening: Said before any other word; may be empty.
        seconds: Longest time for the answer.
    """
    page, citing, placing = _Page([]), Citing(0), Placing(snapshot, ())
    note = ""
    try:
        model = load()
        page.passages = fitting(question, passages, excerpts, model.context - model.output, model.count)
        citing, placing = Citing(len(page.passages)), Placing(snapshot, page.passages)
        with contextlib.closing(model.stream(messages(question, page.passages))) as pieces:
            for said in _sentences(pieces, citing, time.monotonic() + seconds):
                yield from _opened(page, placing.placed(said), opening)
    except NewsAssistantError as error:
        note = str(error)
    except Exception as error:  # any LLM of LlamaIndex may be given, and each has errors of its own
        logger.warning("the language model failed", exc_info=True)
        note = f"The language model failed ({type(error).__name__})."
    if not page.sentences:
        note = note or "The language model cited no source."
        return Draft(dropped=citing.dropped, note=f"{note} {INSTEAD}")
    note = f"{note} {CUT}" if note else ""
    return Draft(tuple(page.sentences), page.citations(), citing.dropped, placing.moved, note, opening)


def marked(sentence: Sentence) -> str:
    """Return a sentence as it is shown, with its markers."""
    return f"{sentence.text} {''.join(f'[{number}]' for number in sentence.citations)}".rstrip()


def _opened(page: _Page, said: Said, opening: str) -> Iterator[Step | TextDelta]:
    was_empty = not page.sentences
    shown = list(page.add(said))
    if opening and shown and was_empty:
        yield Step(FRESHNESS, opening)
        yield TextDelta(f"{opening} ")
    yield from shown


def _sentences(pieces: Iterator[str], citing: Citing, deadline: float) -> Iterator[Said]:
    for piece in pieces:
        yield from citing.feed(piece)
        if time.monotonic() > deadline:
            raise WriterError(f"{TIGHT}.")
    yield from citing.end()
