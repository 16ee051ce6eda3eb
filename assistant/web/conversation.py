"""What one reader has asked so far. Immutable: it lives in that reader's session and is never shared."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Step, StreamEvent, TextDelta
from assistant.desk.feedback import Feedback
from assistant.retrieval.query import Chip, Filters
from assistant.web import actions, growing, render

NO_FILTERS = Filters()

MOST_ABOVE = 6
"""Turns that stay above the last one; all of them are on the conversation's own page."""

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
        answer_id: Of the kept answer; empty while there is none.
        feet: What stands below a finished answer for as long as it is the last one.
        acts: What stands below it for good.
        ticket: Names this asking of it, so that it can be stopped.
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
    answer_id: str = ""
    feet: str = ""
    acts: str = ""
    ticket: str = ""

    @property
    def html(self) -> str:
        """The turn as it is shown while it is the last one."""
        return self._html(is_last=True)

    @property
    def past(self) -> str:
        """The turn as it stays above the next one."""
        return self._html(is_last=False)

    def _html(self, *, is_last: bool) -> str:
        body = self.body or growing.progress(self.steps, self.typed)
        # Not while it is being answered: a second click would start from the conversation before the first.
        waits = self.state == "answering"
        chips = render.understood(self.understood, self.aside, is_last=is_last, is_answering=waits)
        body += self.acts + (self.feet if is_last and not waits else "")
        return render.turn(self.number, self.question, body, state=self.state, filters=self.filters, understood=chips)

    @property
    def reader_filters(self) -> Filters:
        """What the reader allows, without what of this question's words was left aside."""
        return replace(self.filters, ignored=())

    def toggled(self, chip_id: str) -> "Draft":
        """Return the same question anew, with one thing that was understood left aside, or taken up again."""
        back = [chip for chip in self.aside if chip.id != chip_id]
        aside = (*back, *(chip for chip in self.understood if chip.id == chip_id))
        filters = replace(self.filters, ignored=tuple(chip.id for chip in aside))
        return Draft(self.number, self.question, self.asked_on, filters, aside=aside)

    def retried(self) -> "Draft":
        """Return the same question anew."""
        return Draft(self.number, self.question, self.asked_on, self.filters, aside=self.aside)

    def after(self, event: StreamEvent) -> "Draft":
        """Return the draft with one more event in it."""
        if isinstance(event, Step):
            return replace(self, steps=(*self.steps, event))
        if isinstance(event, TextDelta):
            return replace(self, typed=self.typed + event.text)
        return self.finished(event)

    def finished(self, answer: Answer, also: render.Also | None = None, given: Feedback | None = None) -> "Draft":
        """Return the draft with its answer.

        Args:
            answer: The answer.
            also: The other outlets that have the same text, by article id.
            given: What its reader thinks of it.
        """
        return replace(
            self,
            state="refused" if answer.refused else "answered",
            body=render.answered(self.number, answer, self.asked_on, also),
            understood=answer.understood,
            answer_id=answer.answer_id,
            acts=actions.actions(answer, given),
            feet=actions.following(answer) + actions.again(),
        )

    def stopped(self) -> "Draft":
        """Return the draft as the reader stopped it; a finished one stays as it is."""
        if self.state != "answering":
            return self
        return replace(self, state="stopped", body=growing.stopped(self.steps, self.typed), feet=actions.again())

    def failed(self, card: str) -> "Draft":
        """Return the draft with a card that says why there is no answer."""
        return replace(self, state="failed", body=card, kept=False, feet=actions.again())


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one session: those above as HTML, and the one below them.

    Attributes:
        past: The last turns before; older ones are only counted, so that a long day costs no more than a short.
        live: The last turn.
        asked: How many questions there were.
        name: Under which it is kept; empty where nothing is kept.
        is_changing: Whether the next question takes the place of the last one.
    """

    past: tuple[str, ...] = ()
    live: Draft | None = None
    asked: int = 0
    name: str = ""
    is_changing: bool = False

    @property
    def above(self) -> str:
        """The turns above the last one, as HTML."""
        earlier = self.asked - len(self.past) - (self.live is not None)
        return render.earlier(earlier, self.name) + "".join(self.past)

    def begin(self, question: str, asked_on: dt.date, filters: Filters = NO_FILTERS) -> "Conversation":
        """Return the conversation with a new question at its end, or in the place of the last one."""
        if self.is_changing and self.live is not None:
            anew = Draft(self.live.number, question, asked_on, filters)
            return replace(self, live=anew, is_changing=False)
        kept = self.live is not None and self.live.kept
        past = (*self.past, self.live.stopped().past) if self.live is not None and kept else self.past
        number = self.asked + 1 if kept or self.live is None else self.asked
        return replace(
            self,
            past=past[-MOST_ABOVE:],
            live=Draft(number, question, asked_on, filters),
            asked=number,
            is_changing=False,
        )

    def again(self, chip_id: str) -> "Conversation":
        """Return the conversation with its last question asked anew, in its place; see `Draft.toggled`."""
        return self if self.live is None else replace(self, live=self.live.toggled(chip_id))

    def retried(self) -> "Conversation":
        """Return the conversation with its last question asked anew as it was."""
        return self if self.live is None else replace(self, live=self.live.retried())

    def showing(self, live: Draft) -> "Conversation":
        """Return the conversation with another state of its last turn."""
        return replace(self, live=live)


def frames(
    draft: Draft,
    events: Iterable[StreamEvent],
    clock: Callable[[], float] = time.monotonic,
    also_of: Callable[[Answer], render.Also] | None = None,
) -> Iterator[Draft]:
    """Yield states of a turn worth showing: the first words at once, then at most twelve a second, and the end.

    Args:
        draft: The turn as it begins.
        events: What the assistant yields.
        clock: Tells the seconds.
        also_of: Finds the other outlets that have the text of what an answer cites.
    """
    shown_at = float("-inf")
    for event in events:
        first_words = isinstance(event, TextDelta) and not draft.typed
        if isinstance(event, Answer) and also_of is not None:
            draft = draft.finished(event, also_of(event))
        else:
            draft = draft.after(event)
        if isinstance(event, Answer) or first_words or clock() - shown_at >= FRAME_SECONDS:
            yield draft
            shown_at = clock()
