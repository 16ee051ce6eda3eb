"""Which of the reader's filters leave nothing, so that the reader need not try them one by one."""

import dataclasses

from assistant.catalog.filters import Filters, condition_of
from assistant.catalog.snapshot import Snapshot

NAMES = {
    "sources": "outlet",
    "since": "from",
    "until": "until",
    "as_of": "as of",
    "sections": "section",
    "kinds": "kind",
    "languages": "language",
}
"""How a reader calls each field of `Filters`."""


def emptied_by(snapshot: Snapshot, filters: Filters) -> tuple[str, ...]:
    """Return the fields of filters that leave no article; none where articles are left, or none is there at all.

    These are the filters that each alone leave nothing; else those without which something would be left; else all.

    Raises:
        QuestionError: A day cannot be read.
    """
    if filters.is_empty() or _leaves_any(snapshot, filters) or not _leaves_any(snapshot, Filters()):
        return ()
    used = [name for name in NAMES if getattr(filters, name)]
    nothing = Filters()
    alone = [name for name in used if not _leaves_any(snapshot, _with(nothing, name, filters))]
    needed = [name for name in used if _leaves_any(snapshot, _with(filters, name, nothing))]
    return tuple(alone or needed or used)


def remark(fields: tuple[str, ...], filters: Filters) -> str:
    """Return in words which filters leave nothing."""
    said = [f"{NAMES[name]} {_value(getattr(filters, name))}" for name in fields]
    together = " together leave" if len(said) > 1 else " leaves"
    return f"The filter{'s' * (len(said) > 1)} {' and '.join(said)}{together} no article of this archive."


def _with(filters: Filters, name: str, other: Filters) -> Filters:
    """Return filters with one field taken from others."""
    return dataclasses.replace(filters, **{name: getattr(other, name)})


def _leaves_any(snapshot: Snapshot, filters: Filters) -> bool:
    return len(snapshot.allowed_keys(condition_of(filters))) > 0


def _value(value: object) -> str:
    return " or ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
