"""Dates in languages other than English: `12 de março de 2024`, `12. März 2024`, `2024年3月12日`."""

import re
from functools import cache

# Those that news comes in, the likeliest first: a name is looked for in one after the other, and each loads for long.
_LANGUAGES = (
    "de es fr it pt ru nl pl tr id uk sv da nb fi cs el ro hu ca hr sr sk bg sl lt lv et sq mk is ga ms sw az kk uz"
    " ka hy he ar fa ur hi bn ta te th af eu gl"
).split()
# Next month in one language and this month in another: nobody can tell.
_AMBIGUOUS = frozenset({"listopad", "listopada", "lis", "srp", "lip"})
_NAME = r"(?P<name>[^\s\d.,/]{2,20})"
_FORMS = tuple(
    re.compile(rf"(?:^|(?<=\s)|(?<=,))(?:{form})(?!\d)(?P<rest>.*)", re.DOTALL)
    for form in (
        rf"(?P<day>\d{{1,2}})[.ºª°]?\s?(?:de\s|d['\u2019]|di\s|ta['\u2019]\s|a\s)?{_NAME}\.?,?\s(?:de\s|del\s)?(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[.,]?\s(?:m\.\s|gada\s)?{_NAME}\.?\s(?P<day>\d{{1,2}})",
        rf"{_NAME}\.?\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})",
    )
)
_IDEOGRAPHS = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?:(?P<day>\d{1,2})\s?[日日일号])?(?P<rest>.*)",
    re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?P<day>\d{1,2})\s(?:tháng|thg)\s(?P<month>\d{1,2}),?\s(?:năm\s)?(?P<year>\d{4})(?!\d)(?P<rest>.*)", re.DOTALL
)
# What stands between the day and the hour, and after it.
_BETWEEN = re.compile(
    r"^[\s,.|\u00b7\u2013-]*(?:(?:г|года|року|р|um|à|a las?|alle|ore|às|klo?|saat|о|об|в|om|at|pukul|lúc|o)\b\.?\s*)*",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^(\d{1,2})\s?(?:h|\.|時|点|시)\s?(\d{2})(?:分|분)?(?!\d)")
_AFTER = re.compile(r"(?<=\d)\s*(?:uhr|h|hs|hrs)\b\.?", re.IGNORECASE)


def in_other_words(text: str) -> tuple[int, int, int | None, str] | None:
    """Returns year, month, day and what follows of a date in another language, None where there is none in the text."""
    for pattern in (_IDEOGRAPHS, _NUMBERED):
        if found := pattern.search(text):
            day = int(found["day"]) if found["day"] else None
            return int(found["year"]), int(found["month"]), day, _rest(found["rest"])
    for form in _FORMS:
        for found in form.finditer(text):
            if month := _month(found["name"].casefold()):
                return int(found["year"]), month, int(found["day"]), _rest(found["rest"])
    return None


def _rest(rest: str) -> str:
    return _AFTER.sub("", _CLOCK.sub(r"\1:\2", _BETWEEN.sub("", rest)))


def _month(name: str) -> int | None:
    """Returns the number of a month by its name or its short form in any of the languages."""
    if name in _AMBIGUOUS:
        return None
    return next((month for language in _LANGUAGES if (month := _months(language).get(name))), None)


@cache
def _months(language: str) -> dict[str, int]:
    """Loads the names of one language, alone and beside a day, long and short."""
    from babel import Locale  # a date in a hundred needs it, and it loads for long

    found: dict[str, int] = {}
    for context in Locale.parse(language).months.values():
        for width in ("wide", "abbreviated"):
            for number, name in context.get(width, {}).items():
                found.setdefault(name.casefold().strip("."), number)
    return {name: number for name, number in found.items() if not name.isdecimal()}
