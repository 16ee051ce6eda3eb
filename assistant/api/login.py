"""The way in and out for readers: a form, a session that begins anew with each login, and patience with guessers."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.api.caller import Reader, address_of, note
from assistant.api.guard import Doors
from assistant.api.pace import Guesses
from assistant.web.entrance import account_page, login_page

GUESSES_PER_NAME, GUESSES_PER_ADDRESS, GUESS_SECONDS = 5, 20, 900.0
"""Failed tries within a quarter of an hour, of one name from one address and of one address with any names."""

NO_STORE = {"Cache-Control": "no-store"}

Target = Annotated[str, Query(alias="next", max_length=2000)]


def login_routes(doors: Doors) -> APIRouter:
    """Return the routes over the users of one archive."""
    router = APIRouter(include_in_schema=False)
    gate = _Gate(doors)

    @router.get("/login")
    def form(target: Target = "/") -> HTMLResponse:
        return HTMLResponse(login_page(own_path(target)), headers=NO_STORE)

    @router.post("/login")
    def log_in(
        request: Request,
        name: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=2000)] = "",
        target: Annotated[str, Form(alias="next", max_length=2000)] = "/",
    ) -> Response:
        return gate.log_in(request, name.strip().lower(), password, own_path(target))

    @router.post("/logout")
    def log_out(request: Request) -> Response:
        secret = request.cookies.get(doors.cookie)
        if secret:
            doors.sessions.end(secret)
        note(request, "logout")
        response = RedirectResponse("/login", 303, NO_STORE)
        response.delete_cookie(doors.cookie, secure=doors.secure, httponly=True, samesite="lax")
        return response

    @router.get("/account")
    def account(who: Reader) -> HTMLResponse:
        return HTMLResponse(account_page(who), headers=NO_STORE)

    return router


class _Gate:
    """Checks a password, not too often."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.by_name = Guesses(GUESSES_PER_NAME, GUESS_SECONDS)
        self.by_address = Guesses(GUESSES_PER_ADDRESS, GUESS_SECONDS)

    def log_in(self, request: Request, name: str, password: str, target: str) -> Response:
        address = address_of(request.scope)
        pair = f"{address} {name}"
        # Counted by address as well, so that nobody can lock another one out from elsewhere.
        wait = max(self.by_name.wait(pair), self.by_address.wait(address))
        if wait:
            minutes = int(wait // 60) + 1
            return self._refused(target, name, f"Too many failed tries. Wait {minutes} minutes.", 429, int(wait) + 1)
        who = self.doors.accounts.by_password(name, password)
        if who is None:
            self.by_name.failed(pair)
            self.by_address.failed(address)
            self.doors.audit.note(name or "nobody", "page", "login failed", address=address)
            return self._refused(target, name, "Name or password is wrong.", 401)
        self.by_name.forget(pair)
        if old := request.cookies.get(self.doors.cookie):
            self.doors.sessions.end(old)
        secret = self.doors.sessions.start(who)
        self.doors.audit.note(who.name, who.via, "login", address=address)
        response = RedirectResponse(target, 303, NO_STORE)
        response.set_cookie(
            self.doors.cookie,
            secret,
            max_age=self.doors.sessions.seconds,
            secure=self.doors.secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def _refused(self, target: str, name: str, words: str, status: int, seconds: int = 0) -> Response:
        headers = NO_STORE | ({"Retry-After": str(seconds)} if seconds else {})
        return HTMLResponse(login_page(target, words, name), status, headers)


def own_path(target: str) -> str:
    """Return a path of ours to go to; the start page for whatever leads, or could lead, elsewhere."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_own and "\\" not in target else "/"
