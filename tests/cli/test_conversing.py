"""Conversations on the command line."""

import json
from pathlib import Path

import pytest

from assistant.cli.conversing import _show_turn
from assistant.desk.turns import Turn
from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def talk(command: Command) -> None:
    """A conversation of two turns, the second of which leans on the first."""
    for question in ("Which ferry reached Port Alder3 on Tuesday?", "How many were hurt?"):
        command("ask", question, "--conversation", "talk", "--set", "refusal_threshold=0.000001")


def test_a_turn_shows_what_each_source_says(capsys: pytest.CaptureFixture[str]) -> None:
    quote = {"quote": "It sank.", "published_at": "2024-03-29T10:00:00+00:00"}
    told = [{"source": "Wire", "quotes": [quote]}, {"source": "Tide", "quotes": []}]
    answer = {"answer": "It sank.", "sides": told}
    _show_turn(Turn("talk", 1, 1_700_000_000, "Did it sink?", answer, (), redacted=False, answer_id="ab"))
    out = capsys.readouterr().out
    assert "Wire: “It sank.” (2024-03-29)" in out
    assert "Tide: nothing of it was found." in out


def test_a_conversation_is_listed_shown_exported_and_deleted(command: Command, tmp_path: Path) -> None:
    [item] = command("conversations", "list", "--json").object["conversations"]
    assert (item["conversation"], item["title"], item["turns"]) == (
        "talk", "Which ferry reached Port Alder3 on Tuesday?", 2,
    )  # fmt: skip
    assert "2 turns" in command("conversations", "list", "--words", "HURT").out
    assert "In no conversation" in command("conversations", "list", "--words", "zanzibarite").out
    shown = command("conversations", "show", "talk").out
    assert "1. Which ferry reached Port Alder3" in shown
    assert "read as: How many were hurt (Port Alder3, on Tuesday)?" in shown
    turns = command("conversations", "show", "talk", "--json").object["turns"]
    assert [turn["number"] for turn in turns] == [1, 2]
    assert "[^1-1]: “" in command("conversations", "export", "talk").out
    out = tmp_path / "talk.json"
    assert command("conversations", "export", "talk", "--form", "json", "--out", out).out == ""
    assert len(json.loads(out.read_text())["turns"]) == 2
    assert command("conversations", "delete", "talk", "--yes", "--json").object == {
        "conversation": "talk",
        "deleted": 2,
    }
    assert "No conversation was kept" in command("conversations", "list").out


def test_deleting_asks_first(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert command("conversations", "delete", "talk").code == 0
    assert command("conversations", "list", "--json").object["conversations"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "nobody"), 1, "no conversation 'nobody'"),
        (("export", "nobody"), 1, "no conversation 'nobody'"),
        (("delete", "nobody", "--yes"), 1, "no conversation 'nobody'"),
        (("show", "talk", "--owner", "ann"), 1, "no conversation 'talk'"),
        (("export", "talk", "--form", "pdf"), 2, "'pdf'"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], code: int, words: str, command: Command) -> None:
    run = command("conversations", *arguments)
    assert run.code == code
    assert words in run.err


def test_a_follow_up_says_what_it_was_read_as(command: Command) -> None:
    run = command("ask", "And why?", "--conversation", "talk")
    assert run.out.startswith("Read as: Why (Port Alder3, on Tuesday)?\n")
    assert "Kept: `news-assistant why " in run.out
