"""A question that leans on its conversation, completed to one that stands alone: by fixed rules, from the last turns.

What is taken is bounded: names, the subject and the time of the earlier question, and names of the answer it got.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.followups import ABOUT, OPENER, SINGULAR_PERSON, THING, dangling, is_fragment
from assistant.answering.mentions import Name, names, plural_of
from assistant.retrieval.query import Query
from assistant.retrieval.times import periods
from assistant.retrieval.words import tokens

MOST_TURNS = 3
"""Turns that are looked back: what was spoken of before that is another matter."""

MOST_NAMES, MOST_WORDS, LONGEST = 3, 12, 400
"""Names and words that a topic is made of, and characters of a completed question."""

_QUESTION = re.compile(
    r"^(?:(?:who|whom|whose|what|which|when|where|why|how)(?:['’]s)?(?:\s+(?:many|much|old|long|far|big|often|about))?"
    r"|tell\s+me(?:\s+more)?\s+about)\b\s*|^(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|be|been"
    r"|there)\b\s*",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    r"^(?:who|whom|whose|which|what\s+(?!is|are|was|were|did|does|do|has|have|had|will|happened)\w+)\b", re.I
)
_ABOUT = re.compile(r"\b(?:about|over|on|for|against|to|with)\s+(?:the\s+)?[a-z][\w-]*(?:\s+[a-z][\w-]*)?\b")
_OBJECT = frozenset({"him", "them", "her"})
_POSSESSIVE = frozenset({"his", "its", "their"})
_ENDS = " \t?.!"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A turn before.

    Attributes:
        question: As it was searched for, so that what it was completed with goes on.
        answer: The short answer and the text that was given; empty for a refusal.
        quotes: (article id, version) of the articles whose words stand in it.
    """

    question: str
    answer: str
    quotes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """A question that stands alone, and the turns it was completed from."""

    text: str
    used: tuple[Earlier, ...]

    @property
    def quotes(self) -> tuple[tuple[str, int], ...]:
        """(article id, version) of the articles whose words may stand in it."""
        return tuple(key for turn in self.used for key in turn.quotes)


def complete(query: Query, earlier: Sequence[Earlier]) -> Completed | None:
    """Complete a question that leans on its conversation; None if the turns before hold nothing to complete it with.

    Args:
        query: The question.
        earlier: The turns before, the last one first.
    """
    for number, turn in enumerate(earlier[:MOST_TURNS], start=1):
        text = _from_turn(query, turn)
        if text and text != query.text and len(text) <= LONGEST:
            return Completed(text, tuple(earlier[:number]))
    return None


def topic_of(question: str) -> str:
    """Return what a question is about: its names and what it asks about them, else all but its asking words."""
    found = {name.begin: name.described for name in names(question)}
    if found:
        taken = [(begin, begin + len(text)) for begin, text in found.items()]
        found |= {
            match.start(): match.group()
            for match in _ABOUT.finditer(question)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        }
        return ", ".join(dict.fromkeys(found[at] for at in sorted(found)[:MOST_NAMES]))
    text = question.strip(_ENDS)
    while (shorter := _QUESTION.sub("", text)) != text:
        text = shorter
    return " ".join(text.split()[:MOST_WORDS])


def _from_turn(query: Query, turn: Earlier) -> str:
    bare = ABOUT.sub("", OPENER.sub("", query.text)).strip(_ENDS)
    if not dangling(query.text) and is_fragment(bare):
        return _in_place(query, bare, turn.question) if bare else ""
    text = _replaced(OPENER.sub("", query.text), turn)
    added = _time_of(query, turn.question)
    if text == OPENER.sub("", query.text):
        added = ", ".join(filter(None, (topic_of(turn.question), added)))
    if not added:
        return _capital(text)
    return f"{_capital(text.rstrip(_ENDS))} ({added})?"


def _in_place(query: Query, fragment: str, question: str) -> str:
    """Ask the earlier question again with another time or name in it."""
    assert query.today is not None  # noqa: S101 - `understand` sets it
    new, old = periods(fragment, query.today), periods(question, query.today)
    if new and old and not names(_without(fragment, new[0].start, new[0].end)):
        return question[: old[0].start] + new[0].words + question[old[0].end :]
    named, others = names(fragment), names(question)
    if len(named) == 1 and (place := _counterpart(fragment, named[0], question, others)):
        return question[: place.start] + named[0].text + question[place.end :]
    return f"{_capital(fragment)} ({topic_of(question)})?"


def _counterpart(fragment: str, name: Name, question: str, others: Sequence[Name]) -> Name | None:
    """Return the name of the question that another one stands for: the only one, or the only one of its kind.

    After "which bank …" another bank is another answer, and stands for none.
    """
    asked = re.match(r"^(?:which|what)\s+(\w+)", question, re.IGNORECASE)
    if asked and asked[1].casefold() in fragment.casefold():
        return None
    if len(others) == 1:
        return others[0]
    same = [other for other in others if (other.is_person, other.is_place) == (name.is_person, name.is_place)]
    return same[0] if len(same) == 1 else None


def _replaced(text: str, turn: Earlier) -> str:
    """Put a name in the place of each pronoun that means nobody in the question."""
    for match in reversed(dangling(text)):
        word = match.group().casefold()
        meant = _meant(word, turn)
        if not meant:
            continue
        owns = word in _POSSESSIVE or (word == "her" and bool(re.match(r"\s+[a-z]", text[match.end() :])))
        after = text[match.end() :]
        text = text[: match.start()] + meant + ("'s" if owns and not after.startswith("'s") else "") + after
    return text


def _meant(word: str, turn: Earlier) -> str:
    """Return whom or what a pronoun means: somebody of the answer where it was asked who, else of the question."""
    asked, told = names(turn.question), names(turn.answer)
    known = {name.text.casefold() for name in asked}
    fresh = [name for name in told if name.text.casefold() not in known]
    asks_who = bool(_ASKS_WHO.match(OPENER.sub("", turn.question)))
    if word in SINGULAR_PERSON:
        return _person(word, asked, fresh, asks_who=asks_who)
    if word in THING:
        return _thing(turn.question, asked, fresh, asks_who=asks_who)
    several = plural_of(turn.question)
    people = [name.text for name in (fresh if asks_who else asked) if name.is_person][:MOST_NAMES]
    if asks_who and fresh and not people:
        return fresh[0].text
    return several or " and ".join(dict.fromkeys(people)) or _thing(turn.question, asked, fresh, asks_who=asks_who)


def _person(word: str, asked: Sequence[Name], fresh: Sequence[Name], *, asks_who: bool) -> str:
    people = [name.text for name in asked if name.is_person]
    answered = [name.text for name in fresh if name.is_person]
    if asks_who and answered:
        return answered[0]
    if people:
        return people[-1] if word in _OBJECT else people[0]
    singles = [name.text for name in asked if not name.is_place and len(name.text.split()) == 1]
    return (answered or singles or [""])[0]


def _thing(question: str, asked: Sequence[Name], fresh: Sequence[Name], *, asks_who: bool) -> str:
    things = [name for name in asked if not name.is_person]
    if asks_who and re.match(r"^(?:which|what)\b", question, re.I) and fresh:
        return next((name.text for name in fresh if not name.is_person), "") or (things[0].described if things else "")
    if things:
        return _with_article(question, things[0])
    topic = topic_of(question)
    return topic if re.match(r"^(?:the|an?)\s", topic) and len(tokens(topic)) <= MOST_WORDS // 2 else ""


def _with_article(question: str, name: Name) -> str:
    if name.described != name.text:
        return name.described
    return f"the {name.text}" if question[: name.start].casefold().endswith("the ") else name.text


def _time_of(query: Query, question: str) -> str:
    """Return the time that the earlier question names, with its preposition, if this one names none."""
    assert query.today is not None  # noqa: S101 - `understand` sets it
    if query.periods:
        return ""
    found = periods(question, query.today)
    if not found:
        return ""
    before = re.search(r"\b(?:in|on|since|during|until|before|after|by|from)\s+$", question[: found[0].start], re.I)
    return (before.group() if before else "") + found[0].words


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " + text[end:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
