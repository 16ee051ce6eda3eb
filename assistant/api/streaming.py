"""An answer as it is made, as server-sent events: steps, pieces of text, the answer; or what went wrong."""

import json
import logging
from collections.abc import AsyncIterator, Iterator
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

_END = object()


async def streamed(events: Iterator[StreamEvent], turns: anyio.CapacityLimiter, path: str) -> StreamingResponse:
    """Return the response for a question; errors before the first event are raised, later ones are an event.

    Args:
        events: What the assistant yields.
        turns: How many answers are worked on at once.
        path: The path that was asked for.
    """
    first = await anyio.to_thread.run_sync(next, events, _END, limiter=turns)
    return StreamingResponse(_lines(first, events, turns, path), media_type="text/event-stream", headers=HEADERS)


async def _lines(
    first: object, events: Iterator[StreamEvent], turns: anyio.CapacityLimiter, path: str
) -> AsyncIterator[str]:
    event = first
    try:
        while event is not _END:
            yield line(event)
            event = await anyio.to_thread.run_sync(next, events, _END, limiter=turns)
    except NewsAssistantError as error:
        yield _event("error", _content(of_error(error, path)))
    except Exception:  # the response has begun: whoever waits gets words, the log gets all of it
        logger.exception("answering failed")
        yield _event("error", _content(fault(path)))
    finally:
        # The other side may be gone in the middle of an answer, which holds a snapshot of the archive.
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(getattr(events, "close", lambda: None))


def line(event: object) -> str:
    """Return one event of an answer as it is sent."""
    if isinstance(event, Step):
        return _event("step", {"name": event.name, "detail": event.detail})
    if isinstance(event, TextDelta):
        return _event("text", {"text": event.text})
    assert isinstance(event, Answer)  # noqa: S101 - there is no fourth kind
    return _event("answer", as_json(event))


def _event(name: str, content: Any) -> str:  # noqa: ANN401 - any JSON
    return f"event: {name}\ndata: {json.dumps(content)}\n\n"


def _content(response: Reply) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(bytes(response.body))
