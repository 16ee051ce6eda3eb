"""The body of a saved page: what the extractor found, without what the page itself shows to be no part of the article.

The extractor judges blocks by their words and class names. These rules judge each line it returned by where it stands:
whether it is a link from end to end, in a box, in a list of links, above or below the element that holds the article.
None knows a site. Each is kept because it pays; `benchmarks/pages.py` measures the body without each of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from assistant.articles.layout import Element, Layout, Line, block, common, fold, is_block, upward

# Shorter lines may be labels, names or numbers; a paragraph is longer.
_PARAGRAPH = 80
_HOME_SHARE = 0.9
_TOP_LINES = 6
_MOSTLY = 0.7
_FEW_LETTERS = 25
_LIST_SHARE = 0.5
_LONGEST_STAMP = 80
_LONGEST_LABEL = 120
_LONGEST_SUBHEAD = 200
_FEWEST_LINKS = 2
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BOXES = frozenset({"aside", "nav", "form", "footer", "figure", "figcaption", "button", "dialog"})
_BOX_ROLES = frozenset({"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "form"})
_WHOLE = frozenset({"html", "body", "main"})
_ACTIVE = frozenset("p ul ol figure iframe script form button img input svg video audio aside section table".split())
_ENDED = re.compile(r"""[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019\u00bb)\]]*$""")
# A day and a year, with little between them.
_DAY = re.compile(r"\b\d{1,2}\b.{0,25}\b(19|20)\d\d\b|\b(19|20)\d\d\b.{1,10}\b\d{1,2}\b")
_ADDRESS = re.compile(r"(https?://|www\.)\S+")
_PARTS_OF_TITLE = re.compile(r"\s[|\u2013\u2014\u2022:-]\s")
_TELLING_PART = 20


@dataclass(frozen=True)
class Found:
    """What the extractor found on a page, line by line, and the page.

    Attributes:
        tree: The page.
        layout: Its letters.
        lines: The lines of the text.
    """

    tree: Element
    layout: Layout
    lines: list[Line]

    @cached_property
    def home(self) -> Element:
        """The innermost block that holds nearly all paragraphs, None where there are none."""
        weights: Counter[Element] = Counter()
        for line in self._paragraphs:
            weights.update(dict.fromkeys(upward(line.element), len(line.folded)))
        total = sum(len(line.folded) for line in self._paragraphs)
        holders = [each for each, weight in weights.items() if weight >= _HOME_SHARE * total]
        # The innermost comes last on the way down: it has the most elements above it.
        home = max(holders, key=lambda each: sum(1 for _ in each.iterancestors()), default=None)
        while home is not None and (not is_block(home) or home.tag in {"p", "li"}):
            home = home.getparent()
        return home

    @cached_property
    def homes(self) -> frozenset[tuple[str, str]]:
        """Tag and classes of the elements that paragraphs stand in; a page repeats them for each part of an article."""
        parents = Counter(_signature(block(line.element).getparent()) for line in self._paragraphs)
        return frozenset(signature for signature, times in parents.items() if times > 1 and signature[1])

    @cached_property
    def headlines(self) -> frozenset[str]:
        """The headline in every form that the page has it in, folded."""
        named = ["".join(each.itertext()) for each in self.tree.iter("h1", "title")]
        named += [
            meta.get("content") or ""
            for meta in self.tree.iter("meta")
            if (meta.get("property") or meta.get("name") or "").lower() in {"og:title", "twitter:title"}
        ]
        parts = [part for name in named for part in _PARTS_OF_TITLE.split(name) if len(fold(part)) >= _TELLING_PART]
        return frozenset(map(fold, [*named, *parts])) - {""}

    def is_home(self, element: Element) -> bool:
        """Tells whether an element is the home or lies in it."""
        return self.home is None or any(each is self.home for each in upward(element))

    def is_same_article(self, element: Element) -> bool:
        """Tells whether an element belongs to the same `article` as the home, below no other headline."""
        if self.home is None or _article(element) is not _article(self.home):
            return False
        shared = common([self.home, element])
        return shared is not None and sum(1 for _ in shared.iter("h1")) <= 1

    @cached_property
    def letters(self) -> str:
        """All letters that the extractor found, lines run together: it splits and joins blocks as it sees fit."""
        return "".join(line.folded for line in self.lines)

    @cached_property
    def _paragraphs(self) -> list[Line]:
        return [line for line in self.lines if line.element is not None and len(line.text) >= _PARAGRAPH]


Rule = Callable[[Found], set[int]]


def _headline(found: Found) -> set[int]:
    """The headline at the top; it has a field of its own."""
    return {n for n, line in enumerate(found.lines[:_TOP_LINES]) if line.folded in found.headlines}


def _stamp(found: Found) -> set[int]:
    """A date at the top that is no sentence."""
    dropped = set()
    for number, line in enumerate(found.lines[:_TOP_LINES]):
        if len(line.text) > _LONGEST_STAMP and line.folded not in found.headlines:
            break
        if _DAY.search(line.text) and not _ENDED.search(line.text) and len(line.text) <= _LONGEST_STAMP:
            dropped.add(number)
    return dropped


def _linked(found: Found) -> set[int]:
    """A line that is a link to another page of the site, but for a few letters; an address spelled out is content."""
    return {
        number
        for number, line in enumerate(found.lines)
        if line.folded
        and line.linked >= _MOSTLY * len(line.folded)
        and len(line.folded) - line.linked < _FEW_LETTERS
        and not _ADDRESS.fullmatch(line.text)
    }


def _listed(found: Found) -> set[int]:
    """A line in a block of the article that consists of links: a list of other articles, with their teasers."""
    above = set(upward(found.home)) if found.home is not None else set()
    shares: dict[Element, bool] = {}
    dropped = set()
    for number, line in enumerate(found.lines):
        for each in upward(line.element) if line.element is not None else ():
            if each in above or each.tag in _WHOLE:
                break
            if is_block(each) and each.tag != "p" and shares.setdefault(each, _is_list_of_links(found, each)):
                dropped.add(number)
                break
    return dropped


def _boxed(found: Found) -> set[int]:
    """A line in what HTML has for matter beside the text: asides, forms, figures and their captions."""
    return {n for n, line in enumerate(found.lines) if line.element is not None and _is_boxed(line.element)}


def _outside(found: Found) -> set[int]:
    """Lines after the element that holds the article, and labels (names, places, buttons) before it."""
    inside = [n for n, line in enumerate(found.lines) if line.element is not None and found.is_home(line.element)]
    if not inside or found.home is None:
        return set()
    after = {n for n, line in enumerate(found.lines) if n > inside[-1] and not _is_further_part(found, line)}
    labels = {
        n for n, line in enumerate(found.lines[: inside[0]])
        if len(line.text) <= _LONGEST_LABEL and not _ENDED.search(line.text)
    }  # fmt: skip
    return after | labels


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "headline": _headline,
        "stamp": _stamp,
        "linked": _linked,
        "listed": _listed,
        "boxed": _boxed,
        "outside": _outside,
    }
)


def body_of(tree: Element, text: str, rules: Mapping[str, Rule] = RULES, *, recover: bool = True) -> list[str]:
    """Returns the lines of an extracted text that belong to the article, with those that the extractor lost.

    Args:
        tree: The page, as it was parsed.
        text: What the extractor found in it, a line for each paragraph, heading, item or row.
        rules: What to drop by; each returns the numbers of lines.
        recover: Whether to add lost paragraphs and subheadings.
    """
    layout = Layout(tree)
    found = Found(tree, layout, layout.lines([line for line in text.split("\n") if line.strip()]))
    dropped = set().union(*(rule(found) for rule in rules.values()))
    kept = [line for number, line in enumerate(found.lines) if number not in dropped]
    if not any(line.folded for line in kept):
        # A page of nothing but links and labels is still what was saved.
        return [line.text for line in found.lines]
    return [line.text for line in (_recovered(found, kept) if recover else kept)]


def _recovered(found: Found, kept: list[Line]) -> list[Line]:
    """Adds what stands between two paragraphs of the text in their own parent, and further parts of the article."""
    parts = _further_parts(found)
    result: list[Line] = []
    for before, line in zip([None, *kept], kept, strict=False):
        if before is not None:
            result += [each for each in _gap(found, before, line) if each.folded not in found.letters]
        while parts and 0 <= parts[0].start < line.start:
            result.append(parts.pop(0))
        result.append(line)
    return result + parts


def _further_parts(found: Found) -> list[Line]:
    """Returns the paragraphs that the extractor left behind in elements just like those it took paragraphs from."""
    parts: list[Line] = []
    for element in found.tree.iter("p"):
        if _signature(element.getparent()) not in found.homes or not found.is_same_article(element):
            continue
        text = " ".join("".join(element.itertext()).split())
        folded = fold(text)
        if len(text) < _PARAGRAPH or folded in found.letters or not _is_prose(found, element, text):
            continue
        start = found.layout.position(folded, parts[-1].end if parts else 0)
        if start >= 0:
            parts.append(Line(text, folded, start))
    return parts


def _gap(found: Found, before: Line, after: Line) -> list[Line]:
    """Returns the subheadings and paragraphs between two paragraphs that have one parent."""
    if min(before.start, after.start) < 0 or min(len(before.text), len(after.text)) < _PARAGRAPH:
        return []
    first, last = block(before.element), block(after.element)
    parent = first.getparent()
    if parent is None or last.getparent() is not parent:
        return []
    lost: dict[Element, Line] = {}
    for element, _ in found.layout.elements(before.end, after.start):
        sibling = next((each for each in upward(element) if each.getparent() is parent), None)
        if sibling is None or sibling is first or sibling is last or sibling in lost:
            continue
        text = " ".join("".join(sibling.itertext()).split())
        if (sibling.tag == "p" or len(text) <= _LONGEST_SUBHEAD) and _is_prose(found, sibling, text):
            lost[sibling] = Line(text, fold(text))
    return list(lost.values())


def _is_prose(found: Found, element: Element, text: str) -> bool:
    """Tells whether a block is a subheading or a paragraph: words of its own, no control, hardly a link."""
    if element.tag not in {"p", "div", *_HEADINGS}:
        return False
    if _is_boxed(element) or any(each.tag in _ACTIVE for each in element.iterdescendants()):
        return False
    return found.layout.links(element) < (1 - _MOSTLY) * len(fold(text))


def _is_list_of_links(found: Found, element: Element) -> bool:
    links = sum(1 for link in element.iter("a") if found.layout.is_inner(link))
    if links < _FEWEST_LINKS:
        return False
    return found.layout.links(element) >= _LIST_SHARE * len(fold("".join(element.itertext())))


def _is_boxed(element: Element) -> bool:
    for each in upward(element):
        if each.tag in _WHOLE:
            return False
        if each.tag in _BOXES or (each.get("role") or "") in _BOX_ROLES:
            return True
    return False


def _is_further_part(found: Found, line: Line) -> bool:
    return line.element is not None and _signature(block(line.element).getparent()) in found.homes


def _article(element: Element) -> Element:
    return next((each for each in upward(element) if each.tag == "article"), None)


def _signature(element: Element) -> tuple[str, str]:
    return (element.tag, element.get("class") or "") if element is not None else ("", "")
