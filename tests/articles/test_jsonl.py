"""JSON lines: every bad line is one reading with its number and a reason, and the good ones around it are read."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.articles.conftest import ReadFile, only, refused

GOOD = {"id": "a1", "text": "The bridge opened on Friday."}


def test_reads_every_field(read_file: ReadFile) -> None:
    row = {
        "id": "a1",
        "title": "Bridge opens",
        "source": "Sample Courier",
        "authors": ["Ada Moss", None],
        "published_at": "2024-05-07",
        "updated_at": "2024-05-08",
        "url": "https://example.org/bridge",
        "category": "Local",
        "kind": "news",
        "language": "en",
        "text": "The bridge opened on Friday.",
        "unknown": {"is": "ignored"},
    }
    article = only(read_file("a.jsonl", json.dumps(row)))
    assert (article.article_id, article.title, article.section, article.language) == (
        "a1",
        "Bridge opens",
        "Local",
        "en",
    )
    assert article.authors == ("Ada Moss",)


def test_every_field_but_the_text_may_be_null(read_file: ReadFile) -> None:
    fields = ("id", "title", "source", "authors", "published_at", "url", "category", "text")
    article = only(read_file("a.jsonl", json.dumps(dict.fromkeys(fields) | {"body": "The bridge opened."})))
    assert article.text == "The bridge opened."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "cut off', "not JSON"),
        (b"plain words", "not JSON"),
        (b"[1, 2]", "not an object"),
        (b"null", "not an object"),
        (b"{}", "no text"),
        (b'{"text": null, "body": " "}', "no text"),
        (b'{"text": 5}', "field text is a number"),
        (b'{"text": "a", "title": ["b"]}', "field title is a list"),
        (b'{"text": "a", "authors": {"first": "b"}}', "field authors is an object"),
        (b'{"text": "a", "authors": [1]}', "field authors"),
        (b'{"text": "a", "published_at": {}}', "field published_at"),
        (b'{"text": "a", "id": true}', "field id is true or false"),
        (b'{"text": "a", "id": "b\\u0000"}', "control characters"),
        (b'{"text": "caf\xe9"}', "not UTF-8 (byte 14)"),
        (b'{"text": ' + b"[" * 200_000, "no article needs"),
        (b'{"text": "a", "id": ' + b"1" * 5000 + b"}", "no article needs"),
        (b'{"text": "' + b"x" * 1_200_000 + b'"}', "longer than"),
        (b'{"text": "\\u200b\\ud800"}', "no text left"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(read_file: ReadFile, line: bytes, words: str) -> None:
    good = json.dumps(GOOD).encode()
    first, bad, last = read_file("a.jsonl", b"\n".join([good, line, b"", good]))
    assert first.article is not None
    assert last.article is not None
    assert (first.input[-2:], bad.input[-2:], last.input[-2:]) == (":1", ":2", ":4")
    assert bad.article is None
    assert words in bad.reason


def test_a_future_date_is_a_remark(read_file: ReadFile) -> None:
    (reading,) = read_file("a.jsonl", json.dumps(GOOD | {"published_at": "2031-01-01"}))
    assert reading.article is not None
    assert reading.article.published_at is None
    assert "future" in reading.reason


def test_odd_unicode_is_read_in_order(read_file: ReadFile) -> None:
    line = b'\xef\xbb\xbf{"text": "A \\ud83c\\udf09 b\\u0000ridge \\u202eopened\\u202c, \\ud800in cafe\\u0301"}'
    assert only(read_file("a.jsonl", line)).text == "A \U0001f309 bridge opened, in caf\u00e9"


def test_a_number_is_an_id(read_file: ReadFile) -> None:
    assert only(read_file("a.jsonl", json.dumps(GOOD | {"id": 17}))).article_id == "17"


def test_packed_lines(read_file: ReadFile) -> None:
    packed = gzip.compress("\n".join([json.dumps(GOOD)] * 3).encode())
    assert [bool(reading.article) for reading in read_file("a.ndjson.gz", packed)] == [True] * 3


def test_cut_archive_gives_what_came_before(read_file: ReadFile) -> None:
    lines = "\n".join(json.dumps(GOOD | {"id": number, "title": f"{number * 7919 % 1000}"}) for number in range(3000))
    *good, last = read_file("a.jsonl.gz", gzip.compress(lines.encode())[:-50])
    assert good
    assert all(reading.article for reading in good)
    assert last.article is None
    assert "damaged" in last.reason


def test_an_archive_that_unpacks_to_too_much_stops(read_file: ReadFile) -> None:
    line = json.dumps(GOOD).encode() + b" " * 60_000 + b"\n"
    *good, last = read_file("a.jsonl.gz", gzip.compress(line * 50), file_megabytes=1)
    assert 0 < len(good) < 50
    assert "unpacks to more than 1 MB" in last.reason


@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff"])
def test_a_file_without_a_line_is_refused(read_file: ReadFile, content: str) -> None:
    assert "empty" in refused(read_file("a.jsonl", content)) or content


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
_FIELDS = ("id", "title", "text", "body", "source", "authors", "published_at", "url", "category", "kind", "language")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.dictionaries(st.sampled_from(_FIELDS), _JSON), _JSON))
def test_any_json_gives_one_reading(read_file: ReadFile, row: object) -> None:
    _, reading = read_file("a.jsonl", json.dumps(GOOD) + "\n" + json.dumps(row))
    assert reading.article or reading.reason
    if reading.article:
        assert reading.article.text
        repr(reading.article).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_give_readings(read_file: ReadFile, data: bytes) -> None:
    for reading in read_file("a.jsonl", data):
        assert reading.article or reading.reason
