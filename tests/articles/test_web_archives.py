"""Web archives: what servers gave as pages is read, the rest is counted."""

import gzip
import time
from pathlib import Path

import pytest

from assistant.articles.read import count_inputs
from tests.articles.conftest import ReadFile, refused

STORY = "".join(
    f"<p>The bridge over the Lune opened on day {n} after two years of work, they said.</p>" for n in range(9)
)
PAGE = (
    f"<html><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1>{STORY}</article></body></html>"
)
ENDS = {"Content-Type": "text/html; charset=utf-8"}


def record(kind: str, headers: dict[str, str], block: bytes, *, packed: bool) -> bytes:
    head = {"WARC-Type": kind, "WARC-Date": "2024-05-07T10:00:00Z", "Content-Length": str(len(block))} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    data = f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"
    return gzip.compress(data) if packed else data


def archive(*answers: tuple[str, str, dict[str, str], bytes], packed: bool = True) -> bytes:
    """Returns an archive of what servers answered: address, status, headers and body."""
    data = record("warcinfo", {}, b"software: tests\r\n", packed=packed)
    for address, status, headers, body in answers:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        block = f"HTTP/1.1 {status} OK\r\n{lines}\r\n".encode() + body
        fields = {"WARC-Target-URI": address, "Content-Type": "application/http; msgtype=response"}
        data += record("response", fields, block, packed=packed)
    return data


def page(number: int, text: str = PAGE, **headers: str) -> tuple[str, str, dict[str, str], bytes]:
    return f"https://example.org/news/{number}.php", "200", ENDS | headers, text.encode()


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["a.warc.gz", "a.bin"])
def test_pages_are_read_with_their_address(read_file: ReadFile, tmp_path: Path, packed: bool, name: str) -> None:  # noqa: FBT001 - a parameter
    picture = ("https://example.org/a.png", "200", {"Content-Type": "image/png"}, b"\x89PNG")
    gone = ("https://example.org/gone", "404", ENDS, PAGE.encode())
    first, second = read_file(name, archive(picture, page(1), gone, page(2), packed=packed))
    assert first.input == f"{tmp_path / name}!/https://example.org/news/1.php"
    assert first.article
    assert first.article.url == "https://example.org/news/1.php"
    assert first.article.title == "Bridge opens"
    assert second.article
    assert first.article.article_id != second.article.article_id
    assert second.reason.endswith("3 of the 5 records in the archive are no pages")


def test_nothing_in_a_page_is_later_than_its_fetching(read_file: ReadFile) -> None:
    dated = PAGE.replace("</head>", '<meta property="article:published_time" content="2025-01-02T08:00:00Z"></head>')
    (reading,) = read_file("a.warc.gz", archive(page(1, dated)))
    assert reading.article
    assert reading.article.published_at is None
    assert "future" in reading.reason


def test_packed_answers_are_unpacked(read_file: ReadFile) -> None:
    address, status, headers, body = page(1)
    answer = (address, status, headers | {"Content-Encoding": "gzip"}, gzip.compress(body))
    assert read_file("a.warc", archive(answer))[0].article


def test_damages_inside_are_reasons_and_print_nothing(read_file: ReadFile, capfd: pytest.CaptureFixture[str]) -> None:
    address, status, headers, body = page(1, PAGE.replace("</p>", f" {'x7' * 9000}</p>", 1))
    packed = bytearray(gzip.compress(body, 0))
    packed[20_000:20_400] = bytes(400)
    torn = (address, status, headers | {"Content-Encoding": "gzip"}, bytes(packed))
    short = archive(page(2), packed=False).replace(
        b"text/html; charset=utf-8", b"text/html; charset=utf-8  \r\nX: y", 1
    )
    assert read_file("a.warc", archive(torn, page(3)))[-1].article
    assert all(reading.article or reading.reason for reading in read_file("b.warc", short))
    assert capfd.readouterr() == ("", "")


def test_archives_without_a_page(read_file: ReadFile) -> None:
    assert "None of its 1 records is a page" in refused(read_file("a.warc.gz", archive()))


def test_a_torn_archive_gives_what_came_before(read_file: ReadFile) -> None:
    before = len(archive(page(1), page(2)))
    for data in (archive(page(1), page(2), page(3))[: before + 200], archive(page(1), page(2)) + b"WARC/1.0\r\n" * 3):
        first, second, last = read_file("a.warc.gz", data)
        assert first.article
        assert second.article
        assert "damaged" in last.reason


def test_a_line_without_end_is_no_work(read_file: ReadFile) -> None:
    started = time.process_time()
    # Joined piece by piece as it comes, a line of this length takes a minute of the processor.
    assert "damaged" in refused(read_file("a.warc.gz", gzip.compress(bytes(80_000_000), 1), file_megabytes=100))
    assert time.process_time() - started < 5


def test_count(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(page(1), page(2)))
    assert count_inputs([tmp_path / "a.warc.gz"]) == 2
