"""An input is told by its bytes first, by its name where the bytes could be several things."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.articles.detect import Head, by_suffix, detect, suffix_of
from assistant.articles.formats import FORMATS, PROSE
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.errors import InputError

PAGE = "<!DOCTYPE html><html><head><title>Bridge opens</title></head><body><p>The bridge opened.</p></body></html>"
LINES = '{"text": "The bridge opened."}\n{"text": "The bridge closed."}\n'
STORY = "Bridge opens\n\nThe bridge over the Lune opened on Friday after two years of work. " * 3
CODE = "function open(a) { return a.b[0] + '</div>'; }\nvar bridge = {open: true, closed: false};\n" * 5


def found(tmp_path: Path, limits: Limits, name: str, content: bytes | str) -> tuple[str, str]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    format_, remark = detect(Input.of(path), limits, FORMATS, PROSE)
    return format_.suffixes[0], remark


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("a.html", PAGE, ".html"),
        ("a.html", "<div><p>A piece of a page.</p></div>", ".html"),
        ("a.jsonl", LINES, ".jsonl"),
        ("a.jsonl", "broken\n", ".jsonl"),
        ("a.txt", STORY, ".txt"),
        ("a.md", STORY, ".md"),
        ("A.MD", STORY, ".md"),
    ],
)
def test_a_name_that_fits_is_believed(tmp_path: Path, limits: Limits, name: str, content: str, suffix: str) -> None:
    assert found(tmp_path, limits, name, content) == (suffix, "")


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("a.txt", PAGE, ".html"),
        ("a.php", PAGE, ".html"),
        ("a", PAGE, ".html"),
        ("a.txt", "\ufeff<?xml version='1.0'?>\n<!-- saved -->\n" + PAGE.split(">", 1)[1], ".html"),
        ("a.txt", PAGE.encode("utf-16"), ".html"),
        ("a.html", LINES, ".jsonl"),
        ("a.bak", LINES, ".jsonl"),
        ("a.story", STORY, ".txt"),
        ("a", STORY, ".txt"),
    ],
)
def test_bytes_go_before_a_name(tmp_path: Path, limits: Limits, name: str, content: bytes | str, suffix: str) -> None:
    kind, remark = found(tmp_path, limits, name, content)
    assert kind == suffix
    assert remark.startswith("it is ")
    assert Path(name).suffix in remark


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", CODE.encode(), b"words", b"1 2 3 4\n" * 99])
def test_what_nothing_knows_is_refused(tmp_path: Path, limits: Limits, content: bytes) -> None:
    with pytest.raises(InputError, match=r"format \.dat is not read"):
        found(tmp_path, limits, "a.dat", content)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss version='2.0'>", "rss"),
        ("<?xml version='1.0'?><!-- a > b --><x:NewsItem a='1'>", "newsitem"),
        ("<!DOCTYPE nitf SYSTEM 'x' [<!ENTITY a 'b>'> ]>\n<nitf>", "nitf"),
        ("<!doctype HTML>", "html"),
        ("words <html>", ""),
        ("<!-- open", ""),
        ("<?" * 30_000, ""),
        ("<!x>" * 16_000, ""),
    ],
)
def test_root_element(text: str, root: str) -> None:
    assert Head(text.encode()).root == root


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.jsonl.gz", ".jsonl"), ("2024.05.07.HTML.XZ", ".html"), ("a.gz", ""), ("a.txt.gz.bz2", ".txt"), ("a", "")],
)
def test_suffix_without_the_packing(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_a_suffix_of_several_formats_is_one_that_the_bytes_tell_apart() -> None:
    suffixes = Counter(suffix for known in FORMATS for suffix in known.suffixes)
    shared = [known for known in FORMATS if any(suffixes[suffix] > 1 for suffix in known.suffixes)]
    assert all(known.marked and known.known_by for known in shared)
    assert all(by_suffix(f"a{suffix}", FORMATS) for suffix in suffixes)
