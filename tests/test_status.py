"""What an archive holds, part by part, and when what came in."""

import json
from pathlib import Path

import pytest

from assistant.catalog.migrations import MIGRATIONS
from assistant.cli.render import show_status
from assistant.jsonable import as_json
from assistant.status import bytes_by_part, bytes_under
from tests.index.tiny import TinyDesk, story


def test_status_tells_periods_runs_releases_and_disk(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [
        story(1),
        story(2, published_at="2021"),
        story(3, source=None, published_at=None),
        story(1) | {"id": "copy"},
    ]
    report = desk.ingest_rows(tmp_path / "a.jsonl", rows)
    status = desk.status()
    assert [(outlet.source, outlet.articles, outlet.from_, outlet.to) for outlet in status.outlets] == [
        ("Sample Courier", 3, "2021", "2024-03-29"),
        ("", 1, None, None),
    ]
    assert [(run.run, run.outcomes["duplicate"]) for run in status.last_runs] == [(report.run, 1)]
    assert status.duplicates == 1
    assert status.schema == len(MIGRATIONS)
    assert {"sqlite", "chromadb"} <= set(status.releases)
    assert status.disk["catalog"] > 0
    assert status.disk["vectors"] > 0
    plain = json.loads(json.dumps(as_json(status)))
    assert plain["outlets"][0] == {"source": "Sample Courier", "articles": 3, "from": "2021", "to": "2024-03-29"}
    assert plain["sources"] == {"Sample Courier": 3, "": 1}


def test_the_parts_add_up(tmp_path: Path) -> None:
    for name, size in {
        "catalog.sqlite": 5,
        "catalog.sqlite-wal": 2,
        "desk.sqlite": 3,
        "vectors/1/x": 7,
        "odd": 1,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    parts = bytes_by_part(tmp_path)
    assert parts == {"catalog": 7, "desk": 3, "vectors": 7, "other": 1}
    assert sum(parts.values()) == bytes_under(tmp_path)


def test_status_on_a_terminal(desk: TinyDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), {"id": "empty"}])
    show_status(desk.status())
    out = capsys.readouterr().out
    assert "Sample Courier (1, 2024-03-29 to 2024-03-29)" in out
    assert "1 new, 1 rejected" in out
    assert "(catalog " in out
