"""Numbers with their units: 1.2 million is 1,200,000, $3bn is three billion dollars, 5 % is five per cent."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.checks.dates import whens
from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source, swaps

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: dict[str, float] = {word: float(value) for value, word in enumerate(_SMALL)}
_VALUES |= {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
_MAGNITUDES = {
    "hundred": 1e2, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "tn": 1e12, "trillion": 1e12, "dozen": 12.0,
}  # fmt: skip
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
_UNITS = {
    "%": "% percent percentage pct".split(),
    "$": "dollar dollars".split(),
    "£": "pound pounds quid".split(),
    "€": "euro euros".split(),
    "¥": "yen yuan".split(),
    "year": "year years".split(),
    "month": "month months".split(),
    "week": "week weeks".split(),
    "day": "day days".split(),
    "hour": "hour hours".split(),
    "minute": "minute minutes".split(),
    "mile": "mile miles mph".split(),
    "km": "km kilometre kilometres kilometer kilometers kph".split(),
    "metre": "metre metres meter meters".split(),
    "foot": "foot feet".split(),
    "inch": "inch inches".split(),
    "acre": "acre acres".split(),
    "kg": "kg kilogram kilograms kilo kilos".split(),
    "ton": "ton tons tonne tonnes".split(),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_STRICT = frozenset("%$£€¥")
"""Units that the source must name as well; "34 years" may be ", 34," there."""

_NUMBER = re.compile(
    r"(?P<clock>\b\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b)|\b\d{1,2}:\d\d\b)"
    r"|(?:(?P<currency>[$£€¥])\s?)?(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.,])\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?\b"
    r"|(?<![\d.,])(?:(?P<short_currency>[$£€¥])\s?)?(?P<short>\d+(?:,\d{3})*(?:\.\d+)?)(?P<letters>k|m|mn|b|bn|tn)\b"
    rf"|\b(?P<word>(?:{'|'.join([*_SMALL, *_TENS])})(?:[-\s](?:{'|'.join(_SMALL[1:10])}))?)\b"
    rf"|\b(?P<place>{'|'.join(_ORDINALS)})\b"
    r"|\ba\s+(?P<single>hundred|thousand|million|billion|trillion|dozen)\b",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(r"[\s-]?(hundred|thousand|million|billion|trillion|dozen|mn|bn|tn)\b", re.IGNORECASE)
_UNIT = re.compile(r"[\s-]?(%|per\s?cent\b|[a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a value and the unit that stands with it, empty where none of those we know does."""

    value: float
    unit: str
    words: str


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the numbers that no source has, or that stand where the source has another one."""
    held = [quantity for item in sources for quantity in quantities(f"{item.heading}\n{item.span}")]
    for quantity in quantities(said.text):
        if not any(agrees(quantity, other) for other in held):
            alike = [other.words for other in held if other.unit == quantity.unit]
            yield Reason("number", quantity.words, alike[0] if len(alike) == 1 else "")
    for swap in swaps(said, sources):
        here, there = quantities(swap.here), quantities(swap.there)
        if here and there and not any(agrees(one, two) for one in here for two in there):
            yield Reason("number", here[0].words, there[0].words)


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a text in order; those that are part of a date are left to the check of dates."""
    taken = [(when.start, when.end) for when in whens(text)]
    found = []
    for match in _NUMBER.finditer(text):
        if any(start <= match.start(_name(match)) < end for start, end in taken):
            continue
        quantity = _read(text, match)
        if quantity is not None:
            found.append(quantity)
    return found


def agrees(said: Quantity, held: Quantity) -> bool:
    """Whether a number is the source's, as exact or rounded from it; a unit that both name must be the same."""
    if said.unit != held.unit and (said.unit in _STRICT or (said.unit and held.unit)):
        return False
    return math.isclose(said.value, held.value, rel_tol=1e-9) or _is_rounded(said.value, held.value)


def _is_rounded(said: float, held: float) -> bool:
    """Whether a number has fewer digits than the source's and is what rounding, or leaving digits off, makes of it."""
    digits, exact = _significant(said), _significant(held)
    if not said or digits >= exact or abs(said - held) > abs(held) * 0.1:
        return False
    step = 10.0 ** (math.floor(math.log10(abs(held))) - digits + 1)
    return any(math.isclose(said, rounded(held / step) * step, rel_tol=1e-9) for rounded in (round, math.floor))


def _significant(value: float) -> int:
    return len(f"{value:.10g}".partition("e")[0].replace(".", "").strip("0")) or 1


def _name(match: re.Match[str]) -> str:
    return next(name for name in ("clock", "digits", "short", "word", "place", "single") if match[name] is not None)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    kind = _name(match)
    if kind == "clock":
        return Quantity(float(match["clock"].replace(":", ".")), "clock", match.group().strip())
    if kind == "place":
        return Quantity(_ORDINALS.index(match["place"].lower()) + 1.0, "th", match.group())
    value = _value(match, kind)
    end = match.end()
    while magnitude := _MAGNITUDE.match(text, end):
        value, end = value * _MAGNITUDES[magnitude[1].lower()], magnitude.end()
    if match["ordinal"]:
        return Quantity(value, "th", match.group().strip())
    unit, end = _unit(text, match, end)
    if kind == "word" and value == 1 and not unit and end == match.end():
        return None  # "one of them" counts nothing
    return Quantity(value, unit, text[match.start() : end].strip())


def _value(match: re.Match[str], kind: str) -> float:
    if kind == "digits":
        return float(match["digits"].replace(",", ""))
    if kind == "short":
        return float(match["short"].replace(",", "")) * _MAGNITUDES[match["letters"].lower()]
    if kind == "single":
        return _MAGNITUDES[match["single"].lower()]
    return sum(_VALUES[word] for word in re.split(r"[-\s]+", match["word"].lower()))


def _unit(text: str, match: re.Match[str], end: int) -> tuple[str, int]:
    """Return the unit and where it ends: a sign before the number, or a word behind it that we know as one."""
    if sign := match["currency"] or match["short_currency"]:
        return sign, end
    following = _UNIT.match(text, end)
    word = re.sub(r"\s", "", following[1].lower()) if following else ""
    unit = _UNIT_OF.get(word, "")
    return (unit, following.end()) if following and unit else ("", end)
