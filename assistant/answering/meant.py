"""Whom or what the beginning of a sentence means, where its article names that beyond doubt; else nothing.

By form alone. A wrong name is worse than none: two people who may be meant, somebody described but not named, or words
of a quotation, and nothing is said.
"""

import re
from collections.abc import Sequence

from assistant.answering.described import described, what
from assistant.answering.mentions import names
from assistant.answering.people import HE, OF, ROLE, SAYS, SHE, Mention, People, distinct

FAR = 6
"""Sentences that are looked back at most."""

_OPENS = re.compile(
    r"(?:(?:But|And|So|Yet|Then|Now|Still|Later|Also)\s+|(?P<before>[A-Z][^,;:.\"“”?!\n]{0,70}),\s+(?:too,\s+)?)?"
    r"(?:(?P<he>he)|(?P<she>she)|(?P<his>his)|(?P<her>her))\b(?!\s*(?:/|or she))",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    rf",?[\"”’]+\s+(?:(?P<he>he)|(?P<she>she))\s+(?:\w+ly\s+|also\s+|then\s+)?{SAYS}\b", re.IGNORECASE
)
_QUOTE = '"“”„«»'
_LINK = r"(?:(?:But|And|So|Yet|Then|Now|Still|Later|Also)\s+)?"
_ASIDE = r"(?:[A-Z][^,;:.\"“”?!\n]{0,60},\s+)?"
_CALLING = (
    rf"(?:(?:(?!(?:to|of|for|with|by|from|against|that|on|at|than|over)\b)[\w.&'’-]+\s+){{0,5}}{ROLE.pattern}\s+)?"
)
_BEFORE_SUBJECT = re.compile(_LINK + _ASIDE + _CALLING, re.IGNORECASE)
_AFTER_QUOTE = re.compile(rf"(?:^|[\"”,.]\s+){_CALLING}$", re.IGNORECASE)
_SAID = re.compile(rf"\b(?:{SAYS}|according to)\s+{_CALLING}$", re.IGNORECASE)
_SPEAKS = re.compile(rf"(?:,[^,\"“”]{{1,80}},)?\s+(?:also\s+|then\s+|later\s+)?{SAYS}\b")
_ENDS = re.compile(r"[.,]|\s+(?:in|on|at|during|after|of|from|via|before)\b|\s*$")
"""What follows a speaker that stands behind "said"; a verb would make it what is said."""

_SHARED = re.compile(r"['’]s?\b|\s+and\s|.{0,40}\b(?:asked|told|tells|asks)\s+[A-Z]")
"""What follows a name where the sentence is about what somebody has, about two, or about whom somebody talks to."""

_SOMEBODY = re.compile(
    r"\b(?:m[ae]n|wom[ae]n|boys?|girls?|guys?|son|daughter|father|mother|husband|wife|brother|sister|friends?|child|baby"
    r"|teen(?:ager)?|suspect|victim|person|student|officer|driver|player|teacher|patient|doctor|nurse|colleague|uncle|aunt"
    r"|cousin|grandfather|grandmother|parent|partner|fianc[eé]e?|boyfriend|girlfriend|actor|actress|singer|gunman|shooter"
    r"|lawyer|attorney|spokes(?:man|woman|person)|official|soldier|pilot|captain|coach|president|governor|senator|mayor"
    r"|minister|judge|leader|king|queen|prince|princess|pope|ceo|boss|owner|founder|author|writer|reporter|director"
    r"|sailor|worker|candidate|opponent|successor|predecessor|rival|teammate|rapper|star)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_BESIDE = re.compile(r"^,[^,\"“”]{1,80},")
_IS = re.compile(
    r"^\s+(?:\w+\s+){0,2}?(?:is|was|be|become|became|becomes|been|remains)\s+(?:also\s+)?(?:the|an?)\s+"
    rf"(?:[\w'’-]+\s+){{0,6}}?{_SOMEBODY.pattern}(?:\s+and\s+{_SOMEBODY.pattern})?",
    re.IGNORECASE,
)
"""Behind a name: who that one is, in commas, or after "is"."""


def is_open(sentence: str) -> bool:
    """Whether a sentence may begin with somebody or something that it does not name."""
    return bool(_pronoun(sentence) or described(sentence))


def meant(people: People, start: int, end: int) -> str:
    """Return the name of whom or what a sentence is about that does not name it itself; empty where it is not certain.

    Args:
        people: Of its article.
        start: First character of the sentence.
        end: One past its last.
    """
    sentence = people.text[start:end]
    if _inside_quotation(people.text, start):
        return ""
    if pronoun := _pronoun(sentence):
        return _whom(people, start, end, pronoun)
    noun = described(sentence)
    name = what(people, start, noun) if noun else ""
    return "" if name in sentence else name


def _pronoun(sentence: str) -> str:
    match = _OPENS.match(sentence)
    if match is None and sentence[:1] in _QUOTE:
        match = _SAID_BY.search(sentence)
    if match is None or any(not name.is_place for name in names(match.groupdict().get("before") or "")):
        return ""
    found = {key for key, value in match.groupdict().items() if value}
    return HE if found & {"he", "his"} else SHE


def _whom(people: People, start: int, end: int, pronoun: str) -> str:
    here = [span for span in people.spans if span[0] < end and start < span[1]]
    before = [span for span in people.spans if span[1] <= start]
    for span in reversed(before[-FAR:]):
        told = people.mentions(span)
        if _goes_on(people.text, span, pronoun, told):
            continue
        name = _subject(people.text, span, told, pronoun)
        is_named = any(name in distinct(people.mentions(span)) for span in here)
        return name if name and not is_named and people.may_be(name, pronoun) else ""
    return ""


def _goes_on(text: str, span: tuple[int, int], pronoun: str, told: Sequence[Mention]) -> bool:
    """Whether a sentence is about the same "he" or "she", and of nobody else who is named."""
    return not told and _pronoun(text[slice(*span)]) == pronoun


def _subject(text: str, span: tuple[int, int], told: Sequence[Mention], pronoun: str) -> str:
    """Return the only person of a sentence, if it is about that person or quotes that person."""
    if len(distinct(told)) != 1:
        return ""
    first = told[0]
    opening, rest = text[span[0] : first.start], text[first.end : span[1]]
    # What is told of somebody else, or by somebody else, may go on about that one.
    if _others(rest) or OF[pronoun].search(opening) or (_SHARED.match(rest) and not _of_own(rest, pronoun)):
        return ""
    if _BEFORE_SUBJECT.fullmatch(opening) and not (_SPEAKS.match(rest) and _others(opening)):
        return first.name
    is_speaker = (_AFTER_QUOTE.search(opening) and _SPEAKS.match(rest)) or (_SAID.search(opening) and _ENDS.match(rest))
    return first.name if is_speaker and not _others(opening) else ""


def _of_own(rest: str, pronoun: str) -> bool:
    """Whether what follows a name is about something of that one, who is already "he" or "she" in the same sentence."""
    return bool(re.match(r"['’]s?\b", rest) and OF[pronoun].search(rest))


def _others(words: str) -> bool:
    """Whether words tell of somebody who is not named; quotations, and what somebody named is, do not."""
    for pattern in (_QUOTED, _BESIDE, _IS):
        words = pattern.sub(" ", words)
    return bool(_SOMEBODY.search(words))


def _inside_quotation(text: str, start: int) -> bool:
    """Whether a quotation is open where a sentence begins; a paragraph that opens one closes it or goes on."""
    paragraph = text[text.rfind("\n", 0, start) + 1 : start]
    return paragraph.count('"') % 2 == 1 or paragraph.count("“") > paragraph.count("”")
