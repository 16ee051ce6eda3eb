"""Asking: every question through the very call that the chat makes, in parallel, resumable, in order at the end."""

import dataclasses
import inspect
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.catalog.filters import Day, Filters
from assistant.errors import InputError, QuestionError
from assistant.evaluation.answer_log import AnswerLog, AnswerRow
from assistant.evaluation.questions import Question
from assistant.jsonable import as_json

TAKES_CHOICES = "choices" in inspect.signature(NewsAssistant.ask).parameters


@dataclass(frozen=True, slots=True)
class EvalProgress:
    """How far a run is.

    Attributes:
        done: Questions answered, those of an earlier start included.
        total: Questions there are.
        asked: Questions answered since this start.
        seconds: Time since this start.
    """

    done: int
    total: int
    asked: int
    seconds: float

    @property
    def rate(self) -> float:
        """Questions a second since this start."""
        return self.asked / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """About how long it will take, where there is something to judge by."""
        return (self.total - self.done) / self.rate if self.asked else None


@dataclass(frozen=True, slots=True)
class Asking:
    """How the questions of a run are asked.

    Attributes:
        filters: What may be used as evidence; a question's own `as_of` comes before this one's.
        today: The day of asking for questions that name none.
        threads: How many are asked at the same time.
    """

    filters: Filters = dataclasses.field(default_factory=Filters)
    today: Day = None
    threads: int = 2


def ask_all(
    desk: NewsAssistant,
    questions: Sequence[Question],
    log: AnswerLog,
    asking: Asking,
    progress: Callable[[EvalProgress], None],
) -> list[AnswerRow]:
    """Ask what is not answered yet, and return all answers in the order of the questions.

    Raises:
        InputError: The log holds what is no answer.
        StoreError: The index is missing, busy or damaged; what was answered is kept.
    """
    log.mend()
    answers = log.read()
    waiting = [question for question in questions if question.id not in answers]
    started = time.monotonic()
    kept = len(questions) - len(waiting)
    for asked, row in enumerate(_answers(desk, waiting, asking), start=1):
        log.add(row)
        answers[row["id"]] = row
        progress(EvalProgress(kept + asked, len(questions), asked, time.monotonic() - started))
    ordered = [answers[question.id] for question in questions]
    log.rewrite(ordered)
    return ordered


def ask_one(desk: NewsAssistant, question: Question, asking: Asking) -> AnswerRow:
    """Ask one question as the chat would; one that cannot be asked is told as such and fails nothing else.

    Raises:
        StoreError: The index is missing, busy or damaged.
    """
    filters = asking.filters
    if question.as_of is not None:
        filters = dataclasses.replace(filters, as_of=question.as_of)
    today = question.asked_on or asking.today
    more: dict[str, Any] = {"choices": question.choices} if question.choices and TAKES_CHOICES else {}
    try:
        answer = desk.ask(question.question, filters=filters, today=today, **more)
    except (QuestionError, InputError) as error:
        return {"id": question.id, "question": question.question, "error": str(error)}
    return {"id": question.id, **as_json(answer), **more}


def _answers(desk: NewsAssistant, questions: Sequence[Question], asking: Asking) -> Iterator[AnswerRow]:
    """Yield answers as they come; when one fails or the reader stops, those not begun are never asked."""
    stop = threading.Event()

    def ask(question: Question) -> AnswerRow | None:
        return None if stop.is_set() else ask_one(desk, question, asking)

    with ThreadPoolExecutor(asking.threads, "eval") as pool:
        try:
            for future in as_completed([pool.submit(ask, question) for question in questions]):
                if (row := future.result()) is not None:
                    yield row
        finally:
            stop.set()
