"""The doctor over whole and damaged archives: words for everything, changes to nothing, and safe mends on request."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Settings
from assistant.index import vectors
from assistant.operations.doctor import examine, is_being_written, mend
from assistant.operations.finding import Diagnosis, Finding
from tests.index.tiny import TinyEmbedder, story, tiny_desk, write_rows
from tests.index.worker import Death, Reader, ingest_and_die
from tests.operations.conftest import MANY


def contents(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(("-shm", "-wal", ".lock"))
    }


def of(diagnosis: Diagnosis, check: str) -> list[Finding]:
    return [finding for finding in diagnosis.findings if finding.check == check]


def test_a_whole_archive_serves_and_nothing_of_it_is_changed(settings: Settings) -> None:
    before = contents(settings.data_dir)
    told: list[str] = []
    diagnosis = examine(settings, tell=told.append)
    assert diagnosis.serves
    assert {finding.severity for finding in diagnosis.findings} <= {"ok", "info"}
    assert f"{MANY:,} vectors" in of(diagnosis, "vectors")[0].message
    assert {"catalog", "full text", "vectors", "articles", "weights"} <= set(told)
    assert contents(settings.data_dir) == before
    assert not is_being_written(settings.data_dir)


def test_no_archive_is_no_crash_and_nothing_is_made(tmp_path: Path) -> None:
    diagnosis = examine(Settings(data_dir=tmp_path / "none"))
    assert not diagnosis.serves
    assert "news-assistant ingest" in of(diagnosis, "catalog")[0].remedy
    assert not (tmp_path / "none").exists()


def zeros(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_type(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" * 500)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def torn_inside(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 60_000] = b"\x5a" * 60_000
    path.write_bytes(content)


def missing(path: Path) -> None:
    path.unlink()


DAMAGES = [zeros, truncated, empty, another_type, a_folder, torn_inside, missing]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: str(damage.__name__))
def test_a_damaged_catalog_is_told_with_what_to_do(damage: Callable[[Path], None], settings: Settings) -> None:
    damage(settings.data_dir / "catalog.sqlite")
    before = contents(settings.data_dir)
    diagnosis = examine(settings)
    assert not diagnosis.serves
    worst = diagnosis.findings[0]
    assert (worst.check in {"catalog", "schema"}, worst.severity) == (True, "error")
    assert worst.remedy
    assert "Traceback" not in worst.message
    assert contents(settings.data_dir) == before
    with tiny_desk(settings.data_dir) as desk:
        assert mend(diagnosis, desk=desk, say=lambda _: None) == ()


@pytest.mark.parametrize("name", ["link_lists.bin", "data_level0.bin", "header.bin", "chroma.sqlite3"])
def test_torn_vectors_are_told_and_made_anew_on_request(
    name: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.0)
    [file] = settings.data_dir.rglob(name)
    zeros(file)
    before = contents(settings.data_dir)
    diagnosis = examine(settings)
    assert not diagnosis.serves
    [found] = of(diagnosis, "vectors")
    assert (found.severity, found.mend) == ("error", "vectors")
    assert "doctor --fix" in found.remedy
    assert str(settings.data_dir) in found.message
    assert contents(settings.data_dir) == before
    said: list[str] = []
    with tiny_desk(settings.data_dir) as desk:
        assert len(mend(diagnosis, desk=desk, say=said.append)) == 1
        assert desk.tiny.embedded == []
    assert said == ["Now making the vectors anew from the catalog, which embeds nothing."]
    if name == "link_lists.bin":  # the others differ in nothing
        assert examine(settings).serves


def test_lost_and_surplus_vectors_are_counted(settings: Settings) -> None:
    store = vectors.ChromaDirectory(settings.data_dir / "vectors" / "1")
    held = store.search(TinyEmbedder().embed_query("Ferry Kestrel7"), 3, ids=None, state=0)
    store.remove(list(held))
    store.seal()
    store.close()
    diagnosis = examine(settings)
    [found] = of(diagnosis, "vectors")
    assert (found.severity, found.mend, diagnosis.serves) == ("warning", "vectors", True)
    assert f"holds {MANY - 3:,} vectors, the catalog says {MANY:,}" in found.message


def test_full_text_that_lost_words_is_told_and_made_anew(settings: Settings) -> None:
    connection = sqlite3.connect(settings.data_dir / "catalog.sqlite")
    connection.execute(
        "INSERT INTO passage_search (passage_search, rowid, title, source, date, body)"
        " SELECT 'delete', passage_key, title, source, date, body FROM passage_words WHERE passage_key = 7"
    )
    connection.commit()
    connection.close()
    diagnosis = examine(settings)
    [found] = of(diagnosis, "full text")
    assert (found.severity, found.mend, diagnosis.serves) == ("error", "words", False)
    with tiny_desk(settings.data_dir) as desk:
        assert mend(diagnosis, desk=desk, say=lambda _: None)
    assert of(examine(settings), "full text")[0].severity == "ok"


def test_an_interrupted_run_is_told_and_its_vectors_are_stored(tmp_path: Path) -> None:
    data_dir = tmp_path / "indexes"
    settings = Settings(data_dir=data_dir, embedding_model="tiny")
    file = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(40)])
    ingest_and_die(data_dir, file, Death("add", 1))
    diagnosis = examine(settings)
    [run] = of(diagnosis, "runs")
    assert (run.severity, diagnosis.serves) == ("warning", True)
    assert "ingest" in run.remedy
    with tiny_desk(data_dir) as desk:
        [done] = mend(diagnosis, desk=desk, say=lambda _: None)
        assert desk.status().waiting == 0
    assert "wait" in done
    with tiny_desk(data_dir) as desk:
        assert desk.ingest([file]).rejected == 0
    assert of(examine(settings), "runs")[0].severity == "ok"


def test_another_model_is_told_and_nothing_is_embedded_anew(settings: Settings) -> None:
    other = Settings(data_dir=settings.data_dir)
    diagnosis = examine(other)
    [found] = of(diagnosis, "model")
    assert (found.severity, diagnosis.serves) == ("error", False)
    said: list[str] = []
    with tiny_desk(settings.data_dir) as desk:
        assert mend(diagnosis, desk=desk, say=said.append) == ()
    assert "nothing was changed" in said[0]


def test_readers_and_a_writer_go_on_meanwhile(settings: Settings, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.jsonl", [story(5000)])
    with Reader(settings.data_dir) as reader, Reader(settings.data_dir) as writer:
        assert reader.search("ferry Kestrel7")
        writer.hold_lock()
        diagnosis = examine(settings)
        assert is_being_written(settings.data_dir)
        assert "right now" in of(diagnosis, "runs")[0].message
        assert diagnosis.serves
        assert reader.search("ferry Kestrel8")
        writer.close()
        assert reader.ingest(file)["new"] == 1
