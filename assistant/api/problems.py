"""What failed, on what, and what to do: every error of the API in the form of RFC 9457."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.api.replies import Reply
from assistant.errors import (
    AccessError,
    ForbiddenError,
    IndexBusyError,
    InputError,
    NewsAssistantError,
    QuestionError,
    StoreError,
    UsageError,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

BUSY_AGAIN_SECONDS = "5"
"""When to try again what another writer held up; most ingests of a day are over by then."""

_STATUS: tuple[tuple[type[NewsAssistantError], int, str], ...] = (
    (ForbiddenError, 403, "Not allowed"),
    (AccessError, 401, "Not logged in"),
    (QuestionError, 422, "The question cannot be asked"),
    (InputError, 422, "The input cannot be read"),
    (UsageError, 422, "The request is wrong"),
    (IndexBusyError, 503, "The archive is busy"),
    (StoreError, 503, "The archive cannot serve"),
    (NewsAssistantError, 500, "It failed"),
)
"""The first kind that fits."""

_HTTP = {404: "Not found", 405: "Not in this way", 413: "Too large", 415: "Not in this form"}

_MOST_VALUES = 3


class Problem(BaseModel):
    """An error: what failed, on what, and what to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:news-assistant:question",
                    "title": "The question cannot be asked",
                    "status": 422,
                    "detail": "The question is empty.",
                    "remedy": 'Ask something, such as "What happened?"',
                    "instance": "/api/v1/ask",
                }
            ]
        }
    )

    type: str = Field(description="Names the kind of problem; programs may rely on it.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status once more.")
    detail: str = Field(description="What failed, and on what.")
    remedy: str = Field(description="What to do about it; empty where nothing helps.")
    instance: str = Field(description="The path that was asked for.")


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    remedy: str = "",
    *,
    instance: str = "",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return a response in the form of RFC 9457."""
    told = Problem(
        type=f"urn:news-assistant:{kind}", title=title, status=status, detail=detail, remedy=remedy, instance=instance
    )
    return Reply(told.model_dump(), status, dict(headers or {}), media_type=MEDIA_TYPE)


def of_error(error: NewsAssistantError, instance: str = "") -> Reply:
    """Return the response for one of our errors."""
    status, title = next((status, title) for kind, status, title in _STATUS if isinstance(error, kind))
    headers = {"Retry-After": BUSY_AGAIN_SECONDS} if isinstance(error, IndexBusyError) else None
    return problem(status, kind_of(error), title, error.message, error.remedy, instance=instance, headers=headers)


def not_found(error: NewsAssistantError, instance: str) -> Reply:
    """Return the response where what was named is not there."""
    return problem(404, "missing", "Not found", error.message, error.remedy, instance=instance)


def kind_of(error: NewsAssistantError) -> str:
    """Return the name of a kind of error as it stands in `type`: question, index-busy, forbidden."""
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def add_handlers(app: FastAPI) -> None:
    """Have every error leave the application in this form."""
    app.add_exception_handler(NewsAssistantError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, NewsAssistantError)  # noqa: S101 - what it is registered for
    return of_error(error, request.url.path)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [f"{_place(item)}: {item['msg']}" for item in error.errors()]
    more = f" And {len(found) - _MOST_VALUES} more." if len(found) > _MOST_VALUES else ""
    detail = "; ".join(found[:_MOST_VALUES]) + "." + more
    remedy = "See /api/v1/openapi.json for what is accepted."
    return problem(422, "request", "The request cannot be read", detail, remedy, instance=request.url.path)


def _place(item: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0])


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    title = _HTTP.get(error.status_code, "It failed")
    return problem(
        error.status_code,
        "http",
        title,
        str(error.detail),
        instance=request.url.path,
        headers=error.headers,
    )


def _fault(request: Request, error: Exception) -> Response:
    logger.error("a fault in the program at %s", request.url.path, exc_info=error)
    return fault(request.url.path)


def fault(instance: str) -> Reply:
    """Return the response for a fault of ours, of which the log has the rest."""
    detail = "A fault in the program; the log of the server has the rest."
    return problem(500, "fault", "It failed", detail, "Please report it.", instance=instance)
