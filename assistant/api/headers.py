"""What every response carries, and what is refused before anything else looks at it."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from assistant.api.listen import LOOPBACK_NAMES
from assistant.web.shell import dress

UNUSED = (
    *("upload", "file=", "file/", "proxy=", "deep_link", "stream/", "runs", "run-history", "dev/", "custom_component"),
    *("process_recording", "vibe-", "undo-vibe", "profiling", "info", "openapi.json", "token", "app_id", "call/"),
    *("api/", "run/", "component_server"),
)
"""Gradio's routes that read files, fetch addresses, write state or list events. The page uses none, so nobody may."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_PAGE = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Gradio compiles its HTML templates at run time and needs `unsafe-eval`; inline scripts and `onerror=` stay dead."""
_PLAIN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""For everything that is not Gradio's page: our own files of script alone; nothing inline, nothing compiled."""
CORS = "access-control-"
"""Gradio lets pages of other sites read its answers; we say nothing about it, which means that none may."""


class SafeHeaders:
    """ASGI middleware: known hosts only, unused routes closed, security headers on all, our dress on the index page."""

    def __init__(self, app: ASGIApp, serves: Callable[[str], bool] = LOOPBACK_NAMES.__contains__) -> None:
        self.app = app
        self.serves = serves

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] == "websocket":  # nothing here speaks it, and browsers let any page open one
            await WebSocketClose()(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not self.serves(hostname(Headers(scope=scope).get("host", ""))):
            await PlainTextResponse("This host name is not served here.", 421)(scope, receive, send)
        elif is_unused(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self.app(scope, receive, Dresser(send))
        else:
            await self.app(scope, receive, with_headers(send, _PLAIN))


def hostname(header: str) -> str:
    """Return the name in a Host header, without port and brackets; empty if it is none."""
    try:
        return "" if "@" in header else urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def is_unused(path: str) -> bool:
    """Say whether a path leads to a part of Gradio that this page has no use for."""
    _, found, rest = path.partition("/gradio_api/")
    return bool(found) and rest.startswith(UNUSED)


def with_headers(send: Send, policy: str = _PLAIN) -> Send:
    """Return a `send` that adds our headers to the response; bodies stream through untouched."""

    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            forbid_others(headers)
            headers.update(_ALWAYS | {"Content-Security-Policy": policy})
        await send(message)

    return add


def forbid_others(headers: MutableHeaders) -> None:
    """Take out what would let pages of other sites read the response."""
    for name in [name for name in headers if name.startswith(CORS)]:
        del headers[name]


class Dresser:
    """A `send` that holds back Gradio's index page, dresses it, and lets it go with a nonce of its own."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the response."""
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        nonce = secrets.token_urlsafe(16)
        headers = MutableHeaders(scope=self.start)
        forbid_others(headers)
        if headers.get("content-type", "").startswith("text/html"):
            self.body = dress(self.body.decode(), nonce).encode()
        headers.update(
            _ALWAYS
            | {
                "Content-Security-Policy": _PAGE.format(nonce=nonce),
                "Content-Length": str(len(self.body)),
                "Cache-Control": "no-store",
            }
        )
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})
