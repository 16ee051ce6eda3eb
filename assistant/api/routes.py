"""Routes beside the pages, for whoever watches the process: is it well, can it answer, what has it counted."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.api.caller import VISITOR, Reader
from assistant.api.metrics import Metrics
from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StoreError
from assistant.web.desk import Desk

REBUILD = "Run `news-assistant rebuild`; until then answers come from the words alone."


def routes(desk: Desk, metrics: Metrics) -> APIRouter:
    """Return the routes over one open assistant."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    def healthz(request: Request) -> Response:
        return _told(request, *health(desk))

    @router.get("/readyz")
    def readyz(request: Request) -> Response:
        return _told(request, *readiness(desk))

    @router.get("/metrics")
    def counted(_: Reader) -> Response:
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router


def _told(request: Request, content: dict[str, Any], code: int) -> Response:
    """Return the state in full to whoever is known; to others the one word that a load balancer needs."""
    is_known = VISITOR in request.scope
    return JSONResponse(content if is_known else {"status": content["status"]}, code)


def health(desk: Desk) -> tuple[dict[str, Any], int]:
    """Return whether the archive is well, and 200; 503 with words when it is not."""
    try:
        status = desk.status()
    except IndexMissingError:
        return {"status": "empty", "revision": 0, "articles": 0}, 200
    except StoreError as error:
        return {"status": _state(error), "message": error.message, "remedy": error.remedy}, 503
    if status.vectors != "ok":
        return {"status": "damaged", "message": status.vectors, "remedy": REBUILD}, 503
    state = "ok" if status.articles else "empty"
    return {"status": state, "revision": status.revision, "articles": status.articles}, 200


def readiness(desk: Desk) -> tuple[dict[str, Any], int]:
    """Return whether a question would be answered at once: there are articles, and the model is loaded."""
    content, code = health(desk)
    if content["status"] != "ok":
        return content, 503
    try:
        desk.embedder()
    except StoreError as error:
        return {"status": _state(error), "message": error.message, "remedy": error.remedy}, 503
    return content, code


def _state(error: StoreError) -> str:
    if isinstance(error, IndexBusyError):
        return "busy"
    return "damaged" if isinstance(error, IndexDamagedError) else "unavailable"
