"""The tools, used by the protocol's own client: over HTTP behind the gate, and over stdin and stdout."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from fastapi import FastAPI
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from assistant.api.app import add_tools, doors_of
from assistant.api.guard import Guard
from assistant.api.mcp_tools import PATH, http_app, mcp_server
from tests.api.people import People, settle
from tests.api.running import running
from tests.index.tiny import TinyDesk, story, tiny_desk

QUESTION = "How many passengers of the ferry Kestrel2 were taken to the town hall?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mcp") / "indexes"


@pytest.fixture(scope="module")
def desk(archive: Path) -> Iterator[TinyDesk]:
    with tiny_desk(archive) as desk:
        desk.ingest_rows(archive.parent / "a.jsonl", [story(number) for number in range(6)])
        yield desk


@pytest.fixture(scope="module")
def people(desk: TinyDesk, archive: Path) -> People:
    assert desk
    return settle(archive)


@pytest.fixture(scope="module")
def address(desk: TinyDesk, people: People) -> Iterator[str]:
    assert people

    async def build() -> FastAPI:
        app = FastAPI()
        app.add_middleware(Guard, doors=doors_of(desk.settings))
        add_tools(app, http_app(mcp_server(desk, anyio.CapacityLimiter(2))))
        return app

    with running(anyio.run(build)) as address:
        yield f"{address}{PATH}"


def call(address: str, headers: dict[str, str], *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Use the protocol's client as a program would, and return what came back."""

    async def use() -> list[Any]:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=30) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            tools = await client.list_tools()
            return [tools, *[await client.call_tool(name, arguments) for name, arguments in calls]]

    return anyio.run(use)


def test_there_are_three_tools_and_none_that_changes_anything(address: str, people: People) -> None:
    [listed] = call(address, people["reader"])
    assert {tool.name for tool in listed.tools} == {"ask", "search", "article"}
    for tool in listed.tools:
        assert tool.annotations.read_only_hint
        assert tool.description
        assert all("description" in field for field in tool.input_schema["properties"].values())


def test_each_tool_answers_with_the_json_of_the_contract(address: str, people: People, desk: TinyDesk) -> None:
    _, answer, found, article = call(
        address,
        people["reader"],
        ("ask", {"question": QUESTION, "today": "2024-04-01"}),
        ("search", {"question": "ferry Kestrel4", "k": 2, "since": "2024-01-01"}),
        ("article", {"article_id": "story-4"}),
    )
    told = answer.structured_content
    assert "42" in told["answer"]
    assert told["citations"][0]["quote"] in desk.article(told["citations"][0]["article_id"]).text
    assert json.loads(answer.content[0].text)["answer"] == told["answer"]
    assert found.structured_content["passages"][0]["article_id"] == "story-4"
    assert len(found.structured_content["passages"]) <= 2
    assert article.structured_content["text"] == desk.article("story-4").text


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"question": " "}, "question is empty"),
        ("ask", {"question": "x", "since": "soon"}, "not a date"),
        ("search", {"question": "x", "k": 0}, "greater than or equal to 1"),
        ("article", {"article_id": "../../etc/passwd"}, "There is no article"),
        ("remove", {"article_id": "story-1"}, "remove"),
    ],
)
def test_what_cannot_be_done_comes_back_in_words(
    address: str, people: People, name: str, arguments: dict[str, Any], words: str
) -> None:
    try:
        [_, result] = call(address, people["reader"], (name, arguments))
    except BaseExceptionGroup as failed:
        assert words in repr(failed.exceptions)  # noqa: PT017 - an unknown tool is an error of the protocol
    else:
        assert result.is_error
        assert words in result.content[0].text


@pytest.mark.parametrize("who", ["nobody", "wrong"])
def test_nobody_gets_at_the_tools(address: str, people: People, who: str) -> None:
    headers = {"accept": "application/json, text/event-stream"} | ({} if who == "nobody" else people[who])
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    assert httpx.post(address, json=body, headers=headers).status_code == 401
    foreign = people["reader"] | {"origin": "https://evil.example"}
    assert httpx.post(address, json=body, headers=headers | foreign).status_code == 403


def test_over_stdin_and_stdout(desk: TinyDesk, archive: Path, tmp_path: Path) -> None:
    """As a client starts it; nothing but the protocol may be on stdout, so an answer at all is the proof."""
    empty = tmp_path / "empty.toml"
    empty.touch()
    words = ["-c", "import sys; from assistant.cli import main; sys.exit(main())", "mcp", "--data-dir", str(archive)]
    environment = {"NEWS_ASSISTANT_CONFIG": str(empty), "PYTHONPATH": ":".join(filter(None, sys.path))}

    async def use() -> Any:  # noqa: ANN401 - the client's result
        async with Client(StdioServerParameters(command=sys.executable, args=words, env=environment)) as client:
            return await client.call_tool("article", {"article_id": "story-1"})

    assert anyio.run(use).structured_content["text"] == desk.article("story-1").text
