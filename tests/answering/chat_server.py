"""A real HTTP server on loopback that speaks OpenAI's chat protocol, well or badly, as a test tells it."""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does, and what it saw.

    Attributes:
        pieces: Texts of the events, in order.
        statuses: One for each request in turn, 200 after the last.
        wait: Seconds before each piece.
        raw: Sent in the place of events.
        breaks_off: Close the connection without an end.
        tokenizes: Whether it counts tokens, one a word, as llama.cpp does.
    """

    pieces: Iterable[str] = ()
    statuses: list[int] = field(default_factory=list)
    wait: float = 0.0
    raw: bytes | None = None
    breaks_off: bool = False
    tokenizes: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """Run the server and give its address, up to and with /v1."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/tokenize":
                self._tokens(str(body["content"]))
                return
            script.requests.append(body)
            script.headers.append(dict(self.headers))
            status = script.statuses.pop(0) if script.statuses else 200
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if status == 200:
                self._stream()

        def _tokens(self, text: str) -> None:
            self.send_response(200 if script.tokenizes else 404)
            self.end_headers()
            if script.tokenizes:
                self.wfile.write(json.dumps({"tokens": text.split()}).encode())

        def _stream(self) -> None:
            try:
                if script.raw is not None:
                    self.wfile.write(script.raw)
                    return
                for piece in script.pieces:
                    time.sleep(script.wait)
                    event = {"choices": [{"delta": {"content": piece}}]}
                    self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                    self.wfile.flush()
                    script.sent.append(piece)
                if not script.breaks_off:
                    self.wfile.write(b"data: [DONE]\n\n")
            except OSError:  # whoever asked has gone
                script.stopped.set()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
