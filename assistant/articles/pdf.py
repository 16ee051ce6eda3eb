"""PDF files: the words in the order in which they are read, by PDFium in a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.characters import one_line
from assistant.articles.compose import Draft, compose
from assistant.articles.dates import parse_published
from assistant.articles.detect import Format
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import read_whole
from assistant.articles.pdf_layout import Line, Page, body_size, headline, in_order, paragraphs, without_running
from assistant.articles.properties import Properties, draft_with
from assistant.errors import InputError

_LARGEST_FILE = 100_000_000
_SECONDS = 9
_LONGEST_ASIDE = 90
_PROGRAM = Path(__file__).with_name("pdf_lines.py")
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a PDF file."""
    data = read_whole(file, limits, most=min(limits.file_bytes, _LARGEST_FILE))
    yield compose(draft_of(_parsed(data), limits), given_as=file.name, file=file, limits=limits)


def draft_of(found: dict[str, Any], limits: Limits) -> Draft:
    """Finds the article in what `pdf_lines.py` prints.

    Raises:
        InputError: If the file has no text.
    """
    pages, running = without_running([_page(page) for page in found["pages"]])
    columns = [in_order(page) for page in pages]
    if not any(columns):
        raise InputError(
            "The PDF has no text in it, only pictures of pages.", remedy="Recognise its text first, with ocrmypdf say."
        )
    title = headline(columns[0], body_size(pages))
    head, columns[0] = _without_title(columns[0], title, limits)
    text = paragraphs(columns)
    date = head or next((line for line in running if _is_dated(line, limits)), None)
    given = found["properties"]
    day = _DAY.match(given.get("CreationDate") or "")
    properties = Properties(
        title=one_line(given.get("Title") or ""),
        author=one_line(given.get("Author") or ""),
        created="-".join(day.groups()) if day else None,
    )
    # A date above the headline, or in the running head, stands in its own line below it, where it is looked for.
    written = parse_published(date, now=limits.now)[0] if date else None
    dated = f"{written.iso}\n\n{text}" if written else text
    return draft_with(dated, one_line(" ".join(line.text for line in title)) or None, properties, limits)


def _parsed(data: bytes) -> dict[str, Any]:
    """Runs the parser on the bytes of a file.

    Raises:
        InputError: If it finds the file damaged or locked, takes too long, or does not survive it.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of the file on its command line
            [sys.executable, "-I", str(_PROGRAM)], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        raise InputError(f"The PDF takes longer than {_SECONDS} seconds to parse.", remedy="Print it anew.") from None
    if not isinstance(found, dict):
        raise InputError("The PDF needs more memory or time than one article may.", remedy="Print it anew.")
    if "error" in found:
        raise InputError(f"The PDF {found['error']}.", remedy="Save an open copy of it.")
    return found


def _page(page: dict[str, Any]) -> Page:
    return Page(page["height"], tuple(Line(*line) for line in page["lines"] if line[0]))


def _without_title(lines: list[Line], title: Sequence[Line], limits: Limits) -> tuple[str | None, list[Line]]:
    """Takes the headline out of the first page, and the short lines above it: the paper's name, a date, a section.

    Returns:
        The line among those above that holds a date, and the lines that are left.
    """
    if not title:
        return None, lines
    start = lines.index(title[0])
    above, rest = lines[:start], lines[start + len(title) :]
    if any(len(line.text) > _LONGEST_ASIDE for line in above):
        # More than a name and a date: part of the article, such as a lead above its headline.
        return None, above + rest
    return next((line.text for line in above if _is_dated(line.text, limits)), None), rest


def _is_dated(line: str, limits: Limits) -> bool:
    at, _ = parse_published(line, now=limits.now)
    return at is not None and at.precision in ("day", "second")


FORMAT = Format("a PDF", (".pdf",), read_pdf, known_by=lambda head: b"%PDF-" in head.data[:1024], marked=True)
