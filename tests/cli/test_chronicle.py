"""A matter over time, on the command line."""

from pathlib import Path

import pytest

from tests.answering.test_timeline import MATTER, ROWS, SANK, report
from tests.cli.conftest import Command
from tests.index.tiny import tiny_desk


@pytest.fixture(autouse=True)
def matter(data_dir: Path, tmp_path: Path) -> None:
    with tiny_desk(data_dir) as desk:
        desk.ingest_rows(tmp_path / "m.jsonl", ROWS)
        desk.ingest_rows(tmp_path / "n.jsonl", [report("a", SANK.replace("20", "21"), "2024-03-29")])


def test_a_timeline_is_shown(command: Command) -> None:
    run = command("timeline", MATTER)
    assert run.code == 0
    assert run.out.startswith("[1] 2024-03-29  The ferry Kestrel sank off Port Alder and 21 people were killed")
    assert "    updated 2024-04-10 by [2]: 21 people → 26 people" in run.out
    assert "    corrected 2" in run.out
    assert "1 article has no date" in run.out
    value = command("timeline", MATTER, "--json").object
    assert list(value) == ["question", "developments", "undated", "compared"]
    assert list(value["developments"][0]) == ["date", "citation", "also", "later"]
    assert "No article with a date tells of it." in command("timeline", "Who wrote the opera about Saturn?").out


def test_what_changed_is_shown(command: Command) -> None:
    run = command("changed", MATTER, "--since", "2024-04-15")
    assert run.code == 0
    assert "Known before\n" in run.out
    assert "New since 2024-04-15\n" in run.out
    assert "raised off Port Alder" in run.out
    assert "Changed 2" in run.out
    value = command("changed", MATTER, "--since", "2024-04-15", "--json").object
    assert list(value) == ["question", "since", "known", "new", "repeated", "updated"]


@pytest.mark.parametrize("day", ["yesterday", ""])
def test_a_wrong_day_is_said(day: str, command: Command) -> None:
    run = command("changed", MATTER, "--since", day)
    assert run.code == 2
    assert "--since" in run.err
