"""The one gate: who is asking, did the request come from a page of ours, and is it not one of too many."""

import dataclasses
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.accounts import Accounts
from assistant.access.audit import Audit
from assistant.access.roles import Visitor
from assistant.access.sessions import Sessions
from assistant.api.caller import AUDIT, TABS, VISITOR
from assistant.api.pace import Pace
from assistant.api.problems import of_error, problem
from assistant.api.tabs import Tabs
from assistant.errors import NewsAssistantError

COOKIE = "news-assistant-session"

PUBLIC = ("/healthz", "/readyz", "/login")
"""What whoever is nobody may ask for: whether the process is well, and the way in."""

PUBLIC_FOLDERS = ("/ui/",)
"""Our style sheet and icon, which the login page needs; the same for everybody."""

ASKING = ("/api/v1/ask", "/api/v1/search", "/mcp", "/gradio_api/queue/join")
"""What makes the machine work; these count towards the limit of questions."""

LISTENING = ("/gradio_api/queue/data", "/gradio_api/heartbeat/")
"""Where an open page hears what was answered to it."""

SAFE = frozenset({"GET", "HEAD"})


@dataclasses.dataclass(frozen=True, slots=True)
class Doors:
    """What the gate decides by.

    Attributes:
        pace: How many questions each user may ask.
        open_to_all: Whether everybody is let in while there is no user: only on loopback.
        tabs: Whose open page it is.
        public_url: Address under which readers come, where there is a proxy before us.
    """

    accounts: Accounts
    sessions: Sessions
    audit: Audit
    pace: Pace
    open_to_all: bool
    public_url: str | None = None
    tabs: Tabs = dataclasses.field(default_factory=Tabs)

    @property
    def secure(self) -> bool:
        """Whether readers come by https, so that the cookie goes no other way."""
        return (self.public_url or "").startswith("https:")

    @property
    def cookie(self) -> str:
        """Name of the cookie; with its prefix no other host or path can set or read it."""
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    def whoever(self, connection: HTTPConnection) -> Visitor | None:
        """Return who is asking, or None for nobody. Reads the file of users."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            # Who shows a token wants to be known by it: a wrong one is no reason to look at the cookie.
            return self.accounts.by_token(token.strip())
        secret = connection.cookies.get(self.cookie)
        if secret and (found := self.sessions.visitor(secret)):
            return found
        return Visitor.local() if self.open_to_all and not self.accounts.exist() else None


class Guard:
    """ASGI middleware: nobody passes who is not known, and no other site's page acts in a reader's name."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        response = await self._refusal(scope)
        await (response or self.app)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> ASGIApp | None:
        connection, path = HTTPConnection(scope), scope["path"]
        if scope["method"] not in SAFE and is_foreign(connection.headers, self.doors.public_url):
            return problem(
                403, "foreign", "Not from here", "The request came from a page of another site.", instance=path
            )
        if path.startswith(PUBLIC_FOLDERS):
            return None
        scope[AUDIT], scope[TABS] = self.doors.audit, self.doors.tabs
        try:
            who = await run_in_threadpool(self.doors.whoever, connection)
        except NewsAssistantError as error:
            return of_error(error, path)
        if who is not None:
            scope[VISITOR] = who
            if path.startswith(LISTENING) and not self.doors.tabs.belongs(_tab(connection), who.owner):
                return problem(403, "forbidden", "Not allowed", "Somebody else opened this page.", instance=path)
            return self._limit(scope, who)
        return None if path in PUBLIC else _way_in(scope, connection.headers)

    def _limit(self, scope: Scope, who: Visitor) -> ASGIApp | None:
        path = scope["path"]
        if who == Visitor.local() or not path.startswith(ASKING):
            return None
        wait = self.doors.pace.wait(who.owner)
        if not wait:
            return None
        detail = f"{who.name} asked {self.doors.pace.per_minute} questions within a minute."
        seconds = {"Retry-After": str(int(wait) + 1)}
        remedy = f"Try again in {int(wait) + 1} seconds."
        return problem(429, "too-many", "Too many questions", detail, remedy, instance=path, headers=seconds)


def _tab(connection: HTTPConnection) -> str:
    """Return the name of the open page, from the query or as the last part of the path."""
    return connection.query_params.get("session_hash") or connection.scope["path"].rpartition("/")[2]


def is_foreign(headers: Headers, public_url: str | None = None) -> bool:
    """Say whether a browser sent this from a page that is not ours; programs send neither of the two headers."""
    origin = headers.get("origin")
    if origin is not None:
        ours = {f"{scheme}://{headers.get('host', '')}".lower() for scheme in ("http", "https")}
        return origin.lower() not in ours | {(public_url or "").rstrip("/").lower()} - {""}
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _way_in(scope: Scope, headers: Headers) -> ASGIApp:
    path = scope["path"]
    if scope["method"] in SAFE and "text/html" in headers.get("accept", "") and not path.startswith(("/api/", "/mcp")):
        query = scope.get("query_string", b"").decode("latin-1")
        target = f"{path}?{query}" if query else path
        return RedirectResponse(f"/login?next={quote(target, safe='')}", 303, {"Cache-Control": "no-store"})
    return problem(
        401,
        "access",
        "Not logged in",
        "Nobody is known by what came with this request.",
        "Send `Authorization: Bearer TOKEN`; an admin makes one with `news-assistant users token NAME`.",
        instance=path,
        headers={"WWW-Authenticate": 'Bearer realm="news-assistant"'},
    )
