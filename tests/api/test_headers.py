import re

import pytest
from fastapi.testclient import TestClient

from assistant.api.headers import hostname, is_unused


@pytest.mark.parametrize("path", ["/", "/healthz", "/article?id=suez-1", "/article?id=none", "/config", "/ui/page.js"])
def test_every_response_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert not re.search(r"https?:|\*", headers["content-security-policy"])


def test_only_the_chat_may_run_scripts_and_none_of_them_inline(client: TestClient) -> None:
    reply = client.get("/")
    policy = reply.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert reply.text.count("<script") == reply.text.count(f'nonce="{nonce[1]}"')
    plain = client.get("/article?id=suez-1").headers["content-security-policy"]
    assert "script-src 'self';" in plain
    assert "unsafe" not in plain


def test_a_nonce_is_used_once(client: TestClient) -> None:
    assert client.get("/").headers["content-security-policy"] != client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_other_host_names_are_turned_away(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_names_of_this_machine_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["upload", "file=/etc/passwd", "file/x", "proxy=https://example.org/", "runs"])
def test_what_the_page_does_not_use_is_closed(client: TestClient, path: str) -> None:
    assert client.post(f"/gradio_api/{path}").status_code == 404
    assert client.get(f"/gradio_api/{path}").status_code == 404


def test_names_and_paths() -> None:
    assert hostname("[::1]:80") == "::1"
    assert not is_unused("/gradio_api/queue/join")
    assert is_unused("/x/gradio_api/upload")
