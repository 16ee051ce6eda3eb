"""Names and phrases as they stand in questions and answers, found by their form alone: who or what "it" may mean."""

import re
from dataclasses import dataclass

from assistant.retrieval.words import FUNCTION_WORDS

_NAME = r"[A-Z][^\W_]*(?:[.'’&-][^\W_]+)*"
_JOINT = r"(?:(?:of|the|and|de|del|la|van|von|der|bin|al|for)[ \t]+){0,2}"
_RUN = re.compile(rf"\b(?:{_NAME}\.?|[A-Z]\.)(?:[ \t]+{_JOINT}{_NAME}|[ \t]+\d+\b)*")
"""Capitalised words with what joins them: Bank of England, Artemis II, Ursula von der Leyen, Apollo 13."""

_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Prof|Professor|President|Chancellor|Captain|Sen|Senator|Rep|Gov|Governor|Judge"
    r"|Justice|King|Queen|Prince|Princess|Pope|General|Gen|Colonel|Mayor|Secretary|Minister|Prime\s+Minister)\b\.?\s+"
)
_NO_PERSON = frozenset(
    """bank party court university college city county house company inc corp corporation group league cup games club fc
    united union agency department ministry street bridge airport river island islands state states times post news
    world war act day open festival association council commission committee court office parliament congress senate
    national international north south east west new los las san saint st lake mount republic kingdom school hospital
    church center centre park stadium police army navy force forces fund reserve service systems airlines airways
    motors technologies bowl prize award awards olympics""".split()
)
_PLACE = re.compile(r"\b(?:in|at|from|near|to|across|outside|inside|into)\s+(?:the\s+)?$", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"\b(?:the|an?)\s+(?:[\w-]+\s+){1,3}(?:of|in|at|on|for|between|against|to|from)\s+(?:the\s+)?$"
    r"|\bthe\s+(?:[a-z][\w'’-]*\s+){0,2}$"
)
_NOUN_AFTER = re.compile(r"\s+[a-z][\w-]+(?=\s*[?.!]*\s*$)")
"""What a question ends with after a name, as in "the Titan submersible"."""

_WHEN = r"(?:yesterday|today|tonight|tomorrow|now|recently|again|(?:this|last|next)\s+[a-z]+)"
_NOUNS_AFTER = re.compile(rf"(?:\s+(?!{_WHEN}\b)[a-z][\w-]+){{1,3}}(?=(?:\s+{_WHEN})?\s*[?.!)]*\s*$)")
_AFTER_PREPOSITION = re.compile(
    r"(?:\b(?:in|at|on|of|for|about|from|to|with|after|before|during|by|over)\s+|\()$", re.IGNORECASE
)
"""Behind one of these, or added in brackets, "the Baltimore" is no subject, so that no verb follows it."""

_PLURALS = tuple(
    re.compile(rf"\b(?:{before})\s+((?:[a-z-]+\s+)?[a-z-]+s|people|police)\b", re.IGNORECASE)
    for before in ("the|these|those", "all|many|which|what")
)
"""What was named with an article is meant before what was only counted: the floods before how many people."""

MONTHS_AND_DAYS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)

MOST_WORDS, MOST_OF_PERSON = 8, 4
"""Words of a name, what is longer is a heading; and of a person's, as in Ursula von der Leyen."""

_NOT_NAMED = re.compile(r"\d|\b[IVX]{2,}$|\b[A-Z]{2,}$|\b(?:of|the|and|for)\b")
"""What no person is called: numbers, initials of an organisation, one thing of another."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    Attributes:
        text: As written, without a title such as Captain.
        start: First character in the text.
        end: One past the last.
        is_person: Whether it looks like a person's: two or three words, none that companies and places have.
        is_place: Whether something happens in it, goes to it, comes from it.
        begin: First character of `described`.
        described: The name with what it is described as before it, as in "the floods of Derna".
    """

    text: str
    start: int
    end: int
    is_person: bool
    is_place: bool
    begin: int
    described: str


def names(text: str) -> list[Name]:
    """Return the names in a text, in order; days and months are none."""
    return [name for match in _RUN.finditer(text) if (name := _name(text, match.start(), match.group()))]


def plural_of(text: str) -> str:
    """Return the first thing that the text has several of, such as `the unions`, with its name; empty if none."""
    match = next(filter(None, (pattern.search(text) for pattern in _PLURALS)), None)
    if match is None:
        return ""
    several = f"the {match[1]}"
    described = (name.described for name in names(text) if name.described.startswith(f"{several} of "))
    return next(described, several)


def _name(text: str, at: int, run: str) -> Name | None:
    start, end = _bounds(text, at, at + len(run))
    written = text[start:end]
    first = written.split(" ", 1)[0].strip(".").casefold()
    if not written or len(written.split()) > MOST_WORDS or first in MONTHS_AND_DAYS:
        return None
    bare = _TITLE.sub("", written)
    if _NO_PERSON.issuperset(bare.casefold().split()):
        bare = written  # General Motors is no general
    start = end - len(bare)
    described = _DESCRIBED.search(text, 0, start)
    begin = described.start() if described else start
    nouns = _NOUNS_AFTER if _AFTER_PREPOSITION.search(text, 0, begin) else _NOUN_AFTER
    noun = nouns.match(text, end) if described else None
    shown = noun.end() if noun else end
    is_place = bool(_PLACE.search(text, 0, start)) and not described
    is_person = not is_place and _is_person(bare, titled=bare != written, article=bool(_THE.search(text, 0, start)))
    return Name(bare, start, end, is_person, is_place, begin, text[begin:shown])


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a run without the word that has a capital only since it opens a sentence, and without what ends it."""
    while start < end:
        word = text[start:end].split(" ", 1)[0]
        opens = start == 0 or text[:start].rstrip()[-1:] in ".!?:"
        if word.strip(".").casefold() not in FUNCTION_WORDS or not (opens or word == "The"):
            break
        start += len(word)
        start += len(text[start:end]) - len(text[start:end].lstrip())
    written = re.sub(r"(?:['’]s?|\.)$", "", text[start:end])
    return start, start + len(written)


def _is_person(name: str, *, titled: bool, article: bool) -> bool:
    words = name.split()
    if article or _NOT_NAMED.search(name) or not _NO_PERSON.isdisjoint(word.casefold() for word in words):
        return False
    return titled or 1 < len(words) <= MOST_OF_PERSON
