"""Text files: the first line is the headline, then perhaps a byline and a date, then the body."""

import re
from collections.abc import Iterator
from itertools import islice

from assistant.articles.article import Reading
from assistant.articles.compose import Draft, compose
from assistant.articles.dates import parse_published
from assistant.articles.detect import Format
from assistant.articles.encoding import decode_text
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import read_whole

_LONGEST_TITLE = 200
_HEAD_LINES = 4
_LONGEST_DATE = 60
_BYLINE = re.compile(r"By (?P<names>[^\W\d_][^.!?\n]{1,98})", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>published|posted|date|updated|last updated|modified)( on| at)?\s*:?\s+", re.IGNORECASE)
_CHANGED = ("updated", "last updated", "modified")
_STARTS_AS_DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d|[a-z]{3,9}\.? \d)", re.IGNORECASE
)


def read_text(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a text file."""
    text, remark = decode_text(read_whole(file, limits, most=limits.text_bytes))
    draft = draft_of(text, limits, remarks=(remark,))
    yield compose(draft, given_as=file.name, file=file, limits=limits)


def draft_of(text: str, limits: Limits, *, remarks: tuple[str, ...] = ()) -> Draft:
    """Finds headline, byline and date at the top of a plain text."""
    lines = text.strip("\ufeff\r\n\t ").splitlines()
    title = None
    # A text of one line is all body; so is one whose first line is as long as a paragraph or runs on in the second.
    if len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE and not _runs_on(lines):
        title, lines = lines[0].strip(), lines[1:]
    authors, dates, lines = _head(lines, limits) if title else ((), {}, lines)
    body = "\n".join(lines)
    return Draft(
        text=body,
        title=title,
        authors=authors,
        published=dates.get("published"),
        updated=dates.get("updated"),
        remarks=remarks,
    )


def _runs_on(lines: list[str]) -> bool:
    """Tells whether the first line is the first of a wrapped paragraph and not a headline."""
    first, second = lines[0].rstrip(), lines[1].lstrip()
    return bool(second) and (second[0].islower() or first.endswith((",", ";", "-")))


def _head(lines: list[str], limits: Limits) -> tuple[tuple[str, ...], dict[str, str], list[str]]:
    """Takes the lines off the top that are nothing but a byline or a date."""
    authors: tuple[str, ...] = ()
    dates: dict[str, str] = {}
    filled = (number for number, line in enumerate(lines) if line.strip())
    for number in islice(filled, _HEAD_LINES + 1):
        line = lines[number].strip()
        label = _LABEL.match(line)
        which = "updated" if label and label["label"].casefold() in _CHANGED else "published"
        written = line[label.end() :] if label else line
        if not authors and (byline := _BYLINE.fullmatch(line)):
            authors = (byline["names"],)
        elif which not in dates and _is_date(written, limits):
            dates[which] = written
        else:
            return authors, dates, lines[number:]
    # Bylines and dates to the end, or a fifth of them: such a text has no head, only lines of its own.
    return (), {}, lines


def _is_date(line: str, limits: Limits) -> bool:
    """Tells whether a line is a date to the day at least and nothing else."""
    if len(line) > _LONGEST_DATE or not _STARTS_AS_DATE.match(line):
        return False
    at, remark = parse_published(line, now=limits.now)
    return at is not None and not remark and at.precision in ("day", "second")


FORMAT = Format("a plain text", (".txt", ".text"), read_text)
