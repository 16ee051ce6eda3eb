"""The way in and out, as a browser takes it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access import passwords
from assistant.api.app import doors_of
from assistant.api.guard import Guard
from assistant.api.login import GUESSES_PER_ADDRESS, GUESSES_PER_NAME, login_routes, own_path
from assistant.api.problems import add_handlers
from assistant.settings import Settings
from tests.api.people import PASSWORD, settle

ADDRESS = "http://127.0.0.1:7860"
WRONG = "wrong password"


def application(settings: Settings) -> FastAPI:
    doors = doors_of(settings)
    app = FastAPI()
    add_handlers(app)
    app.add_middleware(Guard, doors=doors)
    app.include_router(login_routes(doors))
    return app


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 2)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settle(tmp_path)
    with TestClient(application(Settings(data_dir=tmp_path)), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def log_in(client: TestClient, name: str = "ann", password: str = PASSWORD, target: str = "/") -> int:
    reply = client.post("/login", data={"name": name, "password": password, "next": target})
    return reply.status_code


def test_in_and_out(client: TestClient) -> None:
    assert client.get("/account").status_code == 401
    reply = client.post("/login", data={"name": " Ann ", "password": PASSWORD, "next": "/account"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/account")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    page = client.get("/account")
    assert "<strong>ann</strong>" in page.text
    assert page.headers["cache-control"] == "no-store"
    secret = client.cookies["news-assistant-session"]
    assert client.post("/logout").status_code == 303
    assert client.get("/account").status_code == 401
    client.cookies.set("news-assistant-session", secret)  # a copy that somebody kept is worth nothing
    assert client.get("/account").status_code == 401


def test_over_https_the_cookie_goes_no_other_way(tmp_path: Path) -> None:
    settle(tmp_path)
    settings = Settings(data_dir=tmp_path, public_url="https://news.example.org")
    with TestClient(application(settings), base_url="https://news.example.org", follow_redirects=False) as client:
        cookie = client.post("/login", data={"name": "ann", "password": PASSWORD}).headers["set-cookie"]
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        assert client.get("/account").status_code == 200


def test_a_session_that_was_put_upon_a_browser_is_not_the_one_that_logs_in(client: TestClient) -> None:
    log_in(client, "ed")
    planted = client.cookies["news-assistant-session"]  # somebody else's own, planted into ann's browser
    client.cookies.clear()
    client.cookies.set("news-assistant-session", planted, domain="127.0.0.1", path="/")
    reply = client.post("/login", data={"name": "ann", "password": PASSWORD})
    own = re.search(r"news-assistant-session=([^;]+)", reply.headers["set-cookie"])
    assert own
    assert own[1] != planted
    client.cookies.clear()
    client.cookies.set("news-assistant-session", planted)
    assert client.get("/account").status_code == 401  # the planted one has ended


def test_a_wrong_password_says_nothing_about_the_name(client: TestClient) -> None:
    known = client.post("/login", data={"name": "ann", "password": WRONG})
    unknown = client.post("/login", data={"name": "zed", "password": WRONG})
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("ann", "zed") == unknown.text
    assert 'role="alert"' in known.text
    assert "set-cookie" not in known.headers


def test_guessing_is_slowed_down(client: TestClient) -> None:
    for _ in range(GUESSES_PER_NAME):
        assert log_in(client, password=WRONG) == 401
    assert log_in(client) == 429  # even the right one
    assert log_in(client, "ed") == 303  # another user is not locked out
    for number in range(GUESSES_PER_ADDRESS - GUESSES_PER_NAME):
        assert log_in(client, f"user{number}", WRONG) == 401
    assert log_in(client, "ada") == 429


def test_a_right_password_begins_the_count_anew(client: TestClient) -> None:
    for _ in range(2):
        for _ in range(GUESSES_PER_NAME - 1):
            log_in(client, password=WRONG)
        assert log_in(client) == 303


def test_another_sites_page_cannot_log_anybody_in_or_out(client: TestClient) -> None:
    headers = {"origin": "https://evil.example"}
    assert client.post("/login", data={"name": "ed", "password": PASSWORD}, headers=headers).status_code == 403
    log_in(client)
    assert client.post("/logout", headers=headers).status_code == 403
    assert client.get("/account").status_code == 200


def test_what_was_typed_comes_back_escaped(client: TestClient) -> None:
    page = client.post("/login", data={"name": '"><script>x()</script>', "password": WRONG}).text
    assert "<script>x" not in page
    assert "<script>" not in client.get("/login", params={"next": '/"><script>'}).text


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\tx", "/a\\b", "\\\\x"],
)
def test_after_the_login_nobody_is_sent_elsewhere(client: TestClient, target: str) -> None:
    reply = client.post("/login", data={"name": "ann", "password": PASSWORD, "next": target})
    assert reply.headers["location"] == "/"
    assert own_path("/article?id=a&version=1") == "/article?id=a&version=1"


def test_every_try_leaves_a_line(client: TestClient, tmp_path: Path) -> None:
    log_in(client, password=WRONG)
    log_in(client)
    client.post("/logout")
    lines = doors_of(Settings(data_dir=tmp_path)).audit.lines()
    assert [line.action for line in lines] == ["logout", "login", "login failed"]
    assert {line.who for line in lines} == {"ann"}


def test_whoever_needs_no_login_is_told_so(tmp_path: Path) -> None:
    with TestClient(application(Settings(data_dir=tmp_path)), base_url=ADDRESS) as client:
        assert "Nobody needs to log in" in client.get("/account").text
