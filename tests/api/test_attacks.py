"""What an attacker tries against the whole application, and what happens.

Elsewhere: bodies that are too large or too slow in `test_bodies.py`, heads that trickle in `test_patience.py`,
guessing, session fixation and open redirects in `test_login.py`, pages of other sites in `test_guard.py`, roles in
`test_v1.py` and `test_caller.py`, hostile articles in `tests/e2e/test_hostile.py`, addresses of private networks in
`tests/articles`.
"""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from assistant.access.roles import Visitor
from assistant.api.app import build_app
from assistant.api.caller import VISITOR
from assistant.settings import Settings
from tests.api.people import People, settle
from tests.api.test_caller import run_event
from tests.web.fake_desk import FakeDesk

ADDRESS = "http://127.0.0.1:7860"
SECRET = "SQLite format 3"  # noqa: S105 - how our files begin


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacks") / "indexes"


@pytest.fixture(scope="module")
def people(data_dir: Path) -> People:
    return settle(data_dir)


@pytest.fixture(scope="module")
def client(data_dir: Path, people: People) -> Iterator[TestClient]:
    app = build_app(Settings(data_dir=data_dir), FakeDesk())
    with TestClient(app, base_url=ADDRESS, headers=people["admin"], follow_redirects=False) as client:
        yield client


def test_the_data_directory_is_never_served(client: TestClient, data_dir: Path) -> None:
    """Not even to an admin, by whatever way a file could be asked for."""
    file = data_dir / "access.sqlite"
    assert file.read_bytes().startswith(SECRET.encode())
    up = "../" * 12
    names = [str(file), f"/{file}", quote(str(file), safe=""), f"{up}{str(file)[1:]}", f"..%2f..%2f{file.name}"]
    ways = ["/gradio_api/file=", "/file=", "/gradio_api/file/", "/file/", "/static/", "/assets/", "/svelte/", "/ui/"]
    ways += [
        "/gradio_api/custom_component/",
        "/article?id=",
        "/archive/runs/",
        "/gradio_api/stream/",
        "/",
        "/theme.css/",
    ]
    for way in ways:
        for name in names:
            reply = client.get(way + name)
            assert SECRET not in reply.text, way + name
            assert reply.status_code in {307, 400, 401, 403, 404, 405, 422}, (way + name, reply.status_code)


class _Vouched:
    """Stands where the gate stands, and lets everything through: what is behind it must hold by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, VISITOR: Visitor.local()}, receive, send)


@pytest.mark.parametrize("way", ["/gradio_api/file=", "/gradio_api/file/"])
def test_gradio_itself_is_told_to_serve_nothing_of_it(client: TestClient, data_dir: Path, way: str) -> None:
    mounts: list[Any] = [route for route in client.app.router.routes if isinstance(route, Mount)]  # type: ignore[attr-defined]
    [gradio] = [mount.app for mount in mounts if hasattr(mount.app, "get_blocks")]
    assert str(data_dir.resolve()) in gradio.get_blocks().blocked_paths
    inner = TestClient(_Vouched(gradio), base_url=ADDRESS)
    assert inner.get(f"{way}{data_dir / 'access.sqlite'}").status_code in {403, 404}


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Something in the house that must not be asked, and what it was asked."""
    asked: list[str] = []

    class Inner(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Inner) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/inner", asked
        server.shutdown()
        thread.join()


def test_nobody_has_us_ask_an_address_of_theirs(
    client: TestClient, people: People, listener: tuple[str, list[str]]
) -> None:
    url, asked = listener
    for path in (
        f"/gradio_api/proxy={url}",
        f"/gradio_api/file={url}",
        f"/file={url}",
        f"/gradio_api/deep_link?x={url}",
    ):
        assert client.get(path).status_code in {400, 403, 404}
    events = client.get("/config").json()["dependencies"]
    file = {"path": url, "url": url, "meta": {"_type": "gradio.FileData"}, "orig_name": "x"}
    for event in events[:4]:
        run_event(client, event["id"], [file] * len(event["inputs"]), people["admin"])
    client.post("/api/v1/ask", json={"question": f"What stands in {url}?"})
    assert asked == []


def test_a_file_of_the_machine_is_not_read_by_naming_it(client: TestClient, people: People) -> None:
    events = client.get("/config").json()["dependencies"]
    file = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}, "orig_name": "x"}
    for event in events[:4]:
        _, words = run_event(client, event["id"], [file] * len(event["inputs"]), people["admin"])
        assert "root:" not in words


@pytest.mark.parametrize("path", ["/", "/config", "/api/v1/status", "/healthz", "/gradio_api/startup-events"])
def test_pages_of_other_sites_may_read_nothing(client: TestClient, path: str) -> None:
    origin = {"origin": "http://localhost:9999"}
    reply = client.get(path, headers=origin)
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    asked = origin | {"access-control-request-method": "POST"}
    reply = client.options(path, headers=asked)
    assert reply.status_code == 403
    assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_nobody_opens_a_websocket(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_a_method_that_nobody_uses_is_refused(client: TestClient) -> None:
    for method in ("PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND"):
        assert client.request(method, "/api/v1/ask").status_code in {404, 405}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example@127.0.0.1"])
def test_a_name_that_was_pointed_at_us_is_not_served(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/status", headers={"host": host}).status_code == 421
