"""Removing from the shell: how many comes first, and nothing goes without a yes."""

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.index.tiny import tiny_desk


class Terminal(io.StringIO):
    """A keyboard on which the given words are typed."""

    def isatty(self) -> bool:
        return True


def articles(data_dir: Path) -> int:
    with tiny_desk(data_dir) as desk:
        return desk.status().articles


def test_a_dry_run_lists_and_removes_nothing(command: Command, data_dir: Path) -> None:
    result = command("remove", "--id", "story-3", "--id", "story-4", "--dry-run")
    assert result.code == 0
    assert "story-3: Ferry Kestrel3 arrives · Sample Courier · 2024-03-29" in result.out
    assert "2 articles would be removed." in result.out
    assert articles(data_dir) == 6


def test_yes_removes_and_json_tells(command: Command, data_dir: Path) -> None:
    value = command("remove", "--source", "sample courier", "--after", "2024-03-28", "--yes", "--json").object
    assert (value["found"], value["removed"], value["unknown"], value["dry_run"]) == (6, 6, [], False)
    assert set(value["report"][0]) == {"article_id", "title", "source", "published_at", "url"}
    assert articles(data_dir) == 0


def test_without_a_terminal_nothing_goes_without_yes(
    command: Command, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    result = command("remove", "--before", "2025-01-01")
    assert result.code == 2
    assert "This removes 6 articles" in result.err
    assert "--yes" in result.err
    assert articles(data_dir) == 6


@pytest.mark.parametrize(("typed", "left"), [("y\n", 5), ("n\n", 6), ("\n", 6)])
def test_on_a_terminal_it_asks(
    typed: str, left: int, command: Command, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    result = command("remove", "--id", "story-3", "--json")
    assert result.code == 0
    assert "Ferry Kestrel3 arrives" in result.err
    assert "Remove 1 article?" in result.err
    assert result.object["removed"] == 6 - left
    assert articles(data_dir) == left


def test_end_of_input_at_the_question_removes_nothing(
    command: Command, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert command("remove", "--id", "story-3").code == 130
    assert articles(data_dir) == 6


def test_names_that_nothing_has_end_with_1(command: Command) -> None:
    result = command("remove", "--id", "story-3", "--id", "nobody", "--url", "https://example.org/none", "--yes")
    assert result.code == 1
    assert "unknown nobody" in result.out
    assert command("remove", "--id", "nobody", "--yes").code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Nothing says which articles are meant."),
        (("--id", ""), "--id is empty."),
        (("--before", "soon"), "--before is 'soon'"),
    ],
)
def test_a_call_that_means_nothing(arguments: tuple[str, ...], words: str, command: Command) -> None:
    result = command("remove", *arguments, "--yes")
    assert result.code == 2
    assert words in result.err


def test_ingest_prunes_what_is_gone(command: Command, data_dir: Path) -> None:
    file = data_dir.parent / "a.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:4]))
    result = command("ingest", file, "--prune", "--json")
    assert (result.code, result.object["removed"], result.object["gone"]) == (0, 2, 2)
    file.write_text(lines[0])
    result = command("ingest", file, "--prune")
    assert result.code == 1
    assert "3 of 4 articles are gone" in result.err
    assert articles(data_dir) == 4
    assert command("ingest", file, "--prune", "--yes").code == 0
    assert articles(data_dir) == 1


def test_compact_says_what_it_did_and_what_still_holds_the_words(command: Command, data_dir: Path) -> None:
    with tiny_desk(data_dir, refusal_threshold=1e-6) as desk:
        assert desk.ask("Did the ferry Kestrel3 reach Port Alder3?", conversation="talk").citations
    command("remove", "--id", "story-3", "--yes")
    result = command("compact")
    assert result.code == 0
    assert "generation 2 of the vectors is in use" in result.out
    assert "turn 1 of conversation talk quotes story-3" in result.out
    assert "compact --purge" in result.out
    assert "writing the vectors anew" in result.err
    value = command("compact", "--purge", "--json").object
    assert value["quoting"] == [{"conversation": "talk", "turn": 1, "article_ids": ["story-3"]}]
    assert (value["purged"], value["generation"]) == (True, 3)


def test_compact_without_an_archive_ends_with_3(command: Command, tmp_path: Path) -> None:
    result = command("compact", "--config", tmp_path / "none.toml")
    assert result.code == 2
    (tmp_path / "indexes" / "catalog.sqlite").unlink()
    assert command("compact").code == 3
