"""What the description of the API allows, and what it does not, sent by schemathesis: nothing makes the server fail."""

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from assistant.api.app import doors_of
from assistant.api.guard import Guard
from assistant.api.v1 import PREFIX, api
from tests.api.people import settle
from tests.index.tiny import story, tiny_desk

EXAMPLES = 12
"""For each call, of what is allowed and of what is not; more are a matter of `--hypothesis-profile`, not of minutes."""

Request = schemathesis.Case[Any]

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("schema")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [story(number) for number in range(4)])
        people = settle(folder / "indexes")
        app = FastAPI()
        app.add_middleware(Guard, doors=doors_of(desk.settings))
        app.mount(PREFIX, api(desk, anyio.CapacityLimiter(2)))
        yield app, people["admin"]


def cases(operation: Any) -> Any:  # noqa: ANN401 - schemathesis's own
    """Return a strategy for requests of one call: what the description allows, and what it does not."""
    modes = schemathesis.GenerationMode
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)))


def check_all(app: FastAPI, headers: dict[str, str], check: Callable[[Request], None]) -> int:
    """Run a check on requests of every call and return how many requests that were."""
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app, headers=headers)
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # of our own description; a wrong one ends the test

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=cases(operation))
        def send(case: Request) -> None:
            nonlocal sent
            sent += 1
            check(case)

        send()
    return sent


def test_no_call_makes_the_server_fail(application: tuple[FastAPI, dict[str, str]]) -> None:
    app, headers = application

    def check(case: Request) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    assert check_all(app, headers, check) > 7 * EXAMPLES / 2


def test_nobody_gets_anything(application: tuple[FastAPI, dict[str, str]]) -> None:
    app, headers = application

    def check(case: Request) -> None:
        reply = case.call(headers={"Authorization": "Bearer na_wrong"})
        assert reply.status_code == 401
        case.validate_response(reply, checks=CHECKS)

    assert check_all(app, headers, check) > 7 * EXAMPLES / 2


def test_the_description_names_every_call(application: tuple[FastAPI, dict[str, str]]) -> None:
    app, headers = application
    with TestClient(app, base_url="http://127.0.0.1") as client:
        paths = client.get(f"{PREFIX}/openapi.json", headers=headers).json()["paths"]
    assert set(paths) == {"/ask", "/search", "/articles", "/article", "/article/versions", "/status", "/ingest"}
