"""JSON lines: one article a line, read as a stream, each bad line a reading with its reason."""

import json
from collections.abc import Iterator, Mapping

from assistant.articles.article import Reading
from assistant.articles.compose import Draft, compose
from assistant.articles.counting import count_lines
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import lines, opened
from assistant.errors import InputError


def read_jsonl(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each line that is not blank."""
    blank = True
    with opened(file, limits) as stream:
        for number, line in enumerate(lines(stream, limits), start=1):
            if line is not None and not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            blank = False
            yield _reading(line, f"{file.name}:{number}", limits)
    if blank:
        raise InputError("The file has no line with an article.")


def _reading(line: bytes | None, given_as: str, limits: Limits) -> Reading:
    try:
        draft = _draft(_row(line, limits))
    except InputError as error:
        return Reading(given_as, None, str(error))
    return compose(draft, given_as=given_as, file=None, limits=limits)


def _row(line: bytes | None, limits: Limits) -> Mapping[str, object]:
    if line is None:
        raise InputError(f"The line is longer than {limits.line_bytes:,} bytes.", remedy="One article a line.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"The line is not UTF-8 (byte {error.start + 1}).", remedy="Convert the file.") from None
    except json.JSONDecodeError as error:
        raise InputError(f"The line is not JSON ({error.msg}, character {error.pos + 1}).") from None
    except (RecursionError, ValueError) as error:
        # Brackets nested thousands deep, or a number of thousands of digits.
        raise InputError(f"The line is JSON that no article needs ({type(error).__name__}).") from None
    if not isinstance(row, dict):
        raise InputError("The line is JSON, but not an object with the fields of an article.")
    return row


def _draft(row: Mapping[str, object]) -> Draft:
    text = _string(row, "text") or _string(row, "body")
    if text is None:
        raise InputError("The article has no text.", remedy="Its body belongs in the field text.")
    return Draft(
        text=text,
        article_id=_id(row),
        title=_string(row, "title"),
        source=_string(row, "source"),
        authors=_authors(row),
        url=_string(row, "url"),
        section=_string(row, "section") or _string(row, "category"),
        kind=_string(row, "kind"),
        language=_string(row, "language"),
        published=_date(row, "published_at"),
        updated=_date(row, "updated_at"),
        wire_origin=_string(row, "wire_origin"),
        access=_string(row, "access"),
    )


def _string(row: Mapping[str, object], field: str) -> str | None:
    """Returns a text field, None where it is missing, null or blank."""
    value = row.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(field, "a string", value)
    return value if value.strip() else None


def _id(row: Mapping[str, object]) -> str | None:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(row, "id")


def _authors(row: Mapping[str, object]) -> tuple[str, ...]:
    value = row.get("authors")
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(name is None or isinstance(name, str) for name in value):
        raise _wrong("authors", "a list of strings or one string", value)
    return tuple(name for name in value if name)


def _date(row: Mapping[str, object], field: str) -> object:
    value = row.get(field)
    if isinstance(value, (list, dict, bool)):
        raise _wrong(field, "a string or a number", value)
    return value


def _wrong(field: str, wanted: str, value: object) -> InputError:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        str: "a string",
    }
    return InputError(f"The field {field} is {kinds.get(type(value), 'something else')} and should be {wanted}.")


def _is_jsonl(head: Head) -> bool:
    """Tells by the first line, and by the second where there is one: JSON in several lines starts like one, too."""
    first, _, rest = head.text.partition("\n")
    if not first.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


FORMAT = Format("JSON lines", (".jsonl", ".ndjson"), read_jsonl, known_by=_is_jsonl, counted_by=count_lines)
