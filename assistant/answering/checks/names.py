"""Names: every one that a sentence uses stands in its sources, and in the same place."""

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from assistant.answering.checks.dates import whens
from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source, Swap, Word, piece, swaps
from assistant.retrieval.stems import stem
from assistant.retrieval.words import FUNCTION_WORDS, names_and_numbers

_DEMONYMS = ("ian", "ians", "an", "ans", "n", "ns", "ese", "ish", "i", "is", "y")
_SHORTEST_ROOT = 4
_TITLES = frozenset(
    """president mr mrs ms miss dr sir dame lord lady prince princess king queen mayor governor gov senator sen
    representative rep congressman congresswoman minister premier chancellor judge justice general gen colonel col
    captain capt sergeant sgt officer detective coach professor prof pope archbishop bishop rev secretary chairman
    chairwoman chief director former prime vice first""".split()
)
"""What may stand before a name in the place of a first name, without making it another's."""

_PRONOUNS = frozenset("it its he his she her they their".split())

POINTS_BACK = 400
"""Characters before a cited span in which the name of its pronouns is looked for: some three sentences."""

_PHRASE = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:(?:of|the|and|for)\s+)?[A-Z][\w'’-]+)+")
_CAPITALS = re.compile(r"\b[A-Z](?:\.?[A-Z])+\b")
_SHORTEST_INITIALS = 2
_LONGEST_PHRASE = 8
"""A headline in capitals is no name; its first words will do."""


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the names that no source has, or that stand where the source has another one."""
    shown = [f"{item.heading}\n{item.span}" for item in sources]
    held = {word for text in shown for word in piece(text).stems}
    capitals = {word.replace(".", "") for text in shown for word in _CAPITALS.findall(text)}
    short = {initials for text in shown for initials in _initials(text)}
    changes = list(swaps(said, sources))
    pointed = [(swap, _subject(swap), _pointed_to(swap)) for swap in changes if _is_pointing(swap)]
    held = held.union(*(subject & near for _, subject, near in pointed))
    for name in _names(said.text):
        stands = stem(name) in held or _is_form_of(name, held) or name.replace(".", "") in short
        if not stands and not _is_spelled_out(name, said.text, capitals):
            yield Reason("name", name)
    yield from (Reason("name", swap.here, swap.there) for swap, subject, near in pointed if not subject <= near)
    for swap in changes:
        here = _name_alone(said.words[swap.first : swap.last], _names(said.text))
        there = _name_alone(swap.other.words[swap.start : swap.end], _names(swap.other.text))
        if here and there and not _are_one(here, there):
            yield Reason("name", swap.here, swap.there)


def _is_pointing(swap: Swap) -> bool:
    """Whether a sentence opens with something in the place of the pronoun that opens its source."""
    return swap.first == swap.start == 0 and swap.there.casefold() in _PRONOUNS


def _subject(swap: Swap) -> set[str]:
    """Return the stems of the capitalised words that a sentence puts in a pronoun's place; the first may be a name."""
    words = swap.said.words[swap.first : swap.last]
    return {word.stem for word in words if word.text[0].isupper() and word.is_topical}


def _pointed_to(swap: Swap) -> set[str]:
    """Return the stems of what a pronoun may point to: its span and what stands just before it.

    The heading is left out: an article about one firm tells of others.
    """
    place = max(swap.source.article.find(swap.source.span), 0)
    return set(piece(swap.source.article[max(place - POINTS_BACK, 0) : place] + swap.source.span).stems)


def _are_one(here: str, there: str) -> bool:
    """Whether two names are ways to write one: by its initials, or as a country and its people."""
    plain = {here.replace(".", ""), there.replace(".", "")}
    return bool(plain & {*_initials(here), *_initials(there)}) or _is_form_of(here, {there.casefold()})


def _names(text: str) -> tuple[str, ...]:
    """Return the words of names, without numbers, and without those of dates."""
    dated = {word.text for when in whens(text) for word in piece(when.words).words}
    return tuple(name for name in names_and_numbers(text) if not name[0].isdigit() and name not in dated)


def _is_form_of(name: str, held: set[str]) -> bool:
    """Whether the source has the country of a people, or the people of a country: Iran and Iranian."""
    own = _roots(name.casefold())
    return any(own & _roots(other) for other in held if other[:_SHORTEST_ROOT] == name.casefold()[:_SHORTEST_ROOT])


def _roots(word: str) -> set[str]:
    endings = [word[: -len(ending)] for ending in _DEMONYMS if word.endswith(ending)]
    return {word, *(root for root in endings if len(root) >= _SHORTEST_ROOT)}


def _initials(text: str) -> Iterator[str]:
    """Yield the initials of names of two words and more, as agencies and countries are shortened to."""
    for phrase in _PHRASE.findall(text):
        words = phrase.split()
        opening = words[0].casefold() in FUNCTION_WORDS
        parts = [word for word in words[opening:] if word[0].isupper()][:_LONGEST_PHRASE]
        for start, end in itertools.combinations(range(len(parts) + 1), 2):
            # Two letters inside a longer name are too easily another's: only the whole of one is shortened so far.
            if end - start > _SHORTEST_INITIALS or (start, end) == (0, len(parts)):
                yield "".join(part[0] for part in parts[start:end])


def _is_spelled_out(name: str, text: str, capitals: set[str]) -> bool:
    """Whether a name is a word of what the source has by its initials only."""
    phrases = [phrase for phrase in _PHRASE.findall(text) if name in phrase]
    return any(short in capitals for phrase in phrases for short in _initials(phrase))


def _name_alone(words: Sequence[Word], names: Collection[str]) -> str:
    """Return words that are nothing but a name, without titles; empty where they are more, or only a title."""
    known = {name.casefold() for name in names}
    inside = [word for word in words if word.text.isupper() or word.text.casefold() not in FUNCTION_WORDS]
    if not all(_bare(word) in known for word in inside):
        return ""
    return " ".join(word.text for word in inside if _bare(word) not in _TITLES)


def _bare(word: Word) -> str:
    return re.sub(r"['’]s?$", "", word.text).casefold()
