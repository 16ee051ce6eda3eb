import dataclasses
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import build_app
from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, ModelError, StoreError
from assistant.settings import Settings
from tests.api.conftest import ADDRESS
from tests.api.people import settle
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


def test_an_address_that_there_is_not_is_a_page_to_a_browser_and_words_to_a_program(client: TestClient) -> None:
    page = client.get("/nothing-here", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, "There is no such page." in page.text) == (404, True)
    assert 'href="/archive"' in page.text
    assert client.get("/nothing-here", headers={"Accept": "application/json"}).json() == {"detail": "Not Found"}


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


def test_ready_means_that_a_question_is_answered_at_once(
    client: TestClient, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(desk, "embedder", lambda: loaded.append("model"))
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")
    assert loaded == ["model"]

    def missing() -> None:
        raise ModelError("The model is missing.", remedy="Install it.")

    monkeypatch.setattr(desk, "embedder", missing)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json() == {"status": "unavailable", "message": "The model is missing.", "remedy": "Install it."}
    desk.error = IndexMissingError("Nothing here.")
    assert client.get("/readyz").status_code == 503


def test_whoever_is_nobody_gets_one_word(tmp_path: Path) -> None:
    people = settle(tmp_path)
    with TestClient(build_app(Settings(data_dir=tmp_path), FakeDesk()), base_url=ADDRESS) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/healthz", headers=people["reader"]).json()["articles"] == 5
        assert client.get("/metrics").status_code == 401
        text = client.get("/metrics", headers=people["reader"]).text
        assert 'news_assistant_requests_total{path="/healthz",status="200"} 2.0' in text
