"""Asking: every question through the very call that the chat makes, in parallel, resumable, in order at the end."""

import contextlib
import dataclasses
import hashlib
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.catalog.filters import Day, Filters
from assistant.errors import InputError, QuestionError
from assistant.evaluation.answer_log import AnswerLog, AnswerRow
from assistant.evaluation.questions import Question
from assistant.jsonable import as_json


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
        open: Whether choices are kept from the assistant, which then answers as the chat does.
    """

    filters: Filters = dataclasses.field(default_factory=Filters)
    today: Day = None
    threads: int = 2
    open: bool = False


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
    _forget(desk, _owner(log))
    waiting = [question for question in questions if question.id not in answers]
    if waiting:
        # Loaded before the threads begin: it is no part of the first answers' time.
        desk.embedder()
        desk.reader()
    started = time.monotonic()
    kept = len(questions) - len(waiting)
    with contextlib.closing(_answers(desk, waiting, asking, _owner(log))) as rows:
        for asked, row in enumerate(rows, start=1):
            log.add(row)
            answers[row["id"]] = row
            progress(EvalProgress(kept + asked, len(questions), asked, time.monotonic() - started))
    ordered = [answers[question.id] for question in questions]
    log.rewrite(ordered)
    return ordered


def ask_one(desk: NewsAssistant, question: Question, asking: Asking, owner: str) -> AnswerRow:
    """Ask one question as the chat would; one that cannot be asked is told as such and fails nothing else.

    The turns before it are asked first, in a conversation of its own that is gone afterwards.

    Raises:
        StoreError: The index is missing, busy or damaged.
    """
    filters = asking.filters
    if question.as_of is not None:
        filters = dataclasses.replace(filters, as_of=question.as_of)
    today = question.asked_on or asking.today
    more: dict[str, Any] = {"choices": question.choices} if question.choices and not asking.open else {}
    try:
        if question.turns:
            with _conversation(desk, question, owner) as talk:
                for turn in question.turns:
                    desk.ask(turn, filters=filters, today=today, conversation=talk, owner=owner)
                more |= {"conversation": talk, "owner": owner}
                answer = desk.ask(question.question, filters=filters, today=today, **more)
        else:
            answer = desk.ask(question.question, filters=filters, today=today, **more)
    except (QuestionError, InputError) as error:
        return {"id": question.id, "question": question.question, "error": str(error)}
    # The id of an answer that is not kept leads nowhere.
    choices = {"choices": question.choices} if "choices" in more else {}
    return {"id": question.id, **as_json(answer), "answer_id": "", **choices, "record": as_json(answer.record)}


@contextlib.contextmanager
def _conversation(desk: NewsAssistant, question: Question, owner: str) -> Iterator[str]:
    """Give the name of a conversation of its own, and take it away afterwards."""
    name = hashlib.sha256(question.id.encode(errors="replace")).hexdigest()[:16]
    try:
        yield name
    finally:
        with contextlib.suppress(InputError):  # not one turn of it could be asked
            desk.conversations.delete(name, owner=owner)


def _owner(log: AnswerLog) -> str:
    """Return whom the conversations of a run belong to: nobody but the run in that folder."""
    return f"evaluation in {log.path.parent.resolve()}"


def _forget(desk: NewsAssistant, owner: str) -> None:
    """Take away the conversations that a killed run left."""
    for left in desk.conversations.listed(owner=owner):
        desk.conversations.delete(left.conversation, owner=owner)


def _answers(
    desk: NewsAssistant, questions: Sequence[Question], asking: Asking, owner: str
) -> Generator[AnswerRow, None, None]:
    """Yield answers as they come; when one fails or the reader stops, those not begun are never asked."""
    stop = threading.Event()

    def ask(question: Question) -> AnswerRow | None:
        return None if stop.is_set() else ask_one(desk, question, asking, owner)

    with ThreadPoolExecutor(asking.threads, "eval") as pool:
        try:
            for future in as_completed([pool.submit(ask, question) for question in questions]):
                if (row := future.result()) is not None:
                    yield row
        finally:
            stop.set()
