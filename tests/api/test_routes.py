import dataclasses

import pytest
from fastapi.testclient import TestClient

from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, ModelError, StoreError
from tests.web.fake_desk import ARCHIVE, FakeDesk


def test_healthy(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "revision": 1, "articles": 5}


def test_empty_is_not_ill(client: TestClient, desk: FakeDesk) -> None:
    desk.error = IndexMissingError("Nothing here.")
    reply = client.get("/healthz")
    assert (reply.status_code, reply.json()["status"]) == (200, "empty")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (IndexDamagedError("catalog.sqlite is torn.", remedy="Run `news-assistant rebuild`."), "damaged"),
        (IndexBusyError("Another process is writing."), "busy"),
        (ModelError("The model is missing."), "unavailable"),
    ],
)
def test_ill_says_why(client: TestClient, desk: FakeDesk, error: StoreError, state: str) -> None:
    desk.error = error
    reply = client.get("/healthz")
    assert reply.status_code == 503
    assert reply.json() == {"status": state, "message": error.message, "remedy": error.remedy}


def test_broken_vectors_are_told(client: TestClient, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = desk.status()
    monkeypatch.setattr(desk, "status", lambda: dataclasses.replace(whole, vectors="A file is torn."))
    reply = client.get("/healthz")
    assert reply.status_code == 503
    assert (reply.json()["status"], reply.json()["message"]) == ("damaged", "A file is torn.")


def test_the_article_page_marks_the_slice(client: TestClient) -> None:
    piece = ARCHIVE[2]
    page = client.get("/article", params={"id": piece.article_id, "version": 1, "start": 0, "end": 83}).text
    assert f'<mark id="cited">{piece.text[:83]}</mark>' in page


def test_an_unknown_article_gets_words(client: TestClient) -> None:
    reply = client.get("/article", params={"id": "<script>"})
    assert reply.status_code == 404
    assert "There is no article" in reply.text
    assert "<script>" not in reply.text


@pytest.mark.parametrize("query", ["", "?id=suez-1&version=0", "?id=suez-1&start=-1", "?id=suez-1&end=x"])
def test_a_broken_address_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/article{query}").status_code == 422


def test_a_damaged_archive_is_no_missing_article(
    client: TestClient, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object) -> None:
        raise IndexDamagedError("catalog.sqlite is torn.")

    monkeypatch.setattr(desk, "article", torn)
    assert client.get("/article?id=suez-1").status_code == 503
