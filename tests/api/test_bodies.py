"""Bodies that are too large or too slow, over a real connection: what a test client sends is always whole."""

import select
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

from assistant.api.bodies import SMALL_BYTES, BodyLimits, announced
from assistant.api.listen import bound_socket

GRACE = 0.5


async def size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Starlette(routes=[Route("/api/v1/ingest", size, methods=["POST"]), Route("/ask", size, methods=["POST"])])
    app.add_middleware(BodyLimits, upload_bytes=2 * SMALL_BYTES, grace=GRACE)
    with bound_socket("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def send(port: int, path: str, pieces: list[bytes], *, length: int | None = None, pause: float = 0.0) -> str:
    """Send a request by hand, in pieces, and return the answer; chunked where no length is given."""
    form = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        link.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{form}\r\n\r\n".encode())
        try:
            for piece in pieces:
                if select.select([link], [], [], pause)[0]:
                    break  # the answer is there before all was sent
                link.sendall(piece if length is not None else b"%x\r\n%s\r\n" % (len(piece), piece))
            else:
                link.sendall(b"" if length is not None else b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server hung up, as it should
        answer = b""
        try:
            while more := link.recv(65536):
                answer += more
        except ConnectionResetError:
            pass
    return answer.decode()


def test_what_fits_is_read(port: int) -> None:
    assert send(port, "/ask", [b"x" * 1000], length=1000).endswith("1000")
    assert send(port, "/ask", [b"x" * 1000] * 3).endswith("3000")
    big = SMALL_BYTES + 1
    assert send(port, "/api/v1/ingest", [b"x" * big], length=big).endswith(str(big))


def test_an_announced_giant_is_refused_before_it_is_sent(port: int) -> None:
    answer = send(port, "/ask", [], length=10**12)
    assert " 413 " in answer.splitlines()[0]
    assert "urn:news-assistant:too-large" in answer


def test_a_giant_in_pieces_is_refused_when_it_is_one(port: int) -> None:
    answer = send(port, "/ask", [b"x" * 65536] * 8)
    assert " 413 " in answer.splitlines()[0]
    answer = send(port, "/api/v1/ingest", [b"x" * 65536] * 16)
    assert " 413 " in answer.splitlines()[0]


def test_a_body_that_trickles_is_cut_off(port: int) -> None:
    started = time.monotonic()
    answer = send(port, "/ask", [b"x"] * 40, length=40, pause=0.1)
    assert " 408 " in answer.splitlines()[0]
    assert "urn:news-assistant:slow" in answer
    answer = send(port, "/ask", [], length=40)  # nothing at all comes
    assert " 408 " in answer.splitlines()[0]
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(("value", "found"), [(b"12", 12), (b"", 0), (b"-1", 0), (b"9" * 30, 0), (b"x", 0)])
def test_announced_lengths(value: bytes, found: int) -> None:
    assert announced({"type": "http", "headers": [(b"content-length", value)]}) == found
