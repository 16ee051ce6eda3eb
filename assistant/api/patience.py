"""A connection that waits for the head of a request, but not for ever."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
"""Within this time the head of a request must be here; bodies are watched in `bodies.py`."""


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, which closes a connection that sends its head byte by byte, or nothing at all.

    Each such connection costs little, but whoever opens thousands would leave none for readers.
    """

    head_seconds = HEAD_SECONDS
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait on only if it is no whole head yet."""
        super().data_received(data)
        self._wait_or_not()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_or_not(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()


def protocol(head_seconds: float = HEAD_SECONDS) -> Any:  # noqa: ANN401 - uvicorn's type for it is a class or a name
    """Return the protocol with another patience."""
    return type("PatientProtocol", (PatientProtocol,), {"head_seconds": head_seconds})
