"""Routes beside the chat: health for whoever watches the process, and a page of its own for every article."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, NewsAssistantError, StoreError
from assistant.web.desk import Desk
from assistant.web.pages import article_page, error_page

REBUILD = "Run `news-assistant rebuild`; until then answers come from the words alone."


def routes(desk: Desk) -> APIRouter:
    """Return the routes over one open assistant."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> Response:
        return health(desk)

    @router.get("/article")
    def article(
        id: Annotated[str, Query(max_length=2000)],  # noqa: A002 - the name in the address
        version: Annotated[int | None, Query(ge=1)] = None,
        start: Annotated[int | None, Query(ge=0)] = None,
        end: Annotated[int | None, Query(ge=0)] = None,
    ) -> HTMLResponse:
        try:
            piece = desk.article(id, version)
        except StoreError as error:
            return HTMLResponse(error_page(error), 503)
        except NewsAssistantError as error:
            return HTMLResponse(error_page(error), 404)
        return HTMLResponse(article_page(piece, start, end))

    return router


def health(desk: Desk) -> JSONResponse:
    """Return whether the archive can be asked; 503 with words when it cannot."""
    try:
        status = desk.status()
    except IndexMissingError:
        return JSONResponse({"status": "empty", "revision": 0, "articles": 0})
    except StoreError as error:
        return JSONResponse({"status": _state(error), "message": error.message, "remedy": error.remedy}, 503)
    if status.vectors != "ok":
        return JSONResponse({"status": "damaged", "message": status.vectors, "remedy": REBUILD}, 503)
    state = "ok" if status.articles else "empty"
    return JSONResponse({"status": state, "revision": status.revision, "articles": status.articles})


def _state(error: StoreError) -> str:
    if isinstance(error, IndexBusyError):
        return "busy"
    return "damaged" if isinstance(error, IndexDamagedError) else "unavailable"
