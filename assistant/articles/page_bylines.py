"""The authors that a page prints near its headline."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.articles.bylines import is_person, names
from assistant.articles.characters import one_line

_MARK = re.compile(
    r"auth?or(?!i[sz])|byline|auteur|verfasser|penulis|redaktor|writer|journalist|person(?!ali)", re.IGNORECASE
)
_OTHERS = re.compile(
    r"comment|bio(?![a-z])|image|img|photo|foto|bild|caption|figure|related|teaser|card|share|social|follow|avatar"
    r"|recommend|sidebar|footer|newsletter|popular|widget|title|role|job|time|date|read",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:posted|published|updated)\b", re.IGNORECASE)
_LONGEST = 160
_LONGEST_HEADING = 1_000
_SPACIOUS = 10
"""White space in the source of a page, as a multiple of the text that shows."""
_MOST = 8
_FEW_PARTS = 2
_HIGHEST = 6
"""Steps from the headline up; above them stand other stories."""
_EDITOR = r"(?:editor|redaktur|redaktör|redigiert von|edited by|redazione|edição|edición)\s*[:：]\s*"
# Chinese, Japanese and Korean pages sign at the end: the reporter, or who answers for the text.
_LABELLED = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|责编|編輯|编辑|记者|記者|作者|撰文|文責|기자)\s*[:：]\s*(?P<names>[^()（）\n]{2,40}?)\s*[)）】\]]?"
)


def printed_authors(tree: Any, title: str | None) -> tuple[str, ...]:  # noqa: ANN401 - lxml has no types
    """Returns the names in the byline nearest to the headline, none where there is no such line."""
    place = _headline(tree, title)
    for step in range(_HIGHEST):
        # The whole page is searched only where the headline lies in it bare.
        if place is None or (place.tag in ("body", "html") and step > 1):
            break
        found = [name for line in _lines(place) for name in names([line]) if is_person(name)]
        if found:
            return names(found)[:_MOST]
        place = place.getparent()
    return names(_labelled(tree))[:_MOST]


def are_editors(tree: Any, authors: Sequence[str]) -> bool:  # noqa: ANN401
    """Tells whether the page prints each of these names as that of an editor."""
    if not authors:
        return False
    patterns = [re.compile(_EDITOR + re.escape(name), re.IGNORECASE) for name in authors[:_MOST]]
    parts = (element for element in tree.iter("p", "div", "span", "li") if len(element) <= _FEW_PARTS)
    lines = {line for element in parts if (line := text_of(element, _LONGEST))}
    return all(any(pattern.fullmatch(line) for line in lines) for pattern in patterns)


def text_of(element: Any, most: int, *, between: str = "") -> str:  # noqa: ANN401
    """Returns the text in an element on one line, nothing where it is longer than `most`.

    It stops reading there: elements lie in each other, and reading all of each would take the square of the page.

    Args:
        element: Of the tree.
        most: Characters that show.
        between: What to set between its parts, a space where they stand below each other.
    """
    parts, length = [], 0
    for part in element.itertext():
        length += len(part)
        if length > _SPACIOUS * most:
            return ""
        parts.append(part)
    text = one_line(between.join(parts))
    return text if len(text) <= most else ""


def _headline(tree: Any, title: str | None) -> Any:  # noqa: ANN401
    """Returns the heading that holds the title, else the first one, else the longest article."""
    headings = [
        (heading, text) for heading in tree.iter("h1", "h2", "h3") if (text := text_of(heading, _LONGEST_HEADING))
    ]
    same = next((heading for heading, text in headings if title and title in text), None)
    if same is not None:
        return same
    first = next((heading for heading, _ in headings if heading.tag == "h1"), None)
    if first is not None:
        return first
    return max(tree.iter("article", "main"), key=lambda element: len(element.text_content()), default=None)


def _lines(place: Any) -> Iterator[str]:  # noqa: ANN401
    """Yields the texts of the innermost elements that are marked as a byline."""
    marked = [element for element in place.iter() if isinstance(element.tag, str) and _is_marked(element)]
    outer = {above for element in marked for above in element.iterancestors()}
    for element in marked:
        if element not in outer and (text := text_of(element, _LONGEST, between=" ")):
            yield _DATE.split(text)[0]


def _labelled(tree: Any) -> Iterator[str]:  # noqa: ANN401
    for element in tree.iter("p", "div", "span", "em"):
        if len(element) == 0 and (found := _LABELLED.fullmatch(one_line(element.text or ""))):
            yield re.sub(r"[、，\s]+", ";", found["names"])


def _is_marked(element: Any) -> bool:  # noqa: ANN401
    if element.tag in ("script", "style", "meta", "img", "svg", "button"):
        return False
    given = {key: element.get(key) or "" for key in ("rel", "itemprop", "class", "id", "data-testid", "data-component")}
    if "author" in given["rel"].split() or given["itemprop"] in ("author", "creator"):
        return True
    marks = " ".join(given.values())
    return bool(_MARK.search(marks)) and not _OTHERS.search(marks)
