"""Parquet: rows in small batches; without pyarrow a reason and the command that brings it."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from assistant.articles.article import Reading
from assistant.articles.read import count_inputs, read_paths
from tests.articles.conftest import NOW, refused

ROWS = {
    "Headline": ["Bridge opens", "Port closes", None],
    "content": ["It opened on Friday.", "It closed.", None],
    "pub_date": [dt.datetime(2024, 5, 7, 8, 30, tzinfo=dt.UTC), dt.datetime(2024, 5, 8, tzinfo=dt.UTC), None],
    "authors": [["Ada Moss", "Ben Hay"], [], None],
    "picture": [b"x" * 1000, None, None],
}


def read(path: Path, **fields: str) -> list[Reading]:
    return list(read_paths([path], file_megabytes=10, article_characters=1000, fields=fields, now=NOW))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table(ROWS), tmp_path / "a.parquet", row_group_size=2)
    return tmp_path / "a.parquet"


def test_rows_with_their_types(table: Path) -> None:
    first, second, empty = read(table)
    assert first.article
    assert first.article.published_at
    assert first.article.published_at.iso.startswith("2024-05-07T08:30")
    assert first.article.authors == ("Ada Moss", "Ben Hay")
    assert first.reason == "fields: text=content, authors, title=Headline, published=pub_date"
    assert second.article
    assert "no text" in empty.reason
    assert [reading.input[-2:] for reading in (first, second, empty)] == ["#1", "#2", "#3"]
    assert count_inputs([table]) == 3


def test_columns_named_by_hand(table: Path) -> None:
    assert read(table, title="content")[0].reason.startswith("fields: text=content, authors, title=content")
    assert "no column story" in refused(read(table, text="story"))


def test_a_torn_table(table: Path) -> None:
    data = table.read_bytes()
    table.write_bytes(data[:-50])
    assert "damaged" in refused(read(table))


def test_without_pyarrow_there_is_a_reason_and_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(100))
    assert "pip install 'news-assistant[parquet]'" in refused(read(tmp_path / "a.parquet"))
    assert count_inputs([tmp_path / "a.parquet"]) == 1
