"""Web archives (WARC): each page that a server gave is an input, with its address and the time it was fetched."""

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format
from assistant.articles.input import Input, printable
from assistant.articles.limits import Limits
from assistant.articles.opening import Stepwise, copy, opened
from assistant.errors import InputError

_PAGES = ("text/html", "application/xhtml+xml")
_FETCHED = "200"
_LONGEST_ADDRESS = 2_000
_LONGEST_LINE = 1 << 16


def read_warc(file: Input, limits: Limits) -> Iterator[Reading | Input]:
    """Yields the pages of a web archive; the last one says how many records were none."""
    pages = others = 0
    held: Reading | Input | None = None
    with opened(file, limits) as stream, tempfile.TemporaryDirectory(prefix="news-assistant-") as folder:
        try:
            for record in _records(Stepwise(stream)):
                if not _is_page(record):
                    others += 1
                    continue
                file.allowance.admit(limits.archive_members)
                pages += 1
                # One page is held back, so that the last can say what was left out; so two files take turns.
                item = _page(record, Path(folder) / str(pages % 2), file, limits)
                if held is not None:
                    yield held
                held = item
        except Exception as error:
            # warcio has errors of its own for some damages and stumbles over others; the page held back is whole.
            if held is not None:
                yield held
            if isinstance(error, InputError | OSError):
                raise
            raise InputError(f"The archive is damaged ({error}); what came before was read.") from error
        if held is None:
            raise InputError(f"None of its {others:,} records is a page that a server gave.")
        yield _told(held, f"{others:,} of the {pages + others:,} records in the archive are no pages" if others else "")


def _told(item: Reading | Input, remark: str) -> Reading | Input:
    if isinstance(item, Input):
        return replace(item, remark=remark)
    return replace(item, reason="; ".join(filter(None, (item.reason, remark))))


def _records(stream: Stepwise) -> Iterator[Any]:
    # Few archives are of this kind; the others need not wait for the library.
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(stream)
    # It prints this about a record of a wrong length, and goes on; what is left of a page is read all the same.
    records.INC_RECORD = ""
    # And it logs each odd address; the report has a line for each page.
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    # A line without end it would join piece by piece, in time that grows with the square of its length.
    line = records.reader.readline
    records.reader.readline = lambda length=None: line(min(length or _LONGEST_LINE, _LONGEST_LINE))
    yield from records


class _Quiet:
    """Unpacks what a server packed, and keeps a damage to itself, which warcio would print."""

    def __init__(self, unpacker: Any) -> None:  # noqa: ANN401 - as above
        self._unpacker = unpacker
        self._begun = False
        self.damaged = False

    def decompress(self, data: bytes) -> bytes:
        """Returns what comes out; a damage at the start is raised, as another packing may then be tried."""
        try:
            found = self._unpacker.decompress(data)
        except Exception:
            # zlib and brotli each have errors of their own, and which of them is at work is warcio's choice.
            if not self._begun:
                raise
            self.damaged = True
            return b""
        self._begun = self._begun or bool(found)
        return bytes(found)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        return getattr(self._unpacker, name)


def _is_page(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    """Tells whether a record is what a server answered with a page, or a page stored without its answer."""
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
    elif record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != _FETCHED:
            return False
        kind = record.http_headers.get_header("Content-Type") or ""
    else:
        return False
    return kind.split(";")[0].strip().lower() in _PAGES


def _page(record: Any, path: Path, file: Input, limits: Limits) -> Reading | Input:  # noqa: ANN401 - as above
    """Writes the page to a file and returns it as an input, or why that did not work."""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")[:_LONGEST_ADDRESS]
    try:
        content = record.content_stream()
        quiet = _Quiet(unpacker) if (unpacker := getattr(content, "decompressor", None)) else None
        if quiet:
            content.decompressor = quiet
        with path.open("wb") as target:
            copy(content, target, limits, file.allowance)
    except InputError as error:
        if file.allowance.spent:
            raise
        return Reading(f"{file.name}!/{printable(address)}", None, str(error))
    if quiet and quiet.damaged:
        return Reading(f"{file.name}!/{printable(address)}", None, "What the server packed is damaged.")
    page = file.member(address, path, url=address)
    # The end of an address, such as `.php`, says nothing about the page.
    return replace(page, file_name="page.html", seen=_seen(record.rec_headers.get_header("WARC-Date")))


def _seen(written: str | None) -> datetime | None:
    try:
        seen = datetime.fromisoformat((written or "").strip())
    except ValueError:
        return None
    return seen if seen.tzinfo else seen.replace(tzinfo=UTC)


FORMAT = Format(
    "a web archive",
    (".warc",),
    read_warc,
    known_by=lambda head: head.data.startswith(b"WARC/"),
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"WARC-Type: response"),
)
