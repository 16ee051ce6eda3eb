import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.problems import add_handlers, kind_of, of_error
from assistant.errors import (
    ForbiddenError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    InputError,
    NewsAssistantError,
    PrivateAddressError,
    QuestionError,
)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (QuestionError("x"), 422, "question"),
        (InputError("x"), 422, "input"),
        (PrivateAddressError("x"), 422, "private-address"),
        (IndexMissingError("x"), 503, "index-missing"),
        (IndexDamagedError("x"), 503, "index-damaged"),
        (ForbiddenError("x"), 403, "forbidden"),
        (NewsAssistantError("x"), 500, "news-assistant"),
    ],
)
def test_each_kind_has_its_status_and_name(error: NewsAssistantError, status: int, kind: str) -> None:
    reply = of_error(error)
    assert (reply.status_code, kind_of(error)) == (status, kind)


def test_what_is_busy_says_when_to_come_again() -> None:
    assert of_error(IndexBusyError("x")).headers["retry-after"] == "5"


def test_every_error_has_the_same_form(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    add_handlers(app)

    @app.get("/ours")
    def ours() -> None:
        raise QuestionError("It is empty \ud800.", remedy="Ask something.")

    @app.get("/fault")
    def fault() -> None:
        raise KeyError("secret")

    @app.get("/typed")
    def typed(number: int) -> int:
        return number

    client = TestClient(app, raise_server_exceptions=False)
    for path, status, kind in (
        ("/ours", 422, "question"),
        ("/fault", 500, "fault"),
        ("/typed?number=x", 422, "request"),
        ("/nowhere", 404, "http"),
    ):
        reply = client.get(path)
        told = reply.json()
        assert reply.headers["content-type"] == "application/problem+json"
        assert (reply.status_code, told["status"], told["type"]) == (status, status, f"urn:news-assistant:{kind}")
        assert told["detail"]
        assert told["instance"] == path.partition("?")[0]
        assert set(told) == {"type", "title", "status", "detail", "remedy", "instance"}
    assert "secret" not in client.get("/fault").text
    assert "secret" in caplog.text
    assert "number" in client.get("/typed?number=x").json()["detail"]
