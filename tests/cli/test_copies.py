"""What a reader sees of copies and versions, and what undoing does to the next search."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.index.tiny import story, tiny_desk


@pytest.fixture
def copied(data_dir: Path, tmp_path: Path) -> None:
    """Two more articles with the text of one, and a second version of another."""
    with tiny_desk(data_dir) as desk:
        rows = [story(1, id=f"copy-{n}", source=f"Outlet {n}", published_at=f"2024-03-3{n}") for n in range(2)]
        desk.ingest_rows(tmp_path / "b.jsonl", [*rows, story(2, text=story(2)["text"].replace("42", "43"))])


@pytest.mark.usefixtures("copied")
def test_the_group_of_an_article(command: Command) -> None:
    run = command("copies", "copy-1", "--json")
    assert run.code == 0
    assert list(run.object) == ["article_id", "head", "copies", "undone"]
    assert run.object["head"]["article_id"] == "story-1"
    assert [copy["article_id"] for copy in run.object["copies"]] == ["copy-0", "copy-1"]
    assert {copy["kind"] for copy in run.object["copies"]} == {"exact"}
    shown = command("copies", "copy-1").out
    assert "Head  Sample Courier · 2024-03-29" in shown
    assert "Copy  Outlet 1 · 2024-03-31" in shown
    assert "same text" in shown


@pytest.mark.usefixtures("copied")
def test_undoing_and_confirming(command: Command) -> None:
    def found() -> set[str]:
        passages = command("search", "Kestrel1 Port Alder1 Rowan1", "--json").object["passages"]
        return {item["article_id"] for item in passages if "Kestrel1 " in item["text"]}

    assert len(found()) == 1
    undone = command("copies", "copy-1", "--undo", "story-1", "--json").object
    assert [copy["article_id"] for copy in undone["undone"]] == ["story-1"]
    assert len(found()) == 2
    assert "undone by a reader" in command("copies", "story-1").out
    assert command("copies", "copy-1", "--confirm", "story-1").code == 0
    assert "same text, confirmed" in command("copies", "story-1").out
    assert len(found()) == 1


@pytest.mark.usefixtures("copied")
def test_what_is_otherwise_in_a_copy(command: Command) -> None:
    found = command("copies", "story-1", "--compare", "copy-1", "--json").object
    assert list(found) == ["article_id", "other_id", "changes"]
    assert [(change["kind"], change["field"], change["after"]) for change in found["changes"]] == [
        ("metadata", "source", "Outlet 1"),
        ("metadata", "published_at", "2024-03-31"),
    ]
    assert "+ Outlet 1" in command("copies", "story-1", "--compare", "copy-1").out
    assert "the same in every word" in command("copies", "copy-1", "--compare", "copy-1").out


@pytest.mark.usefixtures("copied")
def test_versions_and_what_changed(command: Command) -> None:
    run = command("versions", "story-2", "--json")
    assert [note["version"] for note in run.object["versions"]] == [1, 2]
    [change] = run.object["versions"][1]["changes"]
    assert list(change) == [
        "kind", "field", "before", "after", "before_start", "before_end", "after_start", "after_end",
    ]  # fmt: skip
    assert change["kind"] == "number"
    shown = command("versions", "story-2").out
    assert "Version 2, taken in 2" in shown
    assert "    + Nobody on board was hurt, and all 43 passengers" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("copies", "nowhere"), 1, "no article nowhere"),
        (("versions", "nowhere"), 1, "no article nowhere"),
        (("copies", "story-1", "--undo", "story-2"), 1, "not kept as copies"),
        (("copies", "story-1", "--confirm", "story-2"), 1, "cannot be confirmed"),
        (("copies", "story-1", "--compare", "nowhere"), 1, "no article nowhere"),
        (("copies", "story-1", "--confirm", "a", "--undo", "b"), 2, "exclude each other"),
        (("copies", "story-1", "--compare", "a", "--undo", "b"), 2, "exclude each other"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], code: int, words: str, command: Command) -> None:
    run = command(*arguments)
    assert run.code == code
    assert words in run.err


def test_an_article_without_copies(command: Command) -> None:
    assert "It has no copies" in command("copies", "story-3").out
