"""The article that a page describes in JSON-LD, where it has such a description."""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.articles.broken_json import parse_json

_DEEPEST = 12
_MOST_NODES = 5_000
_OTHER_TYPES = ("BlogPosting", "LiveBlogPosting", "Report", "Review")
# What belongs to other texts: comments, entries of a live blog, related stories.
_OTHERS = frozenset({"comment", "liveBlogUpdate", "mentions", "citation", "hasPart", "relatedLink", "review"})
_AUTHOR_FIELDS = ("author", "creator")
_FULLNESS = ("headline", "datePublished", "author")
_NAMED_AS_PAGE = 10
_NAMES_DEEP = 4

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Described:
    """What the description says; each field as it stands there."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    source: str | None = None
    section: str | None = None
    url: str | None = None
    kind: str | None = None
    language: str | None = None
    free: bool | None = None
    crumbs: tuple[str, ...] = ()


def described(scripts: Iterable[str], *, about: Collection[str] = ()) -> Described:
    """Reads the scripts of a page and returns what they say of its article, empty where they say nothing.

    Args:
        scripts: The JSON-LD scripts.
        about: Addresses and headlines of the page itself; they tell its article from others that it describes.
    """
    nodes = [node for script in scripts for root in parse_json(script) for node in _nodes(root)]
    articles = [node for node in nodes if _is_article(node)]
    crumbs = next((names for node in nodes if "BreadcrumbList" in _types(node) and (names := _crumbs(node))), ())
    if not articles:
        return Described(crumbs=crumbs)
    known = {identity: node for node in nodes if isinstance(identity := node.get("@id"), str) and node.get("name")}
    wanted = {_folded(text) for text in about if text}
    # The page's own article is the one that has its name or address, then the fullest, then the first.
    node = max(articles, key=lambda node: _weight(node, wanted))
    return Described(
        title=_string(node.get("headline")) or _string(node.get("name")),
        authors=next((names for field in _AUTHOR_FIELDS if (names := tuple(_names(node.get(field), known)))), ()),
        published=_string(node.get("datePublished")) or _string(node.get("dateCreated")),
        updated=_string(node.get("dateModified")),
        source=next(_names(node.get("publisher"), known), None),
        section=_string(node.get("articleSection")),
        url=_string(node.get("url")) or _string(node.get("mainEntityOfPage")),
        kind=_kind(node),
        language=_string(node.get("inLanguage")),
        free=_truth(node.get("isAccessibleForFree")),
        crumbs=crumbs,
    )


def _weight(node: Node, wanted: set[str]) -> int:
    own = (node.get("headline"), node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))
    named = any(_folded(text) in wanted for text in map(_string, own) if text)
    return _NAMED_AS_PAGE * named + sum(bool(node.get(field)) for field in _FULLNESS)


def _folded(text: str) -> str:
    """Returns an address or a headline in the form in which two spellings of it are equal."""
    return re.sub(r"^https?://(www\.)?|[?#].*$|\W+", "", text.casefold())


def _nodes(root: object) -> Iterator[Node]:
    """Yields the objects of a description breadth first, to a depth and a number that no honest one reaches."""
    level, seen = [root], 0
    for _ in range(_DEEPEST):
        following: list[object] = []
        for value in level:
            seen += 1
            if seen > _MOST_NODES:
                return
            if isinstance(value, dict):
                yield value
                following += [item for key, item in value.items() if key not in _OTHERS]
            elif isinstance(value, list):
                following += value
        level = following


def _is_article(node: Node) -> bool:
    return any(name.endswith("Article") or name in _OTHER_TYPES for name in _types(node)) and bool(
        node.get("headline") or node.get("datePublished")
    )


def _types(node: Node) -> list[str]:
    value = node.get("@type")
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _kind(node: Node) -> str | None:
    kinds = {"LiveBlogPosting": "live", "OpinionNewsArticle": "opinion"}
    return next((kinds[name] for name in _types(node) if name in kinds), None)


def _string(value: object) -> str | None:
    """Returns a string, the first of a list, or the address or name of an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@id") or value.get("alternateName") or value.get("name") or value.get("@value")
    # The strings are often escaped for HTML once more.
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _names(value: object, known: Mapping[str, Node], depth: int = 0) -> Iterator[str]:
    """Yields the names in a string, an object, a reference to one, or lists of them."""
    if isinstance(value, list):
        if depth < _NAMES_DEEP:
            for item in value:
                yield from _names(item, known, depth + 1)
    elif isinstance(value, dict):
        identity = value.get("@id")
        there = value if value.get("name") else known.get(identity if isinstance(identity, str) else "", {})
        yield from _names(there.get("name"), known, _NAMES_DEEP if depth >= _NAMES_DEEP else depth + 1)
    # An address in place of a name says who it is to machines only.
    elif isinstance(value, str) and value.strip() and not value.startswith(("http://", "https://")):
        yield html.unescape(value).strip()


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().casefold().rpartition("/")[2])
    return value if isinstance(value, bool) else None


def _crumbs(node: Node) -> tuple[str, ...]:
    """Returns the names of a trail in its order."""
    items = node.get("itemListElement")
    found = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            if isinstance(name, str) and name.strip():
                found.append(html.unescape(name).strip())
    return tuple(found)
