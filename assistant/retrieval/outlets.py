"""Which outlets of the archive a question names, by their own names and what is usually left of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_WORDS = 6
"""Words of the longest name that is looked for."""

SHORTEST_INITIALS = 3

_WORD = re.compile(r"[^\W_]+(?:['’.&+][^\W_]+)*")
_PARTS = re.compile(r"\s+[-–—|:/]\s+|\s*\|\s*")
"""What parts an outlet's name from its section or its motto."""

_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<name>[\w.-]+?)(?:\.(?:com?|org|net|gov|ac))?\.[a-z]{2,}/?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet named in a question.

    Attributes:
        sources: The archive's sources that it may mean.
        words: As written.
        start: First character in the question.
        end: One past the last.
    """

    sources: frozenset[str]
    words: str
    start: int
    end: int


def aliases(sources: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the sources by each short form of their names, as `_squeezed` writes it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        for form in _forms(source):
            found[_squeezed(form)].add(source)
    return {form: frozenset(names) for form, names in found.items() if len(form) > 1}


def mentions(text: str, known: Mapping[str, frozenset[str]]) -> tuple[Mention, ...]:
    """Return the outlets that `text` names, in order, the longest name at each place.

    A name counts if each of its words is capitalised, as names are, or stands with a full stop, as domains do.
    """
    words = list(_WORD.finditer(text))
    found, position = [], 0
    while position < len(words):
        for count in range(min(MOST_WORDS, len(words) - position), 0, -1):
            mention = _mention(text, words[position : position + count], known)
            if mention:
                found.append(mention)
                position += count
                break
        else:
            position += 1
    return tuple(found)


def _mention(text: str, words: list[re.Match[str]], known: Mapping[str, frozenset[str]]) -> Mention | None:
    start, end = words[0].start(), words[-1].end()
    written = re.sub(r"['’]s$", "", text[start:end])
    sources = known.get(_squeezed(written))
    if sources is None or "," in written or ";" in written:
        return None
    if not all(word.group()[:1].isupper() or "." in word.group() or word.group()[:1].isdigit() for word in words):
        return None
    return Mention(sources, written, start, start + len(written))


def _forms(source: str) -> Iterable[str]:
    """Yield a source's name, the part before a section or motto, without the article, a domain's name, initials."""
    yield source
    name = next((part for part in _PARTS.split(source.strip()) if part), source)
    yield name
    domain = _DOMAIN.fullmatch(name)
    if domain:
        yield domain["name"]
        name = domain["name"]
    words = _WORD.findall(name)
    if len(words) > 1 and words[0].casefold() == "the":
        words = words[1:]
        # "the" may be left out where two words remain; one alone, as in The Times, would be any word with a capital.
        if len(words) > 1:
            yield " ".join(words)
    elif len(words) > 1:
        yield f"The {name}"
    capitals = [word for word in words if word[:1].isupper()]
    if len(capitals) >= SHORTEST_INITIALS:
        yield "".join(word[0] for word in capitals)
    if len(capitals) > 1:
        yield f"The {capitals[-1]}"


def _squeezed(name: str) -> str:
    return "".join(_WORD.findall(name.casefold())).replace(".", "").replace("’", "").replace("'", "")
