"""A real server on loopback: slow, failing, hanging, talking nonsense, and stopped."""

import time

import pytest

from assistant.answering import chat_stream
from assistant.answering.chat_stream import stream
from assistant.errors import WriterError
from tests.answering.chat_server import Script, serving


def read(script: Script, *, seconds: float = 5.0, key: str = "") -> str:
    with serving(script) as url:
        return "".join(stream(f"{url}/chat/completions", {"model": "m"}, key=key, seconds=seconds))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_stream, "PAUSE_SECONDS", 0.01)


def test_pieces_are_joined_and_the_request_is_the_protocols() -> None:
    script = Script(["Hall", " won."])
    assert read(script, key="secret") == "Hall won."
    assert script.requests == [{"model": "m", "stream": True}]
    assert script.headers[0]["Authorization"] == "Bearer secret"


def test_without_a_key_none_is_sent() -> None:
    script = Script(["Hall"])
    read(script)
    assert "Authorization" not in script.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_once_more(status: int) -> None:
    script = Script(["Hall won."], statuses=[status])
    assert read(script) == "Hall won."
    assert len(script.requests) == 2


def test_and_not_a_third_time() -> None:
    script = Script(["Hall won."], statuses=[503, 503, 503])
    with pytest.raises(WriterError, match="status 503"):
        read(script)
    assert len(script.requests) == 2


def test_a_refusal_is_not_tried_again() -> None:
    script = Script(statuses=[401])
    with pytest.raises(WriterError, match="status 401"):
        read(script)
    assert len(script.requests) == 1


def test_a_server_that_keeps_silent() -> None:
    begun = time.monotonic()
    with pytest.raises(WriterError, match="silent"):
        read(Script(["Hall"], wait=3), seconds=0.2)
    assert time.monotonic() - begun < 2.5


def test_nobody_there() -> None:
    with serving(Script()) as url:
        pass
    with pytest.raises(WriterError, match="cannot be reached"):
        list(stream(f"{url}/chat/completions", {}, key="", seconds=1))


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>no</html>", b"data: {\n\n", b"data: []\n\n", b'data: {"choices":[{"delta":{"content":3}}]}\n\n'],
)
def test_nonsense(raw: bytes) -> None:
    with pytest.raises(WriterError, match="nothing that can be read"):
        read(Script(raw=raw))


def test_nonsense_between_the_pieces_is_passed_over() -> None:
    raw = b': hello\n\ndata: {"choices":[{"delta":{"content":"Hall"}}]}\n\ndata: ?\n\ndata: [DONE]\n\n'
    assert read(Script(raw=raw)) == "Hall"


def test_closing_it_stops_the_server() -> None:
    script = Script(["word "] * 10_000, wait=0.002)
    with serving(script) as url:
        pieces = stream(f"{url}/chat/completions", {}, key="", seconds=5)
        assert next(pieces) == "word "
        pieces.close()
        assert script.stopped.wait(5)
    assert len(script.sent) < 5000


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]/", True),
        ("https://x.example", False),
    ],
)
def test_what_is_this_machine(url: str, expected: bool) -> None:  # noqa: FBT001
    assert chat_stream.is_loopback(url) is expected
