"""The date in a dateline, `LISBON, March 12, 2024 (Agency) -`, which opens the text and stays in it."""

import re
from datetime import datetime

from assistant.articles.dates import parse_published

_LINES = 5
_LONGEST = 120
# In capitals the place is sure; in small letters only what follows the date shows that it is no sentence. The year must
# be there: of "March 12" alone nobody can tell which.
_CAPITALS = re.compile(r"[A-Z][A-Z .'/-]{2,40}(?:, [A-Z][\w. ]{1,30})??,? (?P<date>[\w., ]{4,16}\d{4})\b(?! [a-z])")
_SMALL = re.compile(
    r"[^\W\d_][\w .'/-]{1,40}, (?P<date>\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4})\s*[(\[:\u2010-\u2015-]"
)


def date_of(text: str, *, now: datetime) -> str | None:
    """Returns the date in the dateline of a text as it is written, None where there is none or it cannot be."""
    for line in text.lstrip().split("\n", _LINES)[:_LINES]:
        found = _CAPITALS.match(line[:_LONGEST]) or _SMALL.match(line[:_LONGEST])
        if found and parse_published(found["date"], now=now)[0]:
            return found["date"]
    return None
