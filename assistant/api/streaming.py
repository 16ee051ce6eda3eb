"""An answer as it is made, as server-sent events: steps, pieces of text, the answer; or what went wrong."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import anyio
from fastapi.responses import StreamingResponse

from assistant.answering.answer import Answer, Step, StreamEvent, TextDelta
from assistant.api.problems import fault, of_error
from assistant.api.replies import Reply
from assistant.errors import NewsAssistantError
from assistant.jsonable import as_json

logger = logging.getLogger(__name__)

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""A proxy that collects the pieces would make one piece of them."""


class Work:
    """One answer, made in a thread that has its turn from the first event to the last.

    An answer that is half done holds a snapshot of the archive and what was read of it. With a turn for each event
    all who ask would have one half done, and the last of them would be as late as all others.
    """

    def __init__(self, events: Iterator[StreamEvent], turns: anyio.CapacityLimiter) -> None:
        self._events = events
        self._loop = asyncio.get_running_loop()
        self._made: asyncio.Queue[StreamEvent | Exception | None] = asyncio.Queue()
        self._is_unwanted = threading.Event()
        self._task = asyncio.create_task(anyio.to_thread.run_sync(self._make, limiter=turns))

    async def next(self) -> StreamEvent | None:
        """Return the next event, None after the last; what was raised in the thread is raised here."""
        event = await self._made.get()
        if isinstance(event, Exception):
            raise event
        return event

    def stop(self) -> None:
        """Let go of it: nobody waits for the rest, or even for its turn."""
        self._is_unwanted.set()
        self._task.cancel()

    def _make(self) -> None:
        last: Exception | None = None
        try:
            for event in self._events:
                if self._is_unwanted.is_set():
                    break
                self._tell(event)
        except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
            last = error
        finally:
            if isinstance(self._events, Generator):
                self._events.close()
            self._tell(last)

    def _tell(self, event: StreamEvent | Exception | None) -> None:
        self._loop.call_soon_threadsafe(self._made.put_nowait, event)


async def streamed(events: Iterator[StreamEvent], turns: anyio.CapacityLimiter, path: str) -> StreamingResponse:
    """Return the response for a question; errors before the first event are raised, later ones are an event.

    Args:
        events: What the assistant yields.
        turns: How many answers are worked on at once.
        path: The path that was asked for.
    """
    work = Work(events, turns)
    try:
        first = await work.next()
    except BaseException:  # whoever asked may have gone while they waited for their turn
        work.stop()
        raise
    return StreamingResponse(_lines(first, work, path), media_type="text/event-stream", headers=HEADERS)


async def _lines(first: StreamEvent | None, work: Work, path: str) -> AsyncIterator[str]:
    event = first
    try:
        while event is not None:
            yield line(event)
            event = await work.next()
    except NewsAssistantError as error:
        yield _event("error", _content(of_error(error, path)))
    except Exception:  # the response has begun: whoever waits gets words, the log gets all of it
        logger.exception("answering failed")
        yield _event("error", _content(fault(path)))
    finally:
        work.stop()


def line(event: StreamEvent) -> str:
    """Return one event of an answer as it is sent."""
    if isinstance(event, Step):
        return _event("step", {"name": event.name, "detail": event.detail})
    if isinstance(event, TextDelta):
        return _event("text", {"text": event.text})
    assert isinstance(event, Answer)  # noqa: S101 - there is no fourth kind
    return _event("answer", as_json(event))


def _event(name: str, content: Any) -> str:  # noqa: ANN401 - any JSON
    return f"event: {name}\ndata: {json.dumps(content, default=str)}\n\n"


def _content(response: Reply) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(bytes(response.body))
