"""The gate, in front of an application that says who came through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from assistant.access.accounts import Accounts
from assistant.access.roles import Role
from assistant.api.app import doors_of
from assistant.api.caller import Admin, Editor, Reader, visitor
from assistant.api.guard import Guard, is_foreign
from assistant.api.problems import add_handlers
from assistant.settings import Settings
from tests.api.people import People, settle

ADDRESS = "http://127.0.0.1:7860"


def application(settings: Settings) -> FastAPI:
    app = FastAPI()
    add_handlers(app)
    app.add_middleware(Guard, doors=doors_of(settings))

    @app.get("/read")
    def read(who: Reader) -> str:
        return who.name

    @app.post("/edit")
    def edit(who: Editor) -> str:
        return who.name

    @app.post("/rule")
    def rule(who: Admin) -> str:
        return who.name

    @app.get("/api/v1/ask")
    def ask(request: Request) -> str:
        return visitor(request).owner

    @app.get("/healthz")
    def well() -> str:
        return "ok"

    return app


@pytest.fixture
def people(tmp_path: Path) -> People:
    return settle(tmp_path)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path, questions_per_minute=3)
    with TestClient(application(settings), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def test_nobody_needs_to_log_in_on_this_machine_while_there_is_no_user(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/read").json() == "local"
    assert client.post("/rule").json() == "local"
    assert all(client.get("/api/v1/ask").status_code == 200 for _ in range(5))  # and is not counted
    Accounts(tmp_path).add("ann", Role.READER)
    assert client.get("/read").status_code == 401  # from then on, without a restart


@pytest.mark.parametrize(
    "settings", [{"login": "always"}, {"host": "192.168.1.5"}, {"public_url": "https://news.example.org"}]
)
def test_elsewhere_nobody_comes_in_even_while_there_is_no_user(tmp_path: Path, settings: dict[str, str]) -> None:
    with TestClient(application(Settings(data_dir=tmp_path, **settings)), base_url=ADDRESS) as client:
        assert client.get("/read").status_code == 401
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("who", "read", "edit", "rule"),
    [
        ("wrong", 401, 401, 401),
        ("reader", 200, 403, 403),
        ("editor", 200, 200, 403),
        ("admin", 200, 200, 200),
    ],
)
def test_each_role_gets_as_far_as_it_should(
    client: TestClient, people: People, who: str, read: int, edit: int, rule: int
) -> None:
    found = [
        client.get("/read", headers=people[who]).status_code,
        client.post("/edit", headers=people[who]).status_code,
        client.post("/rule", headers=people[who]).status_code,
    ]
    assert found == [read, edit, rule]


def test_nobody_is_told_the_way_in(client: TestClient, people: People) -> None:
    assert people
    reply = client.get("/read")
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.headers["content-type"] == "application/problem+json"
    assert "news-assistant users token" in reply.json()["remedy"]
    page = client.get("/read?q=a b", headers={"accept": "text/html,*/*"})
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fread%3Fq%3Da%2520b")
    assert client.get("/api/v1/ask", headers={"accept": "text/html"}).status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_cookie(client: TestClient, people: People, tmp_path: Path) -> None:
    doors = doors_of(Settings(data_dir=tmp_path))
    ann = doors.accounts.by_token(people.tokens["reader"])
    assert ann is not None
    client.cookies.set(doors.cookie, doors.sessions.start(ann))
    assert client.get("/read").json() == "ann"
    assert client.get("/read", headers=people["wrong"]).status_code == 401
    assert client.get("/read", headers=people["editor"]).json() == "ed"


def test_questions_are_counted_for_each_user(client: TestClient, people: People) -> None:
    replies = [client.get("/api/v1/ask", headers=people["reader"]) for _ in range(4)]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
    assert 1 <= int(replies[-1].headers["retry-after"]) <= 21
    assert replies[-1].json()["type"] == "urn:news-assistant:too-many"
    assert client.get("/api/v1/ask", headers=people["editor"]).status_code == 200
    assert client.get("/read", headers=people["reader"]).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": ADDRESS}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://localhost:7860"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_no_page_of_another_site_acts_in_a_readers_name(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/edit", headers=headers).status_code == status
    assert client.get("/read", headers=headers).status_code == 200


def test_addresses_that_cannot_be_read_are_foreign() -> None:
    assert is_foreign(Headers({"origin": "http://[", "host": "127.0.0.1"}))


def test_a_proxy_may_rename_the_host() -> None:
    headers = Headers({"origin": "https://news.example.org", "host": "127.0.0.1:7860"})
    assert is_foreign(headers)
    assert not is_foreign(headers, "https://news.example.org/")


def test_a_torn_file_of_users_lets_nobody_in(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "access.sqlite").write_bytes(b"no database, but long enough to be looked at as one" * 100)
    reply = client.get("/read")
    assert reply.status_code == 503
    assert reply.json()["type"] == "urn:news-assistant:index-damaged"
