"""What every response carries, and what is refused before anything else looks at it."""

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.shell import dress

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names this machine goes by; a page elsewhere that points its own name at us is refused (DNS rebinding)."""

UNUSED = ("upload", "file=", "file/", "proxy=", "deep_link", "stream/", "runs")
"""Gradio's routes that read files, fetch addresses or write state. The page uses none of them, so nobody may."""

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
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For everything that is not Gradio's page: no script at all."""


class SafeHeaders:
    """ASGI middleware: known hosts only, unused routes closed, security headers on all, our dress on the index page."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK_NAMES) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if hostname(Headers(scope=scope).get("host", "")) not in self.hosts:
            await PlainTextResponse("This host name is not served here.", 421)(scope, receive, send)
        elif is_unused(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self.app(scope, receive, Dresser(send))
        else:
            await self.app(scope, receive, with_headers(send))


def hostname(header: str) -> str:
    """Return the name in a Host header, without port and brackets; empty if it is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def is_unused(path: str) -> bool:
    """Say whether a path leads to a part of Gradio that this page has no use for."""
    _, found, rest = path.partition("/gradio_api/")
    return bool(found) and rest.startswith(UNUSED)


def with_headers(send: Send) -> Send:
    """Return a `send` that adds our headers to the response; bodies stream through untouched."""

    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_ALWAYS | {"Content-Security-Policy": _PLAIN})
        await send(message)

    return add


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
