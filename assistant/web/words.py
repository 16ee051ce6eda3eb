"""Errors of the pages, in words a reader can use."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from assistant.errors import ForbiddenError, IndexBusyError, NewsAssistantError, StoreError
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


def _code(error: NewsAssistantError) -> int:
    if isinstance(error, IndexBusyError):
        return 409
    if isinstance(error, ForbiddenError):
        return 403
    return 503 if isinstance(error, StoreError) else 404
