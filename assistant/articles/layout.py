"""Where the lines of an extracted text stand in the page they came from, and what the page says of them there."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Element = Any  # lxml has no types
_SILENT = frozenset({"script", "style", "noscript", "template", "title", "select", "textarea", "svg", "math"})
_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# As short a line may stand in many places; a longer one tells by itself where it is.
_TELLING = 60
# Under co.uk or com.br the name of the house is the third label from the end, elsewhere the second.
_REGISTERED = re.compile(r"[^.]+\.(?:[^.]{2,3}\.[^.]{2}|[^.]+)$")
_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Returns the letters and digits of a text in one case: what stays the same between a page and its text."""
    return _NOT_A_WORD.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an extracted text.

    Attributes:
        text: The line.
        folded: Its letters and digits.
        start: Where its letters begin among those of the page; -1 where they stand nowhere in a row.
        element: The innermost element that holds all of it, or None.
        linked: How many of its letters are the text of links within the site.
    """

    text: str
    folded: str
    start: int = -1
    element: Element = None
    linked: int = 0

    @property
    def end(self) -> int:
        """Where its letters end."""
        return self.start + len(self.folded)


class Layout:
    """The letters of a page in order, each with the element that it stands in."""

    def __init__(self, tree: Element) -> None:
        self._host = own_host(tree)
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._elements: list[Element] = []
        position = 0
        for node in tree.xpath("//text()"):
            holder = node.getparent()
            holder = holder.getparent() if node.is_tail else holder
            if holder is None or holder.tag in _SILENT or not (folded := fold(node)):
                continue
            self._parts.append(folded)
            self._starts.append(position)
            self._elements.append(holder)
            position += len(folded)
        self._text = "".join(self._parts)

    def lines(self, texts: Sequence[str]) -> list[Line]:
        """Finds each line of a text: the long ones first, in their order, the short ones between them."""
        folded = [fold(text) for text in texts]
        starts = self._anchors(folded)
        following = [len(self._text)] * (len(folded) + 1)
        for number in range(len(folded) - 1, -1, -1):
            following[number] = starts[number] if starts[number] >= 0 else following[number + 1]
        before = 0
        for number, words in enumerate(folded):
            if words and starts[number] < 0:
                starts[number] = self._between(words, before, following[number])
            if before <= starts[number] <= following[number]:
                before = starts[number] + len(words)
        return [self._line(*each) for each in zip(texts, folded, starts, strict=True)]

    def elements(self, start: int, end: int) -> Iterator[tuple[Element, int]]:
        """Yields each element that has letters of its own in a stretch, with their number, in order."""
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self._starts) and self._starts[number] < end:
            first = self._starts[number]
            yield self._elements[number], min(end, first + len(self._parts[number])) - max(start, first)
            number += 1

    def position(self, folded: str, start: int) -> int:
        """Returns where folded text begins, looked for from a position on, or -1."""
        return self._text.find(folded, start)

    def links(self, element: Element) -> int:
        """Returns how many letters in an element are the text of links within the site."""
        return sum(len(fold("".join(link.itertext()))) for link in element.iter("a") if self.is_inner(link))

    def is_inner(self, link: Element) -> bool:
        """Tells whether a link leads to another page of the same site."""
        host = _host(link.get("href") or "")
        return host is not None and (not host or not self._host or _site(host) == _site(self._host))

    def _anchors(self, folded: Sequence[str]) -> list[int]:
        starts, before = [], 0
        for words in folded:
            found = self._text.find(words, before) if len(words) >= _TELLING else -1
            starts.append(found)
            before = found + len(words) if found >= 0 else before
        return starts

    def _between(self, words: str, start: int, end: int) -> int:
        """Finds a short line between its neighbours, at the top the last before the text; anywhere if not there."""
        found = self._text.find(words, start, end) if start else self._text.rfind(words, start, end)
        return found if found >= 0 else self._text.find(words)

    def _line(self, text: str, folded: str, start: int) -> Line:
        if start < 0 or not folded:
            return Line(text, folded)
        held = list(self.elements(start, start + len(folded)))
        linked = sum(letters for element, letters in held if self._in_link(element))
        return Line(text, folded, start, common([element for element, _ in held]), linked)

    def _in_link(self, element: Element) -> bool:
        return any(each.tag == "a" and self.is_inner(each) for each in upward(element))


def upward(element: Element) -> Iterator[Element]:
    """Yields an element and all that hold it, innermost first."""
    yield element
    yield from element.iterancestors()


def common(elements: Sequence[Element]) -> Element:
    """Returns the innermost element that holds all of these, or None."""
    first, others = elements[0], set(elements[1:])
    for candidate in upward(first):
        others = {other for other in others if other is not candidate and not _holds(candidate, other)}
        if not others:
            return candidate
    return None


def block(element: Element) -> Element:
    """Returns the innermost block that holds an element, or the element."""
    return next((each for each in upward(element) if each.tag in _BLOCKS), element)


def is_block(element: Element) -> bool:
    """Tells whether an element begins a line of its own."""
    return element.tag in _BLOCKS


def own_host(tree: Element) -> str:
    """Returns the host that the page names as its own, or an empty string."""
    named = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    named += [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    return next((host for address in named if (host := _host(address or ""))), "")


def _holds(outer: Element, inner: Element) -> bool:
    return any(each is outer for each in inner.iterancestors())


def _host(address: str) -> str | None:
    """Returns the host of an address, empty for one within the site, None for what is no address of a page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return (parts.hostname or "") if parts.scheme in ("", "http", "https") else None


def _site(host: str) -> str:
    """Returns the registered part of a host, near enough: subdomains of one house count as one site."""
    named = _REGISTERED.search(host)
    return named[0] if named else host
