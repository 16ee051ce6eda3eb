"""What "the company", "the committee" or "the mayor" at the beginning of a sentence means, by the words of its article.

A name tells what it is by its own words (the House Ethics Committee), by what stands beside it (the singer Ada Rowan;
Ada Rowan, the mayor), or by what only a company has (shares, a chief executive).
"""

import re
from collections.abc import Callable, Iterable

from assistant.answering.mentions import Name
from assistant.answering.people import People, distinct

FAR = 3
"""Sentences back in which the name must stand."""

_BODIES = (
    "agency department committee commission court university college hospital school act law bill storm hurricane"
    " airline union bureau council board institute museum foundation association center festival league network church"
    " zoo airport bank tribunal ministry office"
)
_STORMS = frozenset({"hurricane", "storm"})
"""Named after what they are: Hurricane Kestrel."""

_FIRMS = (
    "company firm automaker carmaker manufacturer retailer airline startup start-up chain drugmaker chipmaker"
    " planemaker corporation conglomerate"
)
_ROLES = (
    "president senator governor mayor congressman congresswoman actor actress singer rapper musician comedian author"
    " director pope king queen prince princess duke duchess chancellor premier quarterback coach ceo billionaire judge"
    " justice songwriter filmmaker novelist comic pitcher striker midfielder"
)
_LINK = r"(?:(?:But|And|So|Yet|Still|Then|Now|Later)\s+|[A-Z][^,;:.\"“”?!\n]{0,60},\s+)?"
_OPENS = re.compile(
    rf"{_LINK}[Tt]he\s+(?P<noun>{'|'.join(f'{_BODIES} {_FIRMS} {_ROLES}'.split())})(?:['’]s)?\s+"
    r"(?!(?:of|that|which|who|in|for|to|at|on|with|from|by|and|or|behind)\b)[a-z]"
)
"""In small letters: the College Football Playoff is no college."""

_FIRM_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:CEO|CFO|COO|[Cc]hief [Ee]xecutive|shares|stock|employees|customers|spokes(?:man|woman|person)"
    r"|Inc\b|Corp\b|executives|headquarters|founder|co-founder|investors|stores)\b"
    rf"|,\s+(?:the|a|an)\s+[^,.]{{0,60}}?\b(?:{'|'.join(_FIRMS.split())}|maker|giant)\b"
    r"(?=[,.;)]|\s+(?:that|which|behind|based|of|in)\b)"
)
"""What stands beside a name ends with a comma, or goes on about itself: of "In May, the firm said" May is no firm."""

_FIRM_BEFORE = re.compile(
    rf"\b(?:{'|'.join(_FIRMS.split())}|giant|maker|shares of|CEO of|chief executive of|headquarters of)\s+$",
    re.IGNORECASE,
)
_FIRM_NAME = re.compile(r"\b(?:Inc|Corp|Corporation|Company|Co|Airlines|Airways|Motors|Technologies|LLC|Ltd)\.?$")
_CUT = re.compile(r"['’]\s$|\b[A-Z][\w’'-]*\s+(?:on|in|to|with|by|as|from|against)\s+$")
"""What stands before a name that is a part of one: No Ferries on Alder Rivers Act."""

_FORM = re.compile(r"\s(?:Inc|Corp|Co|LLC|Ltd)\.?$")
_PAST = re.compile(r"\b(?:former|ex|vice|then|late)[\s-]+(?:[\w-]+\s+)?$", re.IGNORECASE)


def described(sentence: str) -> str:
    """Return the noun that a sentence begins with and whose name stands elsewhere, such as `company`; else nothing."""
    match = _OPENS.match(sentence)
    return match["noun"] if match else ""


def what(people: People, start: int, noun: str) -> str:
    """Return the name that "the `noun`" of a sentence at `start` means; empty where it is not certain."""
    before = [span for span in people.spans if span[1] <= start]
    if noun in _ROLES.split():
        return _holder(people, before, noun)
    if found := _only(people, before, lambda name: _is_called(people.text, name, noun)):
        return max(found, key=len)
    if noun not in _FIRMS.split():
        return ""
    firms = {name.text for span in people.spans for name in people.names(span) if _is_firm(people.text, name)}
    firms = {name for name in firms if re.search(rf"\b{re.escape(name)}\b(?!['’]s)", people.text)}  # Fred's is no Fred
    firms |= {_FORM.sub("", name) for name in firms}
    forms = _only(people, before, lambda name: name.text in firms)
    return min((form for form in forms if not form.isupper()), key=len, default="") or min(forms, default="")


def _only(people: People, before: list[tuple[int, int]], fits: Callable[[Name], bool]) -> set[str]:
    """Return the forms of the name that fits, if it stands near and no other one has stood before; else nothing."""
    every = {name.text for span in before for name in people.names(span) if fits(name)}
    return every if _is_near(people, before[-FAR:], fits) and _are_one(every) else set()


def _is_near(people: People, before: list[tuple[int, int]], fits: Callable[[Name], bool]) -> bool:
    """Whether the name stands in these sentences, and none after it begins with another: that one may be meant then."""
    for span in reversed(before):
        named = people.names(span)
        if any(map(fits, named)):
            return True
        if named and named[0].begin == span[0] and _is_written_so(people.text, named[0]):
            return False
    return False


def _is_written_so(text: str, name: Name) -> bool:
    """Whether the first word of a sentence is a name: it has its capital letter inside sentences too."""
    return bool(re.search(rf"[a-z,] {re.escape(name.text.split()[0])}\b", text))


def _are_one(names: Iterable[str]) -> bool:
    """Whether names are forms of one: the shortest stands in all others, or is their initials."""
    shortest = min(names, key=len)
    return all(f" {shortest} " in f" {name} " or shortest == _initials(name) for name in names)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_called(text: str, name: Name, noun: str) -> bool:
    """Whether a name says what it is, by its last word or the one before "of", and is not cut from a longer one."""
    words = name.text.casefold().split()
    if noun not in words or len(words) == 1 or _CUT.search(text, max(name.start - 30, 0), name.start):
        return False
    after = words[words.index(noun) + 1 :]
    return not after or after[0] in {"of", "for"} or noun in _STORMS


def _is_firm(text: str, name: Name) -> bool:
    return not (name.is_person or name.text.isdigit()) and bool(
        _FIRM_NAME.search(name.text)
        or _FIRM_AFTER.match(text, name.end)
        or _FIRM_BEFORE.search(text, max(name.start - 30, 0), name.start)
    )


def _holder(people: People, before: list[tuple[int, int]], noun: str) -> str:
    """Return the one person that the article calls so, if nobody else was named after that one."""
    titled = re.compile(rf"\b{noun}\s+$", re.IGNORECASE)
    beside = re.compile(rf"(?:,\s+\d{{1,3}})?,\s+(?:the|an?|[A-Z][\w'’-]*)\s+(?:[\w'’-]+\s+){{0,4}}{noun}\b")
    holders = {
        mention.name
        for span in before
        for mention in people.mentions(span)
        if _has(people.text, mention.start, titled) or beside.match(people.text, mention.end)
    }
    told = next((names for span in reversed(before[-FAR:]) if (names := distinct(people.mentions(span)))), [])
    return told[0] if len(holders) == 1 and set(told) == holders else ""


def _has(text: str, at: int, title: re.Pattern[str]) -> bool:
    match = title.search(text, max(at - 30, 0), at)
    return bool(match) and not _PAST.search(text, max(at - 50, 0), match.start())  # type: ignore[union-attr]
