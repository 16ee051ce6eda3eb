"""One number, name, date or negation of a sentence changed, so that it says what its source does not."""

import calendar
import random
import re

from assistant.retrieval.words import names_and_numbers

KINDS = ("number", "name", "date", "negation")

POOL = 1500
"""Characters of an article that other names are taken from."""

_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_MAGNITUDES = ("hundred", "thousand", "million", "billion", "trillion")
_MONTHS = [name for name in calendar.month_name if name and name != "May"]
_WEEKDAYS = list(calendar.day_name)
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])\d[\d,]*(?:\.\d+)?(?![\w:/-]|[.,]\d)|\b(?:{'|'.join(_WORDS)})\b(?!-)|\b(?:{'|'.join(_MAGNITUDES)})\b",
    re.IGNORECASE,
)
_DATE = re.compile(rf"\b(?:{'|'.join((*_MONTHS, *_WEEKDAYS))}|(?:19|20)\d\d)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never)\s+|n['’]t\b")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|should|must|may|does|did)\b(?!\s+not|n['’]t)"
)


def changed(kind: str, text: str, article: str, stranger: str, chooser: random.Random) -> str | None:
    """Return a sentence with one thing of that kind changed, or None where it has none.

    Args:
        kind: One of KINDS.
        text: The sentence.
        article: The article it stands in; half of the new names are taken from there.
        stranger: Another article, for the other half.
        chooser: Decides where there is a choice.
    """
    return (
        {"number": _number, "date": _date, "negation": _negation}[kind](text, chooser)
        if kind != "name"
        else _name(text, article, stranger, chooser)
    )


def _number(text: str, chooser: random.Random) -> str | None:
    dates = [match.span() for match in _DATE.finditer(text)]
    found = [match for match in _NUMBER.finditer(text) if match.span() not in dates]
    if not found:
        return None
    match = chooser.choice(found)
    return text[: match.start()] + _other_number(match.group(), chooser) + text[match.end() :]


def _other_number(word: str, chooser: random.Random) -> str:
    lowered = word.lower()
    for words in (_WORDS, list(_MAGNITUDES)):
        if lowered in words:
            return chooser.choice([other for other in words if other != lowered])
    plain = word.replace(",", "")
    if "." in plain:
        return f"{float(plain) * chooser.choice((2, 3, 10)) + 0.1:g}"
    value = int(plain)
    other = chooser.choice(
        (value + 1, value + chooser.randint(2, 9), value * 10, value * 2 + 1, max(value // 2, 0) + 3)
    )
    other = other if other != value else value + 1
    return f"{other:,}" if "," in word else str(other)


def _date(text: str, chooser: random.Random) -> str | None:
    found = list(_DATE.finditer(text))
    if not found:
        return None
    match = chooser.choice(found)
    word = match.group()
    if word.isdigit():
        other = str(int(word) + chooser.choice((-3, -2, -1, 1, 2)))
    else:
        names = _MONTHS if word.capitalize() in _MONTHS else _WEEKDAYS
        other = chooser.choice([name for name in names if name.lower() != word.lower()])
        other = other if word[0].isupper() else other.lower()
    return text[: match.start()] + other + text[match.end() :]


def _negation(text: str, chooser: random.Random) -> str | None:
    if match := _NOT.search(text):
        return text[: match.start()] + text[match.end() :]
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    match = chooser.choice(found)
    return f"{text[: match.end()]} not{text[match.end() :]}"


def _name(text: str, article: str, stranger: str, chooser: random.Random) -> str | None:
    own = _runs(text)
    if not own:
        return None
    old = chooser.choice(own)
    pool = [
        name for name in _runs(chooser.choice((article, stranger))[:POOL]) if not set(name.split()) & set(text.split())
    ]
    new = chooser.choice(pool) if pool else old
    return text.replace(old, new, 1) if new not in text else None


def _runs(text: str) -> list[str]:
    """Return names of one word or more, as they stand together."""
    dates = {*calendar.month_name, *calendar.day_name}
    names = {name for name in names_and_numbers(text) if not name[0].isdigit() and name not in dates}
    words = re.findall(r"[^\W_]+(?:['’.&][^\W_]+)*|[^\w\s]|\s+", text)
    runs, run = [], ""
    for word in [*words, "."]:
        if word in names or (run and word == " "):
            run += word
        elif run:
            runs.append(run.strip())
            run = ""
    return list(dict.fromkeys(runs))
