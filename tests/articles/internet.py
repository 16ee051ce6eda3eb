"""A small internet on this machine: names with public addresses, all of them served by one local server."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from assistant.articles.fetching import Fetcher

PUBLIC = "93.184.215.14"


@dataclass
class Reply:
    """What the server answers at one address."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes."""


@dataclass
class Internet:
    """The pages by (host, path), the addresses by host, and what was asked and dialled."""

    pages: dict[tuple[str, str], Reply | Callable[[Mapping[str, str]], Reply]] = field(default_factory=dict)
    addresses: dict[str, list[list[str]]] = field(default_factory=dict)
    """For each name the answers in the order they are given; the last one stays."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    port: int = 0

    def page(self, url: str, body: str | bytes, *, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Puts a page at an address, with an open robots.txt beside it unless there is one."""
        host, path = _parts(url)
        data = body.encode() if isinstance(body, str) else body
        self.pages[host, path] = Reply(data, headers={"Content-Type": kind} | _dashed(headers))

    def redirect(self, url: str, target: str, status: int = 302) -> None:
        """Sends whoever asks for an address to another."""
        self.pages[_parts(url)] = Reply(status=status, headers={"Location": target})

    def resolve(self, host: str, port: int) -> list[str]:
        """Answers as a resolver does, and for a literal address with the address."""
        answers = self.addresses.get(host)
        if answers is None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            except socket.gaierror:
                return [PUBLIC]
            return [str(found[0][4][0])]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def fetcher(self, *, megabytes: int = 1, seconds: float = 5.0) -> Fetcher:
        """Returns a fetcher that lives in this internet and sleeps on paper."""
        return Fetcher(
            megabytes=megabytes,
            seconds=seconds,
            dialler=_Dialler(self),
            resolver=self.resolve,
            sleep=self.slept.append,
        )


class _Dialler(httpcore.NetworkBackend):
    """Connects every address to the one server, and notes which one was meant."""

    def __init__(self, internet: Internet) -> None:
        self._internet = internet

    def connect_tcp(
        self,
        host: str,
        port: int,  # noqa: ARG002
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self._internet.dialled.append(host)
        backend = httpcore.SyncBackend()
        return backend.connect_tcp("127.0.0.1", self._internet.port, timeout, local_address, socket_options)


@contextmanager
def internet() -> Iterator[Internet]:
    """Runs the server of a new internet."""
    net = Internet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].split(":")[0]
            net.asked.append((host, self.path, dict(self.headers)))
            found = net.pages.get((host, self.path), Reply(status=404))
            reply = found(dict(self.headers)) if callable(found) else found
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not reply.drip:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                if reply.drip:
                    for byte in reply.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(reply.drip)
                else:
                    self.wfile.write(reply.body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the base class
            """Keep the terminal for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    net.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield net
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def packed(text: str) -> bytes:
    """Returns a text as gzip."""
    return gzip.compress(text.encode())


def _parts(url: str) -> tuple[str, str]:
    host, _, path = url.split("://", 1)[1].partition("/")
    return host.split(":")[0], f"/{path}"


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
