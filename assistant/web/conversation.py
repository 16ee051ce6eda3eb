"""What one reader has asked so far. Immutable: it lives in that reader's session and is never shared."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Step, StreamEvent, TextDelta
from assistant.retrieval.query import Chip, Filters
from assistant.web import render

NO_FILTERS = Filters()

FRAME_SECONDS = 1 / 12
"""Least time between two pictures of a growing answer; more of them cost processor time and look no smoother."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question and as much of its answer as there is.

    Attributes:
        body: The finished HTML below the question; empty while it is being answered.
        state: answering, answered, refused, stopped or failed.
        kept: False for what leaves the page with the next question, such as a question that could not be asked.
        understood: What was read out of the question's own words.
        aside: What of it the reader left aside; `filters.ignored` has the ids.
    """

    number: int
    question: str
    asked_on: dt.date
    filters: Filters = NO_FILTERS
    steps: tuple[Step, ...] = ()
    typed: str = ""
    body: str = ""
    state: str = "answering"
    kept: bool = True
    understood: tuple[Chip, ...] = ()
    aside: tuple[Chip, ...] = ()

    @property
    def html(self) -> str:
        """The turn as it is shown while it is the last one."""
        return self._html(is_last=True)

    @property
    def past(self) -> str:
        """The turn as it stays above the next one."""
        return self._html(is_last=False)

    def _html(self, *, is_last: bool) -> str:
        body = self.body or render.progress(self.steps, self.typed)
        # Not while it is being answered: a second click would start from the conversation before the first.
        can_change = is_last and self.state != "answering"
        chips = render.understood(self.understood, self.aside, is_last=can_change)
        return render.turn(self.number, self.question, body, state=self.state, filters=self.filters, understood=chips)

    def toggled(self, chip_id: str) -> "Draft":
        """Return the same question anew, with one thing that was understood left aside, or taken up again."""
        back = [chip for chip in self.aside if chip.id != chip_id]
        aside = (*back, *(chip for chip in self.understood if chip.id == chip_id))
        filters = replace(self.filters, ignored=tuple(chip.id for chip in aside))
        return Draft(self.number, self.question, self.asked_on, filters, aside=aside)

    def after(self, event: StreamEvent) -> "Draft":
        """Return the draft with one more event in it."""
        if isinstance(event, Step):
            return replace(self, steps=(*self.steps, event))
        if isinstance(event, TextDelta):
            return replace(self, typed=self.typed + event.text)
        return self.finished(event)

    def finished(self, answer: Answer) -> "Draft":
        """Return the draft with its answer."""
        state = "refused" if answer.refused else "answered"
        body = render.answered(self.number, answer, self.asked_on)
        return replace(self, state=state, body=body, understood=answer.understood)

    def stopped(self) -> "Draft":
        """Return the draft as the reader stopped it; a finished one stays as it is."""
        if self.state != "answering":
            return self
        return replace(self, state="stopped", body=render.stopped(self.typed))

    def failed(self, card: str) -> "Draft":
        """Return the draft with a card that says why there is no answer."""
        return replace(self, state="failed", body=card, kept=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one session: what is past as HTML, and the one below it."""

    past: str = ""
    live: Draft | None = None
    asked: int = 0

    def begin(self, question: str, asked_on: dt.date, filters: Filters = NO_FILTERS) -> "Conversation":
        """Return the conversation with a new question at its end."""
        past = self.past + (self.live.stopped().past if self.live is not None and self.live.kept else "")
        number = self.asked + 1
        return Conversation(past, Draft(number, question, asked_on, filters), number)

    def again(self, chip_id: str) -> "Conversation":
        """Return the conversation with its last question asked anew, in its place; see `Draft.toggled`."""
        return self if self.live is None else replace(self, live=self.live.toggled(chip_id))

    def showing(self, live: Draft) -> "Conversation":
        """Return the conversation with another state of its last turn."""
        return replace(self, live=live)


def frames(draft: Draft, events: Iterable[StreamEvent], clock: Callable[[], float] = time.monotonic) -> Iterator[Draft]:
    """Yield states of a turn worth showing: the first words at once, then at most twelve a second, and the end."""
    shown_at = float("-inf")
    for event in events:
        first_words = isinstance(event, TextDelta) and not draft.typed
        draft = draft.after(event)
        if isinstance(event, Answer) or first_words or clock() - shown_at >= FRAME_SECONDS:
            yield draft
            shown_at = clock()
