"""The application as a whole, over HTTP, the way a browser talks to it."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.api.app import build_app
from assistant.api.listen import bound_socket
from assistant.settings import Settings
from tests.web.fake_desk import FakeDesk


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with bound_socket("127.0.0.1", 0) as listener:
        app = build_app(Settings(data_dir=tmp_path), FakeDesk(pause=0.01))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


class Reader:
    """One browser session, without the browser."""

    def __init__(self, address: str, name: str) -> None:
        self.http = httpx.Client(base_url=f"{address}/gradio_api", timeout=30)
        self.name = name
        config = httpx.get(f"{address}/config").json()
        self.event = next(item for item in config["dependencies"] if any(t[1] == "submit" for t in item["targets"]))

    def ask(self, question: str) -> str:
        """Return all that the server sent while it answered."""
        body = {"data": [question, *[[]] * 4, *[""] * 3, None], "fn_index": self.event["id"], "session_hash": self.name}
        self.http.post("/queue/join", json=body).raise_for_status()
        lines = []
        with self.http.stream("GET", "/queue/data", params={"session_hash": self.name}) as stream:
            for line in stream.iter_lines():
                lines.append(line)
                if line.startswith("data: ") and json.loads(line[6:])["msg"] == "process_completed":
                    break
        return "\n".join(lines)


def test_two_readers_at_once_never_see_each_other(address: str) -> None:
    ann, ben = Reader(address, "ann"), Reader(address, "ben")
    with ThreadPoolExecutor(2) as pool:
        for number in range(3):
            first = pool.submit(ann.ask, f"astronauts {number}")
            second = pool.submit(ben.ask, f"telescope {number}")
            to_ann, to_ben = first.result(), second.result()
            assert "astronauts" in to_ann
            assert f"telescope {number}" not in to_ann
            assert "telescope" in to_ben
            assert f"astronauts {number}" not in to_ben
    assert f"turn-{number + 1}" in to_ann
    assert "turn-1-question" in to_ann  # earlier turns of the same session are still there


def test_the_page_asks_no_other_host_for_anything(client: TestClient) -> None:
    page = client.get("/").text
    head = page.split("</head>")[0].split("window.gradio_config")[0] + page.split("</script>")[-1]
    assert "https://" not in head
    assert client.get("/ui/style.css").status_code == 200


def test_the_configuration_gives_nothing_away(client: TestClient, tmp_path: Path) -> None:
    text = client.get("/config").text
    assert str(tmp_path) not in text
    assert json.loads(text)["footer_links"] == []


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_documentation_pages_from_other_hosts(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
