"""What the news industry's formats agree on: status, embargo, corrections, and a dateline that opens the text."""

import re
from datetime import datetime

from assistant.articles.dates import parse_published
from assistant.articles.xml_items import moment
from assistant.errors import InputError

_STATUS = {"canceled": "canceled", "cancelled": "canceled", "withheld": "withheld"}
_CORRECTS = re.compile(r"\b(correct(s|ed|ion|ive)|corrige|berichtig(t|ung)|errat(um|a)|rectif\w+)\b", re.IGNORECASE)
_DASH = re.compile(r"[-\u2013\u2014]\s*$")


def check_status(status: str | None) -> None:
    """Refuses an item that its provider took back or holds back.

    Args:
        status: The status with or without a scheme, such as `usable` or `stat:canceled`.

    Raises:
        InputError: If it is canceled or withheld.
    """
    word = (status or "").rpartition(":")[2].strip().casefold()
    if word in _STATUS:
        raise InputError(f"The item is {_STATUS[word]} by its provider (status {word}).")


def check_embargo(until: str | None, *, now: datetime) -> None:
    """Refuses an item whose embargo has not passed.

    Args:
        until: The moment as written; a blank one means an embargo without an end.
        now: The moment of reading.

    Raises:
        InputError: If it is under embargo, or nobody can tell until when.
    """
    if until is None:
        return
    at, _ = parse_published(moment(until), now=now.replace(year=9000))
    if at is None:
        written = f" until {until[:40]!r}, which cannot be read as a date" if until.strip() else " without an end"
        raise InputError(f"The item is under embargo{written}.", remedy="Ask its provider.")
    if at.epoch > now.timestamp():
        raise InputError(f"The item is under embargo until {at.iso}.", remedy="Ingest it again after that.")


def is_correction(*notes: str | None) -> bool:
    """Tells whether a signal, an editorial note or a label says that the item corrects an earlier one."""
    return any(note and _CORRECTS.search(note[:1_000]) for note in notes)


def with_dateline(dateline: str | None, text: str) -> str:
    """Puts the dateline before the first words, as the wires print it, where the text does not begin with it."""
    if not dateline or not text:
        return text
    place = _DASH.sub("", dateline).strip()
    if text[: len(place) + 1].casefold().startswith(place.casefold()):
        return text
    return f"{dateline} {text}" if _DASH.search(dateline) else f"{place} - {text}"
