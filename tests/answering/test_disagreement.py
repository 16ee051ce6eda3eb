"""Different figures for the same thing are shown side by side; what only looks so is not."""

from pathlib import Path

import pytest

from assistant import Answer
from tests.index.tiny import Row, story, tiny_desk

QUESTION = "How many people were killed when the ferry Kestrel sank off Port Alder?"
MORE = ("The harbour master of Birch opened the quay.", "A storm had been forecast for the islands since Monday.")


def report(name: str, said: str, published_at: str | None = "2024-03-29", **fields: str) -> Row:
    place = len(name) % len(MORE)
    return (
        story(0, id=name, title=f"Ferry {name}", source=name, text=f"{said} {MORE[place]}", published_at=published_at)
        | fields
    )


def asked(tmp_path: Path, *rows: Row) -> Answer:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        return desk.ask(QUESTION, today="2024-04-02")


def test_a_later_report_updates_an_earlier_one(tmp_path: Path) -> None:
    [found] = asked(
        tmp_path,
        report("first", "The ferry Kestrel sank off Port Alder and 20 people were killed.", "2024-03-29"),
        report(
            "second", "The ferry Kestrel sank off Port Alder in the night, and 26 people were killed.", "2024-03-31"
        ),
    ).disagreements
    assert found.kind == "updated"
    assert [(it.figure, it.source, it.published_at) for it in found.statements] == [
        ("20 people", "first", "2024-03-29"),
        ("26 people", "second", "2024-03-31"),
    ]
    assert found.statements[0].quote == "The ferry Kestrel sank off Port Alder and 20 people were killed."


def test_reports_of_one_day_differ(tmp_path: Path) -> None:
    answer = asked(
        tmp_path,
        report("first", "The ferry Kestrel sank off Port Alder and 20 people were killed."),
        report("second", "The ferry Kestrel sank off Port Alder in the night, and 26 people were killed."),
    )
    assert [found.kind for found in answer.disagreements] == ["differs"]


@pytest.mark.parametrize(
    ("said", "published_at"),
    [
        ("The ferry Kestrel sank off Port Alder in the night, and at least 20 people were killed.", "2024-03-29"),
        ("The ferry Kestrel sank off Port Alder in the night; 26 people were killed and 20 crates lost.", "2024-03-29"),
        ("The ferry Kestrel sank off Port Alder in the night, and 26 people were injured.", "2024-03-29"),
        ("The ferry Kestrel sank off Port Alder in the night, and 26 crates were lost.", "2024-03-29"),
        ("The ferry Osprey sank off Birch in the night, and 26 people were killed.", "2024-03-29"),
        ("The ferry Kestrel sank off Port Alder in the night, and 26 people were killed.", "2021-03-29"),
        ("The ferry Kestrel sank off Port Alder in the night, and 26 people were killed.", None),
    ],
)
def test_what_is_no_disagreement(said: str, published_at: str | None, tmp_path: Path) -> None:
    first = report("first", "The ferry Kestrel sank off Port Alder and 20 people were killed.")
    assert asked(tmp_path, first, report("second", said, published_at)).disagreements == ()
