"""How much may be sent, and how slowly."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import problem

SMALL_BYTES = 256 * 1024
"""Largest body of a request that carries no files: a question with its filters takes a few thousand."""

UPLOADS = ("/api/v1/ingest", "/archive/upload")

GRACE_SECONDS = 15.0
"""Within this time a small body must be here, and the first piece of any; afterwards uploads must keep their pace."""

SLOWEST_BYTES = 16 * 1024
"""Bytes a second that an upload must bring on the average; a telephone in a train is faster."""


_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a body is not read."""

    status: int
    kind: str
    detail: str
    remedy: str


class BodyLimits:
    """ASGI middleware: bodies that are too large are refused as soon as that is known, those that trickle as well."""

    def __init__(self, app: ASGIApp, upload_bytes: int, grace: float = GRACE_SECONDS) -> None:
        self.app = app
        self.upload_bytes = upload_bytes
        self.grace = grace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on with a body that is watched, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.upload_bytes if scope["path"].startswith(UPLOADS) else SMALL_BYTES
        watched = Watched(receive, send, most, self.grace)
        if announced(scope) > most:
            watched.refusal = too_large(most)
        else:
            try:
                await self.app(scope, watched.receive, watched.send)
            except ClientDisconnect:
                if watched.refusal is None:
                    raise
        if watched.refusal is not None and not watched.has_started:
            why = watched.refusal
            answer = problem(
                why.status,
                why.kind,
                "The request was not read",
                why.detail,
                why.remedy,
                instance=scope["path"],
                headers={"Connection": "close"},
            )
            await answer(scope, receive, send)


class Watched:
    """The two ends of one request.

    A refused body looks to the application as if the other side had gone, which all of its parts know how to end
    with; what they say about it is not sent, since the other side is still there and hears the reason.
    """

    def __init__(
        self, receive: Receive, send: Send, most: int, grace: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._receive, self._send = receive, send
        self._most, self._grace, self._clock = most, grace, clock
        self._since = clock()
        self._counted = 0
        self._is_whole = False
        self.has_started = False
        self.refusal: Refusal | None = None

    async def send(self, message: Message) -> None:
        """Send one message of the application's."""
        if self.refusal is None or self.has_started:
            self.has_started = True
            await self._send(message)

    async def receive(self) -> Message:
        """Return the next piece of the body."""
        if self._is_whole:
            return await self._receive()  # waits for the other side to go away, however long that takes
        if self.refusal is not None:
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(self._receive(), max(0.01, self._time_left()))
        except TimeoutError:
            self.refusal = too_slow(self._counted)
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            self._counted += len(message.get("body", b""))
            self._is_whole = not message.get("more_body")
            if self._counted > self._most:
                self.refusal = too_large(self._most)
                return {"type": "http.disconnect"}
        return message

    def _time_left(self) -> float:
        return self._grace + self._counted / SLOWEST_BYTES - (self._clock() - self._since)


def announced(scope: Scope) -> int:
    """Return the length of the body that is announced; 0 where none is, or in no number."""
    words = Headers(scope=scope).get("content-length", "")
    return int(words) if words.isdecimal() and len(words) < _MOST_DIGITS else 0


def too_large(most: int) -> Refusal:
    """Return the refusal of a body of more than `most` bytes."""
    detail = f"The body has more than {most:,} bytes."
    return Refusal(413, "too-large", detail, "Send less, or in several requests.")


def too_slow(counted: int) -> Refusal:
    """Return the refusal of a body of which `counted` bytes came in time."""
    return Refusal(408, "slow", f"Only {counted:,} bytes came in time.", "Send the body without pauses.")
