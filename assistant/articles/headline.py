"""The headline of a page, chosen among those it gives, without outlet and section around it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.articles.characters import one_line

_SEPARATOR = re.compile(
    r"\s+(?:[|\u2013\u2014\u00b7\u2022*\u00bb\u00ab~/-]|::)\s+|\s*[|\uff5c\u4e28]\s*|--|_|(?<=[^\x00-\u2e7f])-(?=[^\x00-\u2e7f])"
)
_LONGEST_AFFIX = 8
"""Words that may stand beside a headline; more are a part of it."""
_DOMAIN = re.compile(r"[\w-]{1,40}(?:\.[a-z]{2,3})?\.[a-z]{2,6}", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\u2026|\.\.\.)$")
_CUT_AT = (90, 115)
"""Characters at which some systems cut a headline for search engines, without a mark."""
# What may stand with a name and leave it one: BBC News, Tribune Online, NZZ-Redaktion.
_KIN = re.compile(
    r"(?:news|online|sports?|tv|radio|magazine?|com|net|org|uk|us|usa|world|international|national|nachrichten|noticias"
    r"|notizie|actualités?|info|media|network|digital|redaktion|redacción|redazione|rédaction|staff|team|editors?|desk"
    r"|the|der|die|das|le|la|les|el|il|o|a)+"
)
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|il|o)\s+", re.IGNORECASE)
_SHORTEST_NAME = 3
_SHORTEST_HEADLINE = 6


class Outlet:
    """The names by which an outlet goes on its own pages."""

    def __init__(self, names: Iterable[str | None], host: str | None = None) -> None:
        self._host = squashed(re.sub(r"^www\.", "", host or ""))
        self._labels = frozenset(squashed(label) for label in (host or "").split(".")[:-1] if len(label) > 1) - {"www"}
        given = [name for name in names if name]
        given += [_ARTICLE.sub("", name) for name in given]
        self._names = frozenset(short for name in given if (short := squashed(name))) | self._labels
        self._names |= {self._host} if self._host else frozenset()

    def is_named(self, text: str) -> bool:
        """Tells whether a few words are the outlet's name, its address, or its name with a word such as News."""
        short = squashed(text)
        if not short or len(text.split()) > _LONGEST_AFFIX:
            return False
        if short in self._names or _DOMAIN.fullmatch(text.strip()):
            return True
        return any(name in short and _KIN.fullmatch(short.replace(name, "", 1)) for name in self._names)

    def signs(self, authors: Sequence[str]) -> bool:
        """Tells whether all authors are the outlet itself, as where there is none."""
        return all(self.is_named(name) for name in authors)

    def looks_like(self, name: str) -> bool:
        """Tells whether a name is written in the page's address, as that of the outlet is and its owner's is not."""
        short = squashed(re.sub(r"\.[a-z]{2,6}$", "", name.strip().casefold()))
        initials = "".join(word[0] for word in re.findall(r"\w+", name.casefold()))
        return any(
            label in (short, initials) or (len(short) >= _SHORTEST_NAME and short in label) for label in self._labels
        )


def squashed(text: str) -> str:
    """Returns the letters and digits of a text in one case: `Tages-Anzeiger` and `tagesanzeiger` are equal."""
    return re.sub(r"[\W_]+", "", text.casefold())


def choose(main: Sequence[str | None], others: Sequence[str | None], outlet: Outlet) -> str | None:
    """Returns the headline: what two of the main candidates agree on, or the best of them.

    What is printed, what is shared and what the page describes are written by different hands for different readers;
    two that agree outweigh a third.

    Args:
        main: The headline as described, as shared and as printed, best first.
        others: Further titles of the page; they stand in where there is none, and confirm where one ends.
        outlet: The page's outlet.
    """
    lines = [line for text in (*main, *others) if text and (line := one_line(text))]
    titles = [bare(line, outlet, lines) for line in lines if not outlet.is_named(line)]
    if not titles:
        return lines[0] if lines else None
    counted = Counter(squashed(title) for title in titles[: sum(bool(text and text.strip()) for text in main)])
    best = next((title for title in titles if counted[squashed(title)] > 1), titles[0])
    return _completed(best, titles)


def bare(title: str, outlet: Outlet, others: Iterable[str] = ()) -> str:
    """Returns a title without the outlet's name at either end, and without what another title has not.

    Args:
        title: On one line.
        outlet: Whose name is taken off.
        others: Further titles of the page: a section after a stroke is off where one of them ends before it.
    """
    title = _without_outlet(title, outlet)
    for other in others:
        affix = title.removeprefix(other) if title.startswith(other) else ""
        if len(other) >= _SHORTEST_HEADLINE and _SEPARATOR.match(affix) and len(affix.split()) <= _LONGEST_AFFIX:
            return other
    return title


def _without_outlet(title: str, outlet: Outlet) -> str:
    while breaks := list(_SEPARATOR.finditer(title)):
        first, last = breaks[0], breaks[-1]
        if outlet.is_named(title[last.end() :]):
            title = title[: last.start()]
        elif outlet.is_named(title[: first.start()]):
            title = title[first.end() :]
        else:
            break
    return title.strip()


def _completed(title: str, others: Iterable[str]) -> str:
    """Returns the whole of a headline that was cut for search engines, where another candidate has it."""
    stem = _CUT.sub("", title)
    if stem == title and not _CUT_AT[0] <= len(title) <= _CUT_AT[1]:
        return title
    for whole in others:
        if len(whole) > len(title) and whole.startswith(stem) and not _SEPARATOR.match(whole[len(stem) :]):
            return whole
    return title


def printed(headings: Sequence[str], others: Sequence[str | None]) -> list[str]:
    """Returns the first-level headings, that which shares most words with the page's other titles first."""
    words = {word for text in others if text for word in _words(text)}
    filled = [heading for heading in map(one_line, headings) if heading]
    return sorted(filled, key=lambda heading: -len(words & _words(heading)) / max(1, len(_words(heading))))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
