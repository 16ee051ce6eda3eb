from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.metrics import Counted, Metrics, known
from tests.index.tiny import story, tiny_desk


def test_requests_are_counted_by_path_and_status(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as desk:
        metrics = Metrics(desk)
        app = FastAPI()
        app.add_middleware(Counted, metrics=metrics)

        @app.get("/api/v1/ask")
        def ask() -> str:
            return "x"

        @app.get("/archive")
        def broken() -> None:
            raise KeyError

        client = TestClient(app, raise_server_exceptions=False)
        for path in ("/api/v1/ask", "/api/v1/ask?question=secret", "/made/up/secret", "/archive"):
            client.get(path)
        text = metrics.text().decode()
        assert 'news_assistant_requests_total{path="/api/v1/ask",status="200"} 2.0' in text
        assert 'news_assistant_requests_total{path="other",status="404"} 1.0' in text
        assert 'news_assistant_requests_total{path="/archive",status="500"} 1.0' in text
        assert 'news_assistant_request_seconds_count{path="/api/v1/ask"} 2.0' in text
        assert "news_assistant_requests_running 0.0" in text
        assert "secret" not in text
        assert "news_assistant_archive_ready 0.0" in text
        assert "news_assistant_articles" not in text
        desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(3)])
        text = metrics.text().decode()
        assert "news_assistant_articles 3.0" in text
        assert "news_assistant_archive_ready 1.0" in text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/ask", "/api/v1/ask"),
        ("/api/v1/asking", "other"),
        ("/api/v1/articles", "/api/v1/articles"),
        ("/gradio_api/queue/join", "/gradio_api/queue/join"),
        ("/gradio_api/heartbeat/x", "/gradio_api"),
        ("/archive/upload", "/archive"),
        ("/", "other"),
    ],
)
def test_names(path: str, name: str) -> None:
    assert known(path) == name
