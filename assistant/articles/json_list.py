"""JSON files: a list of articles, one article, several after each other, or an object that holds a list of them.

The list is cut into its items by their brackets, and each item is parsed by itself: memory stays flat, and a broken
item costs only itself. ijson loses what follows a broken item, and its memory grows with the square of the nesting.
"""

import codecs
import contextlib
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from assistant.articles.article import Reading
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.jsonl import is_lines, read_row
from assistant.articles.limits import Limits
from assistant.articles.opening import filled, opened, packed_position
from assistant.articles.rows import Fields, parse_row
from assistant.errors import InputError

_CHUNK = 1 << 18
# A whole string, a bracket, or a quote whose string goes on beyond what is there.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}"]', re.DOTALL)
_QUOTE = ord('"')
_BETWEEN = b" \t\r\n,"
_LIST_OF_OBJECTS = re.compile(rb"\s*+\{")
_STARTS = re.compile(r"\[\s*+[{\]]|\{\s*+[\"}]")
_MOST_LISTS = 20
_DEEPEST = 200_000
_COUNTED = 4_000_000


def read_json(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each article of the list."""
    fields = Fields(limits.fields)
    number = 0
    with opened(file, limits) as packed:
        stream = _utf8(packed)
        head = filled(stream, limits.line_bytes)
        start, is_list = _start(head, fields)
        for number, item in enumerate(items(stream, head[start:], limits.line_bytes, is_list=is_list), start=1):
            yield read_row(item, "item", f"{file.name}#{number}", fields, limits)
    if not number:
        raise InputError("The file has no article in it.")


def items(stream: BinaryIO, buffer: bytes, most: int, *, is_list: bool) -> Iterator[bytes | None]:
    """Yields the bytes of each value, None for one that is longer than `most`.

    Args:
        stream: What follows the buffer.
        buffer: The bytes from the first value on.
        most: Bytes of the longest value.
        is_list: Whether the values end with the bracket of their list, and not with the file.

    Raises:
        InputError: If the file ends before the list does, or is nothing but brackets.
    """
    depth = begin = scan = 0
    too_long = False
    while True:
        for at, step in _brackets(buffer, scan):
            scan = at + abs(step)
            depth += step
            if depth > _DEEPEST:
                raise InputError("The brackets are nested deeper than in any JSON; what came before was read.")
            if depth < 0 or (step > 0 and depth == 1):
                # What stands between the values should be nothing; it is a value that has no brackets.
                if (gap := buffer[begin:at].strip(_BETWEEN)) or too_long:
                    yield None if too_long else gap
                begin, too_long = at, False
            if depth < 0 and is_list:
                return
            if step < 0 and depth <= 0:
                yield None if too_long else buffer[begin:scan]
                depth, begin, too_long = 0, scan, False
        if too_long or len(buffer) - begin > most:
            too_long, begin, buffer, scan = True, 0, _open_string(buffer[scan:]), 0
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        buffer, scan, begin = buffer[begin:] + chunk, scan - begin, 0
    if (rest := buffer[begin:].strip(_BETWEEN)) or too_long:
        yield None if too_long else rest
    if is_list:
        raise InputError("The file ends before its list does; what came before was read.", remedy="Fetch it again.")


def _brackets(buffer: bytes, scan: int) -> Iterator[tuple[int, int]]:
    """Yields where brackets outside strings stand, with 1 for an opening one and -1 for a closing one.

    The last is where to go on with more bytes, with 0: the end, or the quote of a string that is not whole.
    """
    for found in _TOKEN.finditer(buffer, scan):
        at, end = found.span()
        mark = buffer[at]
        if mark != _QUOTE:
            yield at, 1 if mark in b"{[" else -1
        elif end == at + 1:
            yield at, 0
            return
    yield len(buffer), 0


def _open_string(rest: bytes) -> bytes:
    """Shortens a string that goes on to its quote and, where an escape is cut in two, the backslash of that."""
    backslashes = len(rest) - len(rest.rstrip(b"\\"))
    return rest[:1] + b"\\" * (backslashes % 2)


def _utf8(stream: BinaryIO) -> BinaryIO:
    """Returns the stream without a byte order mark, as UTF-8 where it is UTF-16, as some shells write it."""
    start = cast("io.BufferedReader", stream).peek(3)[:3]
    if start.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return cast("BinaryIO", codecs.EncodedFile(stream, "utf-8", "utf-16", "replace"))
    return stream


def _start(head: bytes, fields: Fields) -> tuple[int, bool]:
    """Returns where the articles start, and whether they are a list."""
    first = len(head) - len(head.lstrip())
    if head.startswith(b"[", first):
        return first + 1, True
    if _is_article(head, first, fields):
        return first, False
    lists = (at for at in _lists(head) if _is_article(head, at, fields))
    start = next(lists, None)
    return (first, False) if start is None else (start, True)


def _is_article(head: bytes, at: int, fields: Fields) -> bool:
    """Tells whether the object at a place has a text."""
    try:
        value = next(items(io.BytesIO(), head[at:], len(head), is_list=False), None)
        return value is not None and fields.has_text(parse_row(value, "item"))
    except InputError:
        return False


def _lists(head: bytes) -> Iterator[int]:
    """Yields where the first few lists of objects begin, after their brackets."""
    left = _MOST_LISTS
    for found in _TOKEN.finditer(head):
        if head.startswith(b"[", found.start()) and _LIST_OF_OBJECTS.match(head, found.end()):
            yield found.end()
            left -= 1
            if not left:
                return


def _count(file: Input, limits: Limits) -> int:
    """Returns about how many articles there are, by those of the first megabytes."""
    try:
        with opened(file, limits) as packed:
            stream = _utf8(packed)
            head = filled(stream, _COUNTED)
            counted = 0
            start, is_list = _start(head, Fields(limits.fields))
            with contextlib.suppress(InputError):  # the list does not end here
                for _ in items(io.BytesIO(), head[start:], _COUNTED, is_list=is_list):
                    counted += 1
            if len(head) < _COUNTED:
                return max(1, counted)
            return max(1, round(counted * file.path.stat().st_size / max(1, packed_position(packed))))
    except (OSError, InputError):
        # It is only a count; reading the file gives the reason.
        return 1


def _is_json(head: Head) -> bool:
    return _STARTS.match(head.text) is not None and not is_lines(head)


FORMAT = Format("JSON", (".json",), read_json, known_by=_is_json, counted_by=_count)
