"""One streamed answer of a server that speaks OpenAI's chat protocol, as Ollama, llama.cpp and most others do."""

import ipaddress
import json
import time
from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from assistant.errors import WriterError

CONNECT_SECONDS = 5.0
TRIES = 2
"""A server that is only just starting, or too busy, is asked once more."""

PAUSE_SECONDS = 0.5
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_LINE = 1_000_000


def stream(url: str, body: Mapping[str, Any], *, key: str, seconds: float) -> Generator[str]:
    """Yield the pieces of an answer; closing the generator closes the connection, which stops the server.

    Args:
        url: Of the endpoint, `…/chat/completions`.
        body: The request, but for `stream`.
        key: Sent as a bearer token; none if empty.
        seconds: Longest wait for a piece.

    Raises:
        WriterError: The server cannot be reached, refuses, keeps silent or talks nonsense.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    # A proxy of the environment has no way to this machine's own loopback.
    with httpx.Client(timeout=timeout, headers=headers, trust_env=not is_loopback(url)) as client:
        for left in reversed(range(TRIES)):
            try:
                yield from _once(client, url, body)
            except _TryAgainError as error:
                if not left:
                    raise WriterError(f"The language model at {url} {error}.") from error
                time.sleep(PAUSE_SECONDS)
            else:
                return


class _TryAgainError(Exception):
    """Nothing was said yet, and the next try may fare better."""


def _once(client: httpx.Client, url: str, body: Mapping[str, Any]) -> Iterator[str]:
    count = 0
    try:
        with client.stream("POST", url, json={**body, "stream": True}) as response:
            if response.status_code in _BUSY:
                raise _TryAgainError(f"answered with status {response.status_code}")
            if not response.is_success:
                raise WriterError(f"The language model at {url} answered with status {response.status_code}.")
            for piece in _pieces(response.iter_lines()):
                count += 1
                yield piece
    except httpx.TimeoutException as error:
        raise WriterError(f"The language model at {url} kept silent for too long.") from error
    except httpx.TransportError as error:
        if count:
            raise WriterError(f"The language model at {url} broke off.") from error
        raise _TryAgainError("cannot be reached") from error
    if not count:
        raise WriterError(f"The language model at {url} said nothing that can be read.")


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """Yield the text of each event; what is no event of the protocol is passed over."""
    for line in lines:
        if not line.startswith("data:") or len(line) > _LONGEST_LINE:
            continue
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return
        if piece := _text(data):
            yield piece


def _text(data: str) -> str:
    try:
        found = json.loads(data)["choices"][0]["delta"].get("content")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""


def is_loopback(url: str) -> bool:
    """Whether an address is this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
