"""Leftovers, size and waiting work of the vector store."""

import shutil
from pathlib import Path

import pytest

from assistant import Settings
from assistant.catalog import checks
from assistant.catalog.writer import CatalogWriter
from assistant.operations import vector_health
from assistant.operations.finding import Finding
from assistant.operations.vector_health import leftover_health
from tests.index.tiny import TinyDesk, story


def looked(settings: Settings, *, writing: bool = False) -> dict[str, Finding]:
    with checks.looking_at(settings.data_dir / "catalog.sqlite") as connection:
        found = list(vector_health.vector_health(connection, settings, writing=writing))
    return {finding.check: finding for finding in found}


@pytest.fixture
def small(desk: TinyDesk, tmp_path: Path) -> Settings:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
    desk.close()
    return desk.settings


def test_generations_and_locks_of_nobody_are_told(small: Settings) -> None:
    folder = small.data_dir / "vectors"
    (folder / "7").mkdir()
    (folder / "7" / "x.bin").write_bytes(b"x" * 2_000_000)
    (folder / "9.lock").touch()
    path = small.data_dir / "catalog.sqlite"
    with checks.looking_at(path) as connection:
        [found] = leftover_health(connection, small.data_dir, writing=False)
        [busy] = leftover_health(connection, small.data_dir, writing=True)
    assert (found.severity, busy.severity) == ("info", "ok")
    assert found.message == "2 leftovers of generations that nobody uses (2 MB): 7, 9.lock."
    assert str(folder / "7") in found.remedy


def test_a_missing_directory_is_an_error(small: Settings) -> None:
    shutil.rmtree(small.data_dir / "vectors")
    found = looked(small)["vectors"]
    assert (found.severity, found.mend) == ("error", "vectors")


def test_what_waits_is_told_and_a_writer_explains_it(small: Settings) -> None:
    writer = CatalogWriter(small.data_dir)
    writer._connection.execute("UPDATE passages SET stored = 0 WHERE passage_key <= 2")
    writer._connection.execute("INSERT INTO removals VALUES ('gone')")
    writer.close()
    found = looked(small)["waiting"]
    assert (found.severity, found.mend) == ("info", "waiting")
    assert found.message.startswith("2 passages to store and 1 to drop")
    assert looked(small, writing=True)["waiting"].mend == ""


def test_a_directory_far_too_large_is_told(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert looked(small)["vectors on disk"].severity == "ok"
    monkeypatch.setattr(vector_health, "SMALLEST_SUSPECT", 1000)
    (small.data_dir / "vectors" / "1" / "ballast").write_bytes(b"x" * 3_000_000)
    found = looked(small)["vectors on disk"]
    assert (found.severity, "rebuild" in found.remedy) == ("warning", True)


def test_vectors_elsewhere_than_the_settings_say_are_told(small: Settings) -> None:
    other = Settings(data_dir=small.data_dir, embedding_model="tiny", chroma_url="http://127.0.0.1:1")
    found = looked(other)["vectors"]
    assert found.severity == "error"
    assert "are in data_dir" in found.message
