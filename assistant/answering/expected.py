"""What kind of thing a question asks for, and whether a sentence brings one that the question does not name itself."""

import re
from collections.abc import Callable

from assistant.retrieval.stems import stem
from assistant.retrieval.words import names_and_numbers, tokens

_NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    half third quarter dozen first second third fourth fifth double twice triple""".split()
)
_TIME_WORDS = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|1[89]\d\d|20\d\d|yesterday|today|tonight|weeks?|days?|months?|years?|hours?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|due to|after|since|so that|in order|to (?:avoid|protect|prevent|make|help)|over|amid|citing|cited"
    r"|blamed?|reason|caused?|led to|result|led by)\b",
    re.IGNORECASE,
)
WHETHER = "whether"
"""Of a question to be answered by yes or no."""

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (WHETHER, re.compile(r"^(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b")),
    ("number", re.compile(r"\bhow (?:many|much|old|long|far|tall|big|high|fast|often|large)\b")),
    ("number", re.compile(r"\b(?:what|which) (?:percent|percentage|share|number|age)\b")),
    ("time", re.compile(r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time)\b")),
    ("reason", re.compile(r"\bwhy\b|\bwhat (?:caused|led)\b")),
    ("name", re.compile(r"\bwho(?:m|se)?\b|\bwhere\b|\bwhich\b|\bname of\b")),
    ("name", re.compile(r"\bwhat (?:country|company|city|state|team|party|group|person)\b")),
)


def expected_kind(question: str) -> str:
    """Return whether, number, time, reason, name, or the empty string where the question does not say."""
    lowered = question.casefold()
    return next((kind for kind, pattern in _KINDS if pattern.search(lowered)), "")


def brings(kind: str, sentence: str, asked: frozenset[str]) -> float:
    """Return 1 if the sentence holds something of this kind that is not among the stems asked, else 0."""
    return float(_FINDERS[kind](sentence, asked)) if kind in _FINDERS else 0.0


def _brings_number(sentence: str, asked: frozenset[str]) -> bool:
    words = (word.casefold() for word in tokens(sentence))
    return any((any(map(str.isdigit, word)) or word in _NUMBER_WORDS) and stem(word) not in asked for word in words)


def _brings_time(sentence: str, asked: frozenset[str]) -> bool:
    return any(stem(match.group()) not in asked for match in _TIME_WORDS.finditer(sentence))


def _brings_reason(sentence: str, _: frozenset[str]) -> bool:
    return bool(_REASON.search(sentence))


def _brings_name(sentence: str, asked: frozenset[str]) -> bool:
    return any(not name[0].isdigit() and stem(name) not in asked for name in names_and_numbers(sentence))


_FINDERS: dict[str, Callable[[str, frozenset[str]], bool]] = {
    "number": _brings_number,
    "time": _brings_time,
    "reason": _brings_reason,
    "name": _brings_name,
}
