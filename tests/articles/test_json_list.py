"""JSON files are cut into their articles as they are read, and a broken article costs only itself."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.articles.article import Reading
from assistant.articles.json_list import items
from assistant.articles.limits import Limits
from assistant.articles.read import count_inputs, read_paths
from assistant.errors import InputError
from tests.articles.conftest import NOW, ReadFile, only, refused

ROWS = [{"id": f"a{n}", "title": f"Bridge {n}", "text": f'The "{n}" bridge [opened] {{at last}}.'} for n in range(3)]


def ids(readings: list[Reading]) -> list[str | None]:
    return [reading.article.article_id if reading.article else None for reading in readings]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        json.dumps({"status": "ok", "meta": [{"page": 1}], "response": {"results": ROWS, "more": []}}),
        "\n".join(json.dumps(row, indent=1) for row in ROWS),
        "\ufeff" + json.dumps(ROWS),
    ],
)
def test_every_shape_of_a_list(read_file: ReadFile, content: str) -> None:
    readings = read_file("a.json", content)
    assert ids(readings) == ["a0", "a1", "a2"]
    assert [reading.input[-2:] for reading in readings] == ["#1", "#2", "#3"]
    assert readings[0].article
    assert readings[0].article.text == 'The "0" bridge [opened] {at last}.'


def test_one_article_with_lists_in_it(read_file: ReadFile) -> None:
    assert only(read_file("a.json", json.dumps({"comments": [{"text": "Fine."}]} | ROWS[0]))).article_id == "a0"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings(read_file: ReadFile, encoding: str) -> None:
    assert ids(read_file("a.json", json.dumps(ROWS).encode(encoding))) == ["a0", "a1", "a2"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('{"text": nonsense}', "not JSON"),
        ("17", "not an object"),
        ('{"title": "x"}', "its fields are title"),
        ('{"text": "' + "x" * 2_000_000 + '"}', "longer than"),
        ('{"text": "' + "\\\\" * 1_000_001 + '\\"}{"}', "longer than"),
        ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "no article needs"),
    ],
)
def test_a_broken_article_costs_only_itself(read_file: ReadFile, bad: str, words: str) -> None:
    first, second = json.dumps(ROWS[0]), json.dumps(ROWS[1])
    readings = read_file("a.json", f"[{first},\n{bad},\n{second}]")
    assert ids(readings) == ["a0", None, "a1"]
    assert words in readings[1].reason


def test_a_list_that_is_cut_off_is_read_as_far_as_it_goes(read_file: ReadFile) -> None:
    readings = read_file("a.json", json.dumps(ROWS)[:-30])
    assert ids(readings) == ["a0", "a1", None, None]
    assert "not JSON" in readings[2].reason
    assert "ends before its list does" in readings[3].reason


def test_a_torn_packed_list_gives_what_came_before(read_file: ReadFile) -> None:
    rows = [{"id": str(n), "text": f"It opened on day {n * 7919 % 1009}."} for n in range(9000)]
    *good, last = read_file("a.json.gz", gzip.compress(json.dumps(rows).encode())[:-5000])
    assert len(good) > 1000
    assert "damaged" in last.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [("[]", "no article"), ("{}", "no text"), ('{"items": [{"a": 1}]}', "no text"), ("[1]", "not an object")],
)
def test_json_without_an_article(read_file: ReadFile, content: str, words: str) -> None:
    assert words in refused(read_file("a.json", content))


def test_fields_by_other_names_are_told_once(read_file: ReadFile) -> None:
    rows = [{"headline": f"Bridge {n}", "articleBody": "It opened.", "pub_date": "2024-05-07"} for n in range(2)]
    first, second = read_file("a.json", json.dumps(rows))
    assert first.reason == "fields: text=articleBody, title=headline, published=pub_date"
    assert second.reason == ""
    assert first.article
    assert first.article.published_at
    assert first.article.published_at.iso == "2024-05-07"


def test_the_count_is_right_for_small_and_near_for_large_files(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"docs": ROWS}))
    assert count_inputs([path]) == 3
    path.write_bytes(gzip.compress(json.dumps([{"text": f"{n * 7919 % 1009} " * 90} for n in range(30_000)]).encode()))
    assert abs(count_inputs([path]) - 30_000) < 5_000


def test_items_are_the_same_however_they_are_cut(limits: Limits) -> None:
    data = json.dumps([*ROWS, 5, "x", [], {"a": ["\\", '\\"]']}]).encode()[1:]
    whole = list(items(io.BytesIO(), data, limits.line_bytes, is_list=True))
    for size in range(len(data)):
        assert list(items(io.BytesIO(data[size:]), data[:size], limits.line_bytes, is_list=True)) == whole


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='[]{}",:\\ a1\n', max_size=60).map(str.encode), st.integers(0, 60), st.integers(1, 9))
def test_any_brackets_come_to_an_end(data: bytes, size: int, most: int) -> None:
    try:
        found = list(items(io.BytesIO(data[size:]), data[:size], most, is_list=True))
    except InputError:
        return
    assert all(item is None or item for item in found)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_give_readings(read_file: ReadFile, data: bytes) -> None:
    assert all(reading.article or reading.reason for reading in read_file("a.json", b"[" + data))


def test_mapped_fields_may_lie_deeper(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"webTitle": "Bridge", "fields": {"bodyText": "It opened."}, "text": "Subscribe"}]))
    (reading,) = read_paths(
        [path], file_megabytes=1, article_characters=1000, now=NOW, fields={"text": "fields.bodyText"}
    )
    assert reading.article
    assert reading.article.text == "It opened."
