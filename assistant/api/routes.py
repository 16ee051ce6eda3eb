"""Routes beside the chat: health for whoever watches the process."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StoreError
from assistant.web.desk import Desk

REBUILD = "Run `news-assistant rebuild`; until then answers come from the words alone."


def routes(desk: Desk) -> APIRouter:
    """Return the routes over one open assistant."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> Response:
        return health(desk)

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
