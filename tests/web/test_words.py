"""Errors of the pages come as pages in words, with the code that fits and nothing else of them caught."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from assistant.errors import (
    ForbiddenError,
    IndexBusyError,
    IndexMissingError,
    InputError,
    NewsAssistantError,
    StoreError,
    UsageError,
)
from assistant.web.words import InWords

CODES = {
    IndexBusyError: 409,
    ForbiddenError: 403,
    IndexMissingError: 503,
    StoreError: 503,
    InputError: 404,
    UsageError: 404,
}
RAISED: dict[str, type[Exception]] = {error.__name__: error for error in (*CODES, ZeroDivisionError)}


@pytest.fixture
def client() -> Iterator[TestClient]:
    router = APIRouter(route_class=InWords)

    @router.get("/fails/{name}")
    def fails(name: str) -> HTMLResponse:
        error = RAISED[name]
        if issubclass(error, NewsAssistantError):
            raise error("It <b>is</b> so.", remedy="Run `status`.")
        raise error

    @router.get("/works")
    async def works() -> HTMLResponse:
        return HTMLResponse("fine")

    application = FastAPI()
    application.include_router(router)
    with TestClient(application, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("error", CODES)
def test_an_error_of_ours_is_a_page_with_its_code(client: TestClient, error: type[NewsAssistantError]) -> None:
    reply = client.get(f"/fails/{error.__name__}")
    assert reply.status_code == CODES[error]
    assert reply.headers["content-type"].startswith("text/html")
    assert "<h1>It &lt;b&gt;is&lt;/b&gt; so.</h1><p>Run <code>status</code>.</p>" in reply.text
    assert '<main id="main">' in reply.text


def test_another_error_is_left_to_whoever_looks_after_those(client: TestClient) -> None:
    reply = client.get("/fails/ZeroDivisionError")
    assert reply.status_code == 500
    assert "<main" not in reply.text


def test_a_page_without_an_error_comes_as_it_is(client: TestClient) -> None:
    assert client.get("/works").text == "fine"
