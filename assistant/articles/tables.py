"""Tables of articles, CSV and TSV: the sign between cells, the encoding and the columns are found out, and shown."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, cast

from assistant.articles.article import Reading
from assistant.articles.compose import compose
from assistant.articles.counting import count_lines
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import lines, opened
from assistant.articles.rows import Fields, known_fields
from assistant.errors import InputError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 16
_SAMPLED_ROWS = 20
# How programs write that a cell holds nothing.
_NOTHING = frozenset({"", "null", "none", "nan", "nat", "n/a", "\\n"})
_LIST = re.compile(r"""\[\s*(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*\s*\]""")
_ITEM = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_FEWEST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is written: the sign between cells, the one that escapes a quote, and the names of its columns."""

    delimiter: str
    escape: str | None
    header: tuple[str, ...]


def read_table(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each row under the header."""
    fields = Fields(limits.fields, always_told=True)
    empty = True
    with opened(file, limits) as stream:
        layout = _layout(_decoded(_start_of(stream)), limits.fields)
        if missing := [name for name in limits.fields.values() if name not in layout.header]:
            raise InputError(
                f"There is no column {missing[0][:100]}, which --map names; the columns are {_listed(layout)}."
            )
        if not fields.has_text(dict.fromkeys(layout.header, "x")):
            raise InputError(
                f"No column is known to hold the text; the columns are {_listed(layout)}.",
                remedy="Say which one does: --map text=COLUMN.",
            )
        for number, row in _rows(_text_lines(stream, limits), layout, limits):
            empty = False
            yield _reading(row, layout, f"{file.name}:{number}", fields, limits)
    if empty:
        raise InputError("The table has no row under its header.")


def _listed(layout: _Layout) -> str:
    return ", ".join(layout.header)[:300] or "none"


def _reading(row: list[str] | str, layout: _Layout, given_as: str, fields: Fields, limits: Limits) -> Reading:
    if isinstance(row, str):
        return Reading(given_as, None, row)
    if len(row) > len(layout.header):
        reason = f"The row has {len(row)} cells under {len(layout.header)} columns; a quotation mark may be missing."
        return Reading(given_as, None, reason)
    try:
        draft = fields.draft(dict(zip(layout.header, map(_cell, row), strict=False)))
    except InputError as error:
        return Reading(given_as, None, str(error))
    return compose(draft, given_as=given_as, file=None, limits=limits)


def _rows(text: Iterator[str], layout: _Layout, limits: Limits) -> Iterator[tuple[int, list[str] | str]]:
    """Yields the rows under the header with the line that each begins in, or the reason why one cannot be read."""
    # The module keeps this for the whole process; its own 128 KiB would refuse long articles.
    csv.field_size_limit(limits.article_characters + _SAMPLE)
    table = csv.reader(
        text, delimiter=layout.delimiter, escapechar=layout.escape, doublequote=True, skipinitialspace=False
    )
    broken: tuple[int, str] | None = None
    skipped = 0
    while True:
        number = table.line_num + 1
        try:
            row = next(table, None)
        except csv.Error as error:
            # A quotation mark without its other: what follows is no row until one has as many cells as the header.
            broken, skipped = broken or (number, f"The row cannot be read ({error})"), skipped + 1
            continue
        if broken and (row is None or len(row) == len(layout.header)):
            more = f"; {skipped:,} pieces up to the next whole row were skipped." if skipped > 1 else "."
            yield broken[0], broken[1] + more
            broken, skipped = None, 0
        if row is None:
            return
        if broken:
            skipped += 1
        elif any(map(str.strip, row)) and tuple(map(str.strip, row)) != layout.header:
            yield number, row


def _cell(cell: str) -> object:
    """Returns what a cell holds: None for nothing, a list where one was printed into it."""
    if cell.strip().casefold() in _NOTHING:
        return None
    if _LIST.fullmatch(cell.strip()):
        return [single or double for single, double in _ITEM.findall(cell)]
    return cell


def _start_of(stream: BinaryIO) -> bytes:
    return cast("io.BufferedReader", stream).peek(_SAMPLE)[:_SAMPLE]


def _layout(sample: str, mapped: Mapping[str, str]) -> _Layout:
    """Returns how the table is written: as its header names most fields that are known, and cells are most even."""
    escape = "\\" if '\\"' in sample and '""' not in sample.replace(',""', "") else None
    found = [_Layout(delimiter, escape, _header(sample, delimiter, escape)) for delimiter in _DELIMITERS]
    return max(found, key=lambda layout: (len(known_fields(layout.header, mapped)), len(layout.header)))


def _header(sample: str, delimiter: str, escape: str | None) -> tuple[str, ...]:
    table = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, escapechar=escape)
    try:
        first = next((row for row in islice(table, _SAMPLED_ROWS) if any(map(str.strip, row))), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in first)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return _line(data)


def _text_lines(stream: BinaryIO, limits: Limits) -> Iterator[str]:
    """Yields line after line as text; one that is too long for any article is cut, and its row is refused for it."""
    if _start_of(stream).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = io.TextIOWrapper(cast("io.BufferedReader", stream), "utf-16", "replace", newline="\n")
        try:
            while line := text.readline(limits.line_bytes):
                yield line
        finally:
            text.detach()  # who opened the stream closes it
        return
    for raw in lines(stream, limits):
        # A cell over the limit makes the csv module refuse the row.
        yield _line(raw) if raw is not None else "x" * (limits.article_characters + 2 * _SAMPLE) + "\n"


def _line(data: bytes) -> str:
    """Decodes each line by itself: what several programs have written may be in two encodings."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_table(head: Head) -> bool:
    """Tells by the header: a column for the text and another one that is known."""
    first = head.text.partition("\n")[0]
    if not any(delimiter in first for delimiter in _DELIMITERS):
        return False
    known = known_fields(_layout(first, {}).header, {})
    return not first.startswith("|") and "text" in known and len(known) >= _FEWEST_KNOWN


FORMAT = Format("a table", (".csv", ".tsv", ".tab"), read_table, known_by=_is_table, counted_by=count_lines)
