"""Runs as rows, newest first; runs of an older release have neither seconds nor a proof."""

from pathlib import Path

import pytest

from assistant.catalog import database, migrations
from assistant.catalog.catalog import Catalog
from assistant.catalog.database import open_for_writing
from assistant.catalog.runs import inputs_of, last_runs, one_run


def test_runs_of_an_older_release_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[:2])
    path = tmp_path / "catalog.sqlite"
    connection = open_for_writing(path)
    connection.execute("INSERT INTO runs VALUES (1, 100, 160, 7), (2, 200, NULL, 0)")
    inputs = [("a.txt", "new", "a", ""), ("b.txt", "rejected", None, "x")]
    connection.executemany("INSERT INTO run_inputs VALUES (1, ?, ?, ?, ?)", inputs)
    connection.close()
    monkeypatch.undo()
    open_for_writing(path).close()
    catalog = Catalog(tmp_path)
    with catalog.snapshot() as snapshot:
        newest, oldest = last_runs(snapshot, 10)
        assert one_run(snapshot, 1) == oldest
        assert one_run(snapshot, 3) is None
        assert inputs_of(snapshot, 1) == inputs
    catalog.close()
    assert (newest.run, newest.finished_at, newest.outcomes) == (2, None, {})
    assert (oldest.finished_at, oldest.seconds, oldest.proof, oldest.passages_embedded) == (160, None, None, 7)
    assert oldest.outcomes == {"new": 1, "rejected": 1}
