"""JSON lines: one article a line, read as a stream, each bad line a reading with its reason."""

import json
from collections.abc import Iterator

from assistant.articles.article import Reading
from assistant.articles.compose import compose
from assistant.articles.counting import count_lines
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import lines, opened
from assistant.articles.rows import Fields, parse_row
from assistant.errors import InputError


def read_jsonl(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each line that is not blank."""
    fields = Fields(limits.fields)
    blank = True
    with opened(file, limits) as stream:
        for number, line in enumerate(lines(stream, limits), start=1):
            if line is not None and not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            blank = False
            yield read_row(line, "line", f"{file.name}:{number}", fields, limits)
    if blank:
        raise InputError("The file has no line with an article.")


def read_row(data: bytes | None, what: str, given_as: str, fields: Fields, limits: Limits) -> Reading:
    """Returns the reading of one JSON object.

    Args:
        data: Its bytes, None where they are too many.
        what: What the report calls it: "line", "item".
        given_as: How the report names it.
        fields: Which of its fields is which.
        limits: The bounds of this run.
    """
    if data is None:
        reason = f"The {what} is longer than {limits.line_bytes:,} bytes. Give one article a {what}."
        return Reading(given_as, None, reason)
    try:
        draft = fields.draft(parse_row(data, what))
    except InputError as error:
        return Reading(given_as, None, str(error))
    return compose(draft, given_as=given_as, file=None, limits=limits)


def is_lines(head: Head) -> bool:
    """Tells whether there are lines, each an object: the first one whole, or the second one begun like it."""
    first, newline, rest = head.text.partition("\n")
    if not first.startswith("{") or not newline or not rest.strip():
        return False
    return rest.lstrip().startswith("{") or _is_object(first)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _may_be_lines(head: Head) -> bool:
    """Tells whether there is more than one line, or one that may be an object or the start of one."""
    return is_lines(head) or (head.text.startswith("{") and not head.text.partition("\n")[2].strip())


FORMAT = Format("JSON lines", (".jsonl", ".ndjson"), read_jsonl, known_by=_may_be_lines, counted_by=count_lines)
