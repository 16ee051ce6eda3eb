"""The program that parses PDF files: what it prints, and that it stands alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from assistant.articles import pdf_lines
from tests.articles.pdf_file import pdf


def printed(data: bytes) -> dict[str, Any]:
    program = str(Path(pdf_lines.__file__))
    done = subprocess.run([sys.executable, "-I", program], input=data, capture_output=True, check=True)
    assert done.stderr == b""
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_lines_with_their_places() -> None:
    page = [(50, 100, 10, "The lock at Orvel"), (300, 100, 10, "opened."), (50, 112, 10, "Barges (two) pass.")]
    found = printed(pdf([(line[0], line[1], line[2], line[3]) for line in page], properties="/Title (A lock)"))
    assert found["properties"]["Title"] == "A lock"
    (only,) = found["pages"]
    assert [line[0] for line in only["lines"]] == ["The lock at Orvel", "opened.", "Barges (two) pass."]
    _, left, top, right, bottom, size = only["lines"][0]
    assert (round(left), only["height"]) == (50, 842)
    assert 85 < top < 100 < bottom < 110
    assert 10 <= size <= 14
    assert left < right < 150


def test_what_it_cannot_read_it_says() -> None:
    assert "damaged" in printed(b"no PDF")["error"]
    assert "301 pages" in printed(pdf(*([[]] * 301)))["error"]
