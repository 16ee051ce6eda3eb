import asyncio
import threading
import time
from collections.abc import Iterator

import anyio
import pytest

from assistant.answering.answer import Step, StreamEvent, TextDelta
from assistant.api.streaming import Work, streamed
from assistant.errors import QuestionError, StoreError


def events(*found: StreamEvent | Exception) -> Iterator[StreamEvent]:
    for event in found:
        if isinstance(event, Exception):
            raise event
        yield event


async def body(source: Iterator[StreamEvent]) -> str:
    reply = await streamed(source, anyio.CapacityLimiter(1), "/api/v1/ask")
    return "".join([str(piece) async for piece in reply.body_iterator])


def test_events_come_in_their_order() -> None:
    text = asyncio.run(body(events(Step("searching", "x"), TextDelta("More "), TextDelta("\n\ndata: forged"))))
    assert text.startswith('event: step\ndata: {"name": "searching", "detail": "x"}\n\nevent: text\n')
    assert text.count("\n\n") == 3  # a line break inside a text is escaped, so nothing can be forged


def test_an_error_is_a_status_before_the_first_event_and_an_event_later() -> None:
    with pytest.raises(QuestionError):
        asyncio.run(body(events(QuestionError("The question is empty."))))
    text = asyncio.run(body(events(Step("searching", ""), StoreError("Torn.", remedy="Mend it."))))
    assert 'event: error\ndata: {"type": "urn:news-assistant:store"' in text


def test_a_fault_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    text = asyncio.run(body(events(Step("searching", ""), KeyError("secret"))))
    assert "urn:news-assistant:fault" in text
    assert "secret" not in text
    assert "secret" in caplog.text


def test_one_answer_is_whole_before_the_next_begins() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow() -> Iterator[StreamEvent]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        for _ in range(3):
            time.sleep(0.01)
            yield TextDelta("x")
        with lock:
            running -= 1

    async def all_of_them() -> None:
        turns = anyio.CapacityLimiter(2)
        replies = await asyncio.gather(*(streamed(slow(), turns, "/") for _ in range(8)))
        for reply in replies:
            _ = [piece async for piece in reply.body_iterator]

    asyncio.run(all_of_them())
    assert (running, most) == (0, 2)


def test_whoever_goes_away_gives_up_their_turn() -> None:
    closed = threading.Event()

    def endless() -> Iterator[StreamEvent]:
        try:
            while True:
                time.sleep(0.005)
                yield TextDelta("x")
        finally:
            closed.set()

    async def leave() -> None:
        turns = anyio.CapacityLimiter(1)
        work = Work(endless(), turns)
        assert await work.next() == TextDelta("x")
        waiting = Work(events(TextDelta("y")), turns)
        await asyncio.sleep(0.02)
        waiting.stop()
        work.stop()
        last = Work(events(TextDelta("z")), turns)
        assert await asyncio.wait_for(last.next(), 5) == TextDelta("z")

    asyncio.run(leave())
    assert closed.wait(5)  # its thread notices between two events
