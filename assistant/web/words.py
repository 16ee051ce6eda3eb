"""Errors of the pages, in words a reader can use."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.errors import ForbiddenError, IndexBusyError, InputError, NewsAssistantError, StoreError
from assistant.web.pages import error_page


class InWords(APIRoute):
    """A route whose errors are pages in words."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with our errors caught."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except NewsAssistantError as error:
                return HTMLResponse(error_page(error), _code(error))

        return handled


async def nowhere(request: Request, error: Exception) -> Response:
    """Answer for an address that there is not: a page where a browser asks, else what FastAPI says."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    if "text/html" not in request.headers.get("accept", ""):
        return await http_exception_handler(request, error)
    told = InputError("There is no such page.", remedy="The links above lead to those that there are.")
    return HTMLResponse(error_page(told), error.status_code)


def _code(error: NewsAssistantError) -> int:
    if isinstance(error, IndexBusyError):
        return 409
    if isinstance(error, ForbiddenError):
        return 403
    return 503 if isinstance(error, StoreError) else 404
