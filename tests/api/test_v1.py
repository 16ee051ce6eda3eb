"""The typed API over a small real archive, as a program uses it."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.app import doors_of
from assistant.api.guard import Guard
from assistant.api.models import AnswerOut, BrowsedOut, ReportOut, SearchOut, StatusOut, VersionsOut
from assistant.api.v1 import PREFIX, api
from assistant.jsonable import as_json
from tests.api.people import People, settle
from tests.index.tiny import TinyDesk, story, tiny_desk

ADDRESS = "http://127.0.0.1:7860"
QUESTION = "How many passengers of the ferry Kestrel2 were taken to the town hall?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("v1") / "indexes"


@pytest.fixture(scope="module")
def desk(archive: Path) -> Iterator[TinyDesk]:
    with tiny_desk(archive) as desk:
        desk.ingest_rows(archive.parent / "a.jsonl", [story(number) for number in range(6)])
        text = str(story(3)["text"]).replace("twice", "three times")
        desk.ingest_rows(archive.parent / "b.jsonl", [story(3, text=text)])
        yield desk


@pytest.fixture(scope="module")
def people(desk: TinyDesk, archive: Path) -> People:
    assert desk
    return settle(archive)


@pytest.fixture(scope="module")
def client(desk: TinyDesk, people: People) -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(Guard, doors=doors_of(desk.settings))
    app.mount(PREFIX, api(desk, anyio.CapacityLimiter(2)))
    with TestClient(app, base_url=ADDRESS + PREFIX, headers=people["editor"]) as client:
        yield client


def events_of(text: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_ask_gives_the_json_of_the_contract(client: TestClient, desk: TinyDesk) -> None:
    reply = client.post("/ask", json={"question": QUESTION, "today": "2024-04-01"})
    assert reply.status_code == 200
    told = reply.json()
    AnswerOut.model_validate(told)
    expected = as_json(desk.ask(QUESTION, today="2024-04-01"))
    for changing in ("timings",):
        told.pop(changing), expected.pop(changing)
    assert told == expected
    assert "42" in told["answer"]


def test_the_stream_ends_with_the_same_answer(client: TestClient) -> None:
    whole = client.post("/ask", json={"question": QUESTION}).json()
    for extra in ({"json": {"question": QUESTION, "stream": True}}, {"json": {"question": QUESTION}}):
        reply = client.post("/ask", headers={"accept": "text/event-stream"}, **extra)
        assert reply.headers["content-type"].startswith("text/event-stream")
        events = events_of(reply.text)
        names = [name for name, _ in events]
        assert names[0] == "step"
        assert names[-1] == "answer"
        assert names.count("answer") == 1
        assert "text" in names
        assert events[-1][1]["answer"] == whole["answer"]


def test_what_cannot_be_asked_is_a_status_also_in_a_stream(client: TestClient) -> None:
    for stream in (False, True):
        for wish, words in (
            ({"question": " "}, "empty"),
            ({"question": "x" * 5000}, "5,000 characters"),
            ({"question": "x", "filters": {"since": "yesterday"}}, "not a date"),
            ({"question": "x", "filters": {"since": "2024-02-01", "until": "2024-01-01"}}, "is empty"),
        ):
            reply = client.post("/ask", json=wish | {"stream": stream})
            assert reply.status_code == 422, wish
            assert words in reply.json()["detail"]
            assert reply.headers["content-type"] == "application/problem+json"


def test_filters_are_kept(client: TestClient) -> None:
    told = client.post("/ask", json={"question": QUESTION, "filters": {"sources": ["Nobody"]}}).json()
    assert told["refused"]
    assert told["coverage"]["articles"] == 0
    assert client.post("/ask", json={"question": "x", "filter": {}}).status_code == 422  # a slip of the pen is told


def test_a_conversation_belongs_to_its_user(client: TestClient, desk: TinyDesk, people: People) -> None:
    told = client.post("/ask", json={"question": QUESTION, "conversation": "mine"}).json()
    assert told["answer_id"]
    [turn] = desk.conversations.turns("mine")
    assert turn.owner.startswith("user-")
    other = client.post("/ask", json={"question": QUESTION, "conversation": "mine"}, headers=people["reader"])
    assert other.status_code == 200
    owners = {turn.owner for turn in desk.conversations.turns("mine")}
    assert len(owners) == 2


def test_search(client: TestClient, desk: TinyDesk) -> None:
    told = client.post("/search", json={"question": "ferry Kestrel4", "k": 2, "today": "2024-04-01"}).json()
    SearchOut.model_validate(told)
    assert told["passages"] == as_json(desk.search("ferry Kestrel4", 2, today="2024-04-01"))
    assert "why" not in told["passages"][0]
    explained = client.post("/search", json={"question": "ferry Kestrel4", "k": 1, "explain": True}).json()
    SearchOut.model_validate(explained)
    assert explained["passages"][0]["why"]
    assert client.post("/search", json={"question": "x", "k": 0}).status_code == 422


def test_articles_under_filters_page_by_page(client: TestClient) -> None:
    wish: dict[str, Any] = {"sources": ["Sample Courier"], "sort": "title", "limit": 2}
    seen = []
    for offset in (0, 2, 4):
        told = client.get("/articles", params=wish | {"offset": offset}).json()
        BrowsedOut.model_validate(told)
        seen += [leaf["article_id"] for leaf in told["leaves"]]
    assert seen == sorted(seen)
    assert len(set(seen)) == 6
    assert told["articles"] == 6
    found = client.get("/articles", params={"words": "Kestrel4"}).json()
    assert [leaf["article_id"] for leaf in found["leaves"]] == ["story-4"]
    for wrong in ({"limit": 0}, {"offset": -1}, {"sort": "random"}, {"since": "soon"}, {"limits": 3}):
        assert client.get("/articles", params=wrong).status_code == 422


def test_an_article_and_its_versions(client: TestClient, desk: TinyDesk) -> None:
    told = client.get("/article", params={"id": "story-3"}).json()
    assert told["text"] == desk.article("story-3").text
    assert (told["version"], told["published_at"], told["source"]) == (2, "2024-03-29", "Sample Courier")
    assert "twice" in client.get("/article", params={"id": "story-3", "version": 1}).json()["text"]
    versions = client.get("/article/versions", params={"id": "story-3"}).json()
    VersionsOut.model_validate(versions)
    assert [item["version"] for item in versions["versions"]] == [1, 2]


@pytest.mark.parametrize("path", ["/article", "/article/versions"])
@pytest.mark.parametrize("name", ["none", "../../etc/passwd", "a\x00b", "<script>", "é" * 100])
def test_an_unknown_article_is_not_found(client: TestClient, path: str, name: str) -> None:
    reply = client.get(path, params={"id": name})
    assert (reply.status_code, reply.json()["type"]) == (404, "urn:news-assistant:missing")


def test_status(client: TestClient, people: People, archive: Path) -> None:
    told = client.get("/status").json()
    StatusOut.model_validate(told)
    assert told["articles"] >= 6
    assert str(archive) not in json.dumps(told)
    assert client.get("/status", headers=people["admin"]).json()["data_dir"] == str(archive)


def test_half_a_character_does_not_break_the_answer(client: TestClient) -> None:
    body = '{"question": "What of \\ud800 and the ferry Kestrel2?"}'
    reply = client.post("/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422
    assert "question" in reply.json()["detail"]
    assert client.get("/article?id=%ED%A0%80").status_code == 404


def page(number: int) -> bytes:
    words = " ".join(f"Depot {number} of the harbour line was closed on day {day} for repairs." for day in range(9))
    return f"<html><head><title>Depot {number} closed</title></head><body><p>{words}</p></body></html>".encode()


def test_ingest_and_remove_leave_lines_and_no_files(client: TestClient, archive: Path, desk: TinyDesk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr("../../evil.html", page(2))
        members.writestr("in/two.html", page(20))
    files = [("files", ("../../../x/depot.html", page(1))), ("files", ("two.zip", packed.getvalue()))]
    reply = client.post("/ingest", files=files)
    assert reply.status_code == 200
    told = reply.json()
    ReportOut.model_validate(told)
    assert told["new"] + told["duplicates"] == 2, told
    assert {line["input"].partition("!")[0].partition(":")[0] for line in told["report"]} == {"depot.html", "two.zip"}
    assert str(archive) not in json.dumps(told)
    assert client.post("/ingest", files=files).json()["unchanged"] == 2
    assert list((archive / "uploads").iterdir()) == []
    assert not (archive.parent / "evil.html").exists()
    name = told["report"][0]["article_id"]
    assert client.delete("/article", params={"id": name}).json()["removed"] == 1
    assert client.get("/article", params={"id": name}).status_code == 404
    assert client.delete("/article", params={"id": name}).json()["unknown"] == [name]
    lines = doors_of(desk.settings).audit.lines(4)
    assert [line.action for line in lines] == ["remove", "remove", "ingest", "ingest"]
    assert all(line.who == "ed" and name not in line.detail for line in lines)


def test_files_that_are_not_taken(client: TestClient) -> None:
    reply = client.post("/ingest", files=[("files", ("run.exe", b"MZ"))])
    assert (reply.status_code, "is of a kind that is not read" in reply.json()["detail"]) == (422, True)
    reply = client.post("/ingest", files=[("files", (f"{n}.txt", b"x")) for n in range(21)])
    assert "21 files" in reply.json()["detail"]
    assert client.post("/ingest", data={"a": "b"}).status_code == 422
    assert client.post("/ingest", files=[("files", ("torn.pdf", b"%PDF-1.4 torn"))]).json()["rejected"] == 1


def test_two_writers_do_not_wait_for_each_other(client: TestClient, archive: Path) -> None:
    from assistant.index.lock import writer_lock

    with writer_lock(archive):
        reply = client.post("/ingest", files=[("files", ("depot.html", page(1)))])
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert reply.json()["type"] == "urn:news-assistant:index-busy"


CALLS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("POST", "/ask", {"json": {"question": "x"}}, "reader"),
    ("POST", "/search", {"json": {"question": "x"}}, "reader"),
    ("GET", "/articles", {}, "reader"),
    ("GET", "/article?id=story-1", {}, "reader"),
    ("GET", "/article/versions?id=story-1", {}, "reader"),
    ("GET", "/status", {}, "reader"),
    ("POST", "/ingest", {"files": [("files", ("depot.html", page(1)))]}, "editor"),
    ("DELETE", "/article?id=none", {}, "editor"),
)


def test_every_call_is_in_the_table(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    known = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert known == {(method, path.partition("?")[0]) for method, path, _, _ in CALLS}


@pytest.mark.parametrize(("method", "path", "body", "least"), CALLS)
def test_every_call_with_no_a_wrong_and_a_too_small_role(
    client: TestClient, people: People, method: str, path: str, body: dict[str, Any], least: str
) -> None:
    def status(headers: dict[str, str]) -> int:
        return client.request(method, path, headers=headers, **body).status_code

    assert status({"authorization": ""}) == 401
    assert status(people["wrong"]) == 401
    if least == "editor":
        assert status(people["reader"]) == 403
    assert status(people[least]) == 200


def test_the_description_has_examples_and_needs_a_token_too(client: TestClient) -> None:
    assert client.get("/openapi.json", headers={"authorization": ""}).status_code == 401
    told = client.get("/openapi.json").json()
    assert told["servers"] == [{"url": PREFIX}]
    assert told["components"]["schemas"]["AskIn"]["examples"]
    assert told["components"]["schemas"]["Answer"]["properties"]["refused"]["description"]
    assert told["components"]["securitySchemes"]
