"""Every event of the page is checked on the server: sent as nobody, with a wrong token, in too small a role."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.access.audit import Audit
from assistant.access.roles import Role, Visitor
from assistant.api.app import build_app, doors_of
from assistant.api.caller import address_of, guard_events, guarded, needs, note, visitor
from assistant.api.guard import Guard
from assistant.errors import ForbiddenError
from assistant.settings import Settings
from assistant.web.chat import build_chat
from tests.api.people import People, settle
from tests.web.fake_desk import FakeDesk

ADDRESS = "http://127.0.0.1:7860"


class Handlers:
    """A page's handlers of each kind, with a note of what ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def read(self, words: str) -> str:
        self.ran.append(f"read {words}")
        return words

    @needs(Role.EDITOR)
    def edit(self, words: str, request: gr.Request) -> str:
        self.ran.append(f"edit {words} as {visitor(request).name}")
        return words

    @needs(Role.ADMIN)
    def rule(self, words: str = "nothing") -> Iterator[str]:
        self.ran.append(f"rule {words}")
        yield words


def run_event(
    client: TestClient, number: int, data: list[Any], headers: dict[str, str], tab: str = "tab"
) -> tuple[int, str]:
    """Send an event as the page does, and return the status and what came back."""
    body = {"data": data, "fn_index": number, "session_hash": tab, "event_data": {"value": "x"}}
    reply = client.post("/gradio_api/queue/join", json=body, headers=headers)
    if reply.status_code != 200:
        return reply.status_code, reply.text
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": tab}, headers=headers) as stream:
        lines = []
        for line in stream.iter_lines():
            lines.append(line)
            if line.startswith("data: ") and json.loads(line[6:])["msg"] == "process_completed":
                break
    return reply.status_code, "\n".join(lines)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    return settle(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def data_dir(people: People, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert people
    return tmp_path_factory.getbasetemp() / "people0"


@pytest.fixture(scope="module")
def chat(data_dir: Path) -> Iterator[tuple[TestClient, FakeDesk]]:
    desk = FakeDesk()
    with TestClient(build_app(Settings(data_dir=data_dir), desk), base_url=ADDRESS) as client:
        yield client, desk


@pytest.mark.parametrize("who", ["nobody", "wrong"])
def test_no_event_of_the_chat_runs_for_nobody(chat: tuple[TestClient, FakeDesk], people: People, who: str) -> None:
    client, desk = chat
    headers = {} if who == "nobody" else people[who]
    assert client.get("/config", headers=headers).status_code == 401
    events = client.get("/config", headers=people["reader"]).json()["dependencies"]
    assert {name for event in events for _, name in event["targets"]} == {"load", "submit", "select", "stop"}
    for event in events:
        status, _ = run_event(client, event["id"], [None] * len(event["inputs"]), headers)
        assert status == 401, event["targets"]
        for path in (f"/gradio_api/run/{event['id']}", f"/gradio_api/call/{event['api_name']}", "/gradio_api/cancel"):
            assert client.post(path, json={"data": []}, headers=headers).status_code in {401, 404}
    assert desk.asked == []


def test_a_reader_may_ask(chat: tuple[TestClient, FakeDesk], people: People) -> None:
    client, desk = chat
    events = client.get("/config", headers=people["reader"]).json()["dependencies"]
    event = next(item for item in events if any(target[1] == "submit" for target in item["targets"]))
    data: list[Any] = ["astronauts", *[[]] * 4, *[""] * 3, None]
    status, words = run_event(client, event["id"], data, people["reader"])
    assert status == 200
    assert "30 May 2020" in words
    assert desk.asked[-1][0] == "astronauts"


def test_every_handler_of_the_chat_is_behind_the_check() -> None:
    async def build() -> gr.Blocks:  # inside a loop; see build_app
        page = build_chat(FakeDesk())
        guard_events(page)
        return page

    page = asyncio.run(build())
    assert all(hasattr(event.fn, "is_guarded") for event in page.fns.values() if event.fn is not None)


@pytest.fixture(scope="module")
def marked(data_dir: Path) -> Iterator[tuple[TestClient, Handlers]]:
    """A page with an event for each role, mounted as ours is; they are private, which hides and protects nothing."""
    handlers = Handlers()

    async def build() -> FastAPI:
        page: gr.Blocks = gr.Blocks(analytics_enabled=False)
        with page:
            box = gr.Textbox()
            for handler in (handlers.read, handlers.edit, handlers.rule):
                gr.Button().click(handler, box, box, api_visibility="private")
        guard_events(page)
        app = FastAPI()
        app.add_middleware(Guard, doors=doors_of(Settings(data_dir=data_dir)))
        gr.mount_gradio_app(app, page, path="/", auth_dependency=lambda request: visitor(request).name)
        return app

    with TestClient(asyncio.run(build()), base_url=ADDRESS) as client:
        yield client, handlers


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("reader", ["read"]), ("editor", ["read", "edit"]), ("admin", ["read", "edit", "rule"])],
)
def test_an_event_runs_for_the_roles_it_is_for(
    marked: tuple[TestClient, Handlers], people: People, who: str, allowed: list[str]
) -> None:
    client, handlers = marked
    handlers.ran.clear()
    for number, name in enumerate(("read", "edit", "rule")):
        _, words = run_event(client, number, [name], people[who], who)
        assert ("needs the role" in words) == (name not in allowed)
    assert [line.split()[0] for line in handlers.ran] == allowed
    assert all("as" not in line or line.endswith({"editor": "ed", "admin": "ada"}[who]) for line in handlers.ran[1:2])


def test_what_did_not_come_by_the_gate_is_nobody() -> None:
    bare = Request({"type": "http", "headers": []})
    with pytest.raises(ForbiddenError, match="Nobody is logged in"):
        visitor(bare)
    with pytest.raises(ForbiddenError):
        visitor(gr.Request(None))
    assert visitor(None) == Visitor.local()
    assert address_of({"type": "http"}) == ""


def test_a_change_leaves_a_line(tmp_path: Path) -> None:
    audit, who = Audit(tmp_path), Visitor("user-1", "ed", Role.EDITOR, "session")
    scope = {
        "type": "http",
        "headers": [],
        "client": ("10.0.0.1", 1),
        "news_assistant.visitor": who,
        "news_assistant.audit": audit,
    }
    note(Request(scope), "ingest", "run 3")
    note(None, "ingest", "run 4")
    [line] = audit.lines()
    assert (line.who, line.via, line.address, line.action, line.detail) == (
        "ed",
        "session",
        "10.0.0.1",
        "ingest",
        "run 3",
    )


def test_asynchronous_handlers_are_not_guarded_by_mistake() -> None:
    async def handler() -> None: ...

    with pytest.raises(TypeError, match="asynchronous"):
        guarded(handler)


def test_nobody_listens_at_the_page_of_another(chat: tuple[TestClient, FakeDesk], people: People) -> None:
    client, desk = chat
    event = client.get("/config", headers=people["reader"]).json()["dependencies"][0]
    body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "anns"}
    assert client.get("/gradio_api/heartbeat/", headers=people["reader"]).status_code in {404, 405}
    assert client.post("/gradio_api/queue/join", json=body, headers=people["reader"]).status_code == 200
    with client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": "anns"}, headers=people["reader"]
    ) as stream:
        assert stream.status_code == 200
    reply = client.get("/gradio_api/queue/data", params={"session_hash": "anns"}, headers=people["editor"])
    assert reply.status_code == 403
    assert client.get("/gradio_api/heartbeat/anns", headers=people["editor"]).status_code == 403
    asked = len(desk.asked)
    client.post("/gradio_api/queue/join", json=body, headers=people["editor"])
    assert len(desk.asked) == asked
