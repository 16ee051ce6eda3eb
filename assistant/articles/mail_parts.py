"""The parts of a mail or of a page saved as one, decoded with patience: what is declared in them is often wrong."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from assistant.articles.characters import one_line
from assistant.articles.encoding import decode_page
from assistant.errors import InputError

_MOST_PARTS = 1_000
_LONGEST_HEADER = 4_000
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?(.*(?:\n[ \t].*)*)\n?")
_MOST_HEADERS = 200
# Names that only mail has; a text file may well begin with "From:" or "Date:".
_SURE = ("message-id", "mime-version", "received", "return-path", "content-type", "x-mailer", "dkim-signature")


def parsed(data: bytes) -> "Message[str, str]":
    """Returns the message that the bytes are.

    Raises:
        InputError: If its parts are nested deeper than any mail program would.
    """
    try:
        return message_from_bytes(data)
    except (RecursionError, ValueError, LookupError, AssertionError) as error:
        raise InputError(f"The mail cannot be parsed ({type(error).__name__}).") from error


def header(message: "Message[str, str]", name: str) -> str:
    """Returns a header on one line, its encoded words decoded; empty where there is none."""
    raw = next((value for key, value in message.raw_items() if key.casefold() == name), "")
    written = _eight_bit(str(raw)[:_LONGEST_HEADER])
    try:
        return one_line(str(make_header(decode_header(written))))
    except (HeaderParseError, LookupError, ValueError):
        return one_line(written)


def texts(message: "Message[str, str]") -> Iterator[tuple[str, str, "Message[str, str]"]]:
    """Yields the parts that are text as (`text/html` or another type, the text, the part), attachments left out.

    Raises:
        InputError: If there are more parts than any honest mail has.
    """
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind.startswith(("text/", "application/xhtml")) and not is_attached(part):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                yield kind, decode_page(payload, declared=str(part.get_content_charset() or "")), part


def attachments(message: "Message[str, str]") -> int:
    """Returns how many files and mails are attached."""
    return sum(is_attached(part) or part.get_content_type() == "message/rfc822" for part in _leaves(message))


def is_attached(part: "Message[str, str]") -> bool:
    """Tells whether a part is a file that came with the mail and not a part of its text."""
    return str(part.get("content-disposition") or "").strip().casefold().startswith("attachment")


def headers_of(text: str) -> dict[str, str]:
    """Returns the headers that a file begins with, by name in lower case; empty where it does not begin with a mail."""
    found: dict[str, str] = {}
    position = 0
    text = text.replace("\r\n", "\n")
    while len(found) < _MOST_HEADERS and (line := _HEADER.match(text, position)):
        found.setdefault(line[1].casefold(), line[2])
        position = line.end()
    return found if any(name in found for name in _SURE) and len(found) > 1 else {}


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """Yields the parts that hold no others; a mail inside the mail is one, whatever it holds."""
    stack, seen = [message], 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > _MOST_PARTS:
            raise InputError(f"The mail has more than {_MOST_PARTS:,} parts.")
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            stack += [child for child in reversed(children) if isinstance(child, Message)]
        else:
            yield part


def _eight_bit(value: str) -> str:
    """Decodes the bytes that a header holds undeclared: UTF-8 where that fits, as everywhere."""
    if value.isascii():
        return value
    data = value.encode("ascii", "surrogateescape") if re.search("[\udc80-\udcff]", value) else value.encode()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
