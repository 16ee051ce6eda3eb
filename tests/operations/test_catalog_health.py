"""The promises of the catalog, each broken by hand once."""

import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import pytest

from assistant import Settings
from assistant.catalog import checks
from assistant.operations.catalog_health import model_health, promise_health, schema_health, words_health
from tests.index.tiny import TinyDesk, story


@pytest.fixture
def path(desk: TinyDesk, tmp_path: Path) -> Path:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
    return tmp_path / "indexes" / "catalog.sqlite"


def spoil(path: Path, sql: str, *parameters: object) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("casefold", 1, str)
    connection.execute(sql, parameters)
    connection.close()


def broken(path: Path) -> list[str]:
    with checks.looking_at(path) as connection:
        return [finding.message for finding in promise_health(connection) if finding.severity == "error"]


def test_a_catalog_at_rest_keeps_them_all(path: Path) -> None:
    assert broken(path) == []


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE articles SET version = 9 WHERE article_key = 1", "1 articles without their current version."),
        ("DELETE FROM passages WHERE passage_key = 1", "1 current versions without a passage."),
        ('UPDATE passages SET "end" = 99999 WHERE passage_key = 2', "1 passages that are no slice of their text."),
        ('UPDATE passages SET "end" = start WHERE passage_key = 2', "1 passages that are no slice of their text."),
        (
            "UPDATE passages SET sentences = '[5]' WHERE passage_key = 2",
            "1 passages whose sentences do not begin where they do.",
        ),
        (
            "UPDATE passages SET sentences = '[' WHERE passage_key = 2",
            "1 passages whose sentences do not begin where they do.",
        ),
        ("DELETE FROM vectors WHERE vector_key = 3", "1 passages without a vector."),
        ("UPDATE vectors SET vector = x'00' WHERE vector_key = 3", "1 stored vector of the wrong size or length."),
    ],
)
def test_each_broken_promise_is_counted(sql: str, words: str, path: Path) -> None:
    spoil(path, sql)
    assert words in broken(path)


@pytest.mark.parametrize("value", [0.0, np.nan, 0.5, 60000.0])
def test_a_vector_of_another_length_is_counted(value: float, path: Path) -> None:
    spoil(path, "UPDATE vectors SET vector = ? WHERE vector_key = 3", np.full(64, value, np.float16).tobytes())
    assert broken(path) == ["1 stored vector of the wrong size or length."]


@pytest.mark.parametrize(("version", "words"), [(0, "empty"), (1, "needs"), (999, "newer release")])
def test_another_schema_is_told(version: int, words: str, path: Path) -> None:
    spoil(path, f"PRAGMA user_version = {version}")
    with checks.looking_at(path) as connection:
        [found] = schema_health(connection)
    assert (found.severity, words in found.message) == ("error", True)


@pytest.mark.parametrize(
    ("settings", "severity"), [({}, "ok"), ({"passage_tokens": 100}, "error"), ({"embedding_model": "big"}, "error")]
)
def test_settings_that_do_not_fit_the_archive_are_told(settings: dict[str, object], severity: str, path: Path) -> None:
    chosen = Settings(**({"embedding_model": "tiny", "data_dir": path.parent} | settings))
    with checks.looking_at(path) as connection:
        [found] = model_health(connection, chosen)
    assert found.severity == severity


def test_looking_makes_no_file_and_writes_none(tmp_path: Path, path: Path) -> None:
    from assistant.errors import StoreError

    with pytest.raises(StoreError), checks.looking_at(tmp_path / "none.sqlite"):
        pass
    assert not (tmp_path / "none.sqlite").exists()
    with pytest.raises(StoreError), checks.looking_at(path) as connection:
        connection.execute("DELETE FROM articles")


def test_without_room_for_a_copy_full_text_is_not_looked_into_and_the_archive_still_serves(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with checks.looking_at(path) as connection:
        [finding] = words_health(connection)
    assert (finding.check, finding.severity) == ("full text", "warning")
    assert "TMPDIR" in finding.remedy
