"""Mails (EML, and mbox with many): a newsletter's text without what its sender's software put around it."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from typing import BinaryIO

from assistant.articles.article import Reading
from assistant.articles.blocks import text_of_html
from assistant.articles.compose import Draft, compose
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.mail_parts import attachments, header, headers_of, parsed, texts
from assistant.articles.opening import opened, read_whole
from assistant.errors import InputError

# Mail servers take no more; most of it are pictures.
_LARGEST_MAIL = 50_000_000
_ANSWERED = re.compile(r"^((re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_SENDERS = re.compile(
    r"\b(unsubscrib\w*|opt[- ]?out|view (it )?online"
    r"|view (this |the )?(e?-?mail|message|newsletter|it)?\s?(in|on) (a|your|the) (web )?browser"
    r"|(manage|update|change) (your )?(e-?mail |subscription |newsletter )?(preferences|settings|profile)"
    r"|you(\u2019re|'re| are)? (receiv(ing|ed)) this|this (e-?mail|message|newsletter) was sent (to|by)"
    r"|add us to your address book|forward (this|to a friend)|privacy (policy|notice)|all rights reserved"
    r"|abbestellen|abmelden|im browser (an)?sehen|d[ée]sabonner|d[ée]sinscri\w+|dar(se|te)? de baja|disiscri\w+"
    r"|afmelden|uitschrijven)\b|^(\u00a9|\(c\)|copyright)\s",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 200
_LONGEST_FOOTER = 1_200
_FOOTER_SHARE = 0.3
_ADDRESS = re.compile(r"\s*[<(\[]?(https?://|mailto:)[^\s<>()\[\]]{1,2000}[>)\]]?|\[(image|cid)[:_][^\]\n]{0,300}\]")
_STUB = 200


def read_mail(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a mail."""
    draft = draft_of(read_whole(file, limits, most=min(limits.file_bytes, _LARGEST_MAIL)))
    yield compose(draft, given_as=file.name, file=file, limits=limits)


def read_mbox(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each mail of an mbox file."""
    with opened(file, limits) as stream:
        for number, data in enumerate(_mails(stream, limits), start=1):
            given_as = f"{file.name}:{number}"
            try:
                draft = draft_of(data)
            except InputError as error:
                yield Reading(given_as, None, str(error))
            else:
                yield compose(draft, given_as=given_as, file=None, limits=limits)


def draft_of(data: bytes) -> Draft:
    """Finds the article in a mail.

    Raises:
        InputError: If it has no text.
    """
    message = parsed(data)
    text = _text([(kind, text) for kind, text, _ in texts(message)])
    if not text:
        raise InputError("The mail has no text of its own.", remedy="Save what is attached to it by itself.")
    name, address = parseaddr(header(message, "from"))
    attached = attachments(message)
    return Draft(
        text=text,
        article_id=header(message, "message-id").strip("<> ") or None,
        title=_ANSWERED.sub("", header(message, "subject")) or None,
        source=name or address.rpartition("@")[2] or None,
        # Where a list keeps the mail for all to read; the links inside lead through counters of clicks.
        url=header(message, "archived-at").strip("<> ") or None,
        language=header(message, "content-language").partition(",")[0] or None,
        published=header(message, "date") or None,
        remarks=(f"{attached} attached {'file' if attached == 1 else 'files'} left out",) if attached else (),
    )


def _text(parts: list[tuple[str, str]]) -> str:
    """Returns the text of the HTML parts, or of the plain ones where those say more."""
    pages = [text_of_html(text, grid=True) for kind, text in parts if kind == "text/html"]
    rich = _article("\n\n".join(pages))
    # The plain part is often a stub, or full of addresses; only where the page holds next to nothing it counts.
    if len(rich) >= _STUB:
        return rich
    plain = _article("\n\n".join(text for kind, text in parts if kind == "text/plain"))
    return max(rich, plain, key=len)


def _article(text: str) -> str:
    """Takes out the notices of the sender's software, and the footer that begins with one."""
    lines = _ADDRESS.sub("", text).replace("\r\n", "\n").split("\n")
    size = sum(map(len, lines))
    after = size
    kept: list[str] = []
    for line in lines:
        notice = len(line) <= _LONGEST_NOTICE and _SENDERS.search(line.strip())
        if notice and after <= min(_LONGEST_FOOTER, _FOOTER_SHARE * size):
            break
        after -= len(line)
        kept.append("" if notice and not _is_sentence(line) else line)
    return "\n".join(kept).strip()


def _is_sentence(line: str) -> bool:
    """Tells whether a line may be one of the article's own, such as "Readers can unsubscribe at any time."."""
    return line.rstrip().endswith((".", "!", "?", ".\u201d")) and line.count(" ") > len("words")


def _mails(stream: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """Yields the mails of an mbox file, which each begin with a line "From …" after an empty one."""
    lines: list[bytes] = []
    size = left = 0
    left = limits.file_bytes
    blank = True
    while line := stream.readline(_LARGEST_MAIL):
        left -= len(line)
        if left < 0:
            raise InputError(f"The file holds more than {limits.file_megabytes} MB; what came before was read.")
        if blank and line.startswith(b"From ") and lines:
            yield b"".join(lines)
            lines, size = [], 0
        elif not line.startswith(b"From ") or lines:
            size += len(line)
            if size <= _LARGEST_MAIL:
                lines.append(line[1:] if line.startswith(b">From ") else line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines)


def _is_mail(head: Head) -> bool:
    found = headers_of(head.text)
    return "from" in found and ("subject" in found or "date" in found)


def _is_mbox(head: Head) -> bool:
    first, _, rest = head.text.partition("\n")
    return first.startswith("From ") and bool(headers_of(rest))


FORMAT = Format("a mail", (".eml",), read_mail, known_by=_is_mail, marked=True)
MBOX = Format(
    "a mailbox",
    (".mbox",),
    read_mbox,
    known_by=_is_mbox,
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"\nFrom ") + 1,
)
