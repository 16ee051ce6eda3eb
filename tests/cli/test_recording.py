"""Why an answer is what it is, on the command line."""

from pathlib import Path

from tests.cli.conftest import Command
from tests.index.tiny import story, tiny_desk

QUESTION = "Did the ferry Kestrel3 reach Port Alder3 on Tuesday?"


def test_a_recorded_answer_is_opened_and_replayed(command: Command, data_dir: Path, tmp_path: Path) -> None:
    assert command("ask", QUESTION, "--json").object["answer_id"] == ""
    asked = command("ask", QUESTION, "--record", "--json", "--source", "Sample Courier").object
    name = asked["answer_id"]
    value = command("why", name, "--json").object
    assert (value["answer_id"], value["question"], value["filters"]["sources"]) == (name, QUESTION, ["Sample Courier"])
    shown = command("why", name).out
    assert shown.startswith(f"{QUESTION}\n")
    assert "filters: sources ['Sample Courier']" in shown
    assert "\n  1. story-3 v1 [0:" in shown
    assert ": cited as 1" in shown or "refused" in shown
    assert command("replay", name).out == "The evidence is the same.\n"
    with tiny_desk(data_dir) as desk:
        desk.ingest_rows(tmp_path / "b.jsonl", [story(3, id="later", text=f"{story(3)['text']} It was late.")])
    replay = command("replay", name, "--json").object
    assert replay["same"] is False
    assert replay["differences"][0].startswith("The archive was changed ")
    assert "  - Other passages found: " in command("replay", name).out


def test_an_unknown_answer_is_said(command: Command) -> None:
    for verb in ("why", "replay"):
        run = command(verb, "0123456789abcdef")
        assert run.code == 1
        assert "no answer '0123456789abcdef'" in run.err
