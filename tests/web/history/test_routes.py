"""Kept conversations as a browser meets them: one's own, and never another's."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.access.accounts import Accounts
from assistant.access.roles import Role, Visitor
from assistant.api.app import build_app
from tests.index.tiny import TinyDesk, story

ADDRESS = "http://127.0.0.1:7860"
LOCAL = Visitor.local().owner
HOSTILE = "When did <script>Kestrel1</script> reach the port?"


@pytest.fixture
def client(desk: TinyDesk, tmp_path: Path) -> Iterator[TestClient]:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2)])
    with TestClient(build_app(desk.settings, desk), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def answer_id(client: TestClient, desk: TinyDesk) -> str:
    assert client
    desk.ask("Who is Rowan2?", conversation="talk", owner=LOCAL)
    return desk.ask(HOSTILE, conversation="talk", owner=LOCAL).answer_id


@pytest.mark.usefixtures("answer_id")
def test_listed_searched_and_opened(client: TestClient) -> None:
    assert "Who is Rowan2?" in client.get("/conversations").text
    assert "Nothing here has these words." in client.get("/conversations?q=zeppelin").text
    page = client.get("/conversations/talk").text
    assert page.count('<section class="turn"') == 2
    assert "<script>K" not in page
    assert 'href="/?conversation=talk"' in page


@pytest.mark.usefixtures("answer_id")
def test_renamed_exported_and_deleted(client: TestClient) -> None:
    assert "<bdi>Ferries</bdi>" in client.post("/conversations/talk/rename", data={"title": "Ferries"}).text
    for form, words in (("md", "# Ferries"), ("html", "<title>Ferries</title>"), ("json", '"title": "Ferries"')):
        reply = client.get(f"/conversations/talk/export?form={form}")
        assert words in reply.text
        assert reply.headers["content-disposition"].endswith(f'.{form}"')
    assert len(json.loads(reply.text)["turns"]) == 2
    assert client.get("/conversations/talk/export?form=exe").status_code == 404
    assert "Its 2 questions" in client.get("/conversations/talk/delete").text
    assert "Nothing was asked yet." in client.post("/conversations/talk/delete").text
    assert client.get("/conversations/talk").status_code == 404


def test_an_answer_has_an_address_and_says_why(client: TestClient, answer_id: str) -> None:
    page = client.get(f"/answer/{answer_id}").text
    assert "Kestrel1" in page
    assert "Asking again gives the same evidence." in client.get(f"/answer/{answer_id}?again=1").text
    why = client.get(f"/answer/{answer_id}/why").text
    assert "cited as 1" in why or "so it was refused" in why
    assert "<script>K" not in page + why


def test_a_judgement_is_kept(client: TestClient, desk: TinyDesk, answer_id: str) -> None:
    page = client.post(f"/answer/{answer_id}/feedback", data={"vote": "down", "reason": "outdated", "comment": "Old."})
    assert 'value="down" aria-pressed="true"' in page.text
    feedback = desk.conversations.turn(answer_id).feedback
    assert feedback is not None
    assert (feedback.vote, feedback.reason, feedback.comment) == ("down", "outdated", "Old.")
    assert client.post(f"/answer/{answer_id}/feedback", data={"vote": "perhaps"}).status_code == 404


def test_a_long_conversation_comes_in_pages(client: TestClient, desk: TinyDesk) -> None:
    for number in range(21):
        desk.ask(f"Who is Rowan{number}?", conversation="long", owner=LOCAL)
    assert client.get("/conversations/long").text.count('<section class="turn"') == 20
    assert client.get("/conversations/long?page=2").text.count('<section class="turn"') == 1


def test_nobody_sees_anothers(client: TestClient, desk: TinyDesk, answer_id: str) -> None:
    accounts = Accounts(desk.settings.data_dir)
    accounts.add("ada", Role.READER)
    token = accounts.new_token("ada", "test")
    mine = {"Authorization": f"Bearer {token}"}
    assert "Nothing was asked yet." in client.get("/conversations", headers=mine).text
    for path in (
        "/conversations/talk",
        "/conversations/talk/export",
        f"/answer/{answer_id}",
        f"/answer/{answer_id}/why",
    ):
        assert client.get(path, headers=mine).status_code == 404
    for path in ("/conversations/talk/delete", "/conversations/talk/rename", f"/answer/{answer_id}/feedback"):
        data = {"title": "x", "vote": "up"}
        assert client.post(path, headers=mine, data=data).status_code == 404
    assert len(desk.conversations.turns("talk")) == 2
    assert client.get("/archive/upkeep", headers=mine).status_code == 403
