"""Heads that come byte by byte, over a real connection."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant.api.listen import bound_socket
from assistant.api.patience import protocol

PATIENCE = 0.6
REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def well(_: Request) -> PlainTextResponse:
    return PlainTextResponse("well")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Starlette(routes=[Route("/", well)])
    with bound_socket("127.0.0.1", 0) as listener:
        config = uvicorn.Config(app, log_level="error", http=protocol(PATIENCE), timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def closed_after(link: socket.socket, pieces: list[bytes], pause: float) -> float:
    """Send pieces until the other side hangs up, and return the seconds that took."""
    began = time.monotonic()
    link.settimeout(pause)
    for piece in pieces:
        try:
            link.sendall(piece)
            if link.recv(1000) == b"":
                return time.monotonic() - began
        except TimeoutError:
            continue
        except (BrokenPipeError, ConnectionResetError):
            return time.monotonic() - began
    return float("inf")


@pytest.mark.parametrize("pieces", [[REQUEST[:number] or b"G" for number in (1,)] * 100, [b"X-A: b\r\n"] * 100])
def test_a_head_that_trickles_is_hung_up_on(port: int, pieces: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(b"GET / HTTP/1.1\r\n")
        assert PATIENCE - 0.2 < closed_after(link, pieces, 0.1) < 6


def test_so_is_whoever_says_nothing(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=6) as link:
        assert link.recv(10) == b""


def test_whoever_asks_is_answered_more_than_once(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=6) as link:
        for _ in range(3):
            link.sendall(REQUEST)
            answer = b""
            while not answer.endswith(b"well"):
                answer += link.recv(1000)
            time.sleep(0.1)
