"""The article that a page describes in JSON-LD, where it has such a description."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_DEEPEST = 12
_MOST_NODES = 5_000
_OTHER_TYPES = ("BlogPosting", "LiveBlogPosting", "Report", "Review")


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


def described(scripts: Iterable[str]) -> Described:
    """Reads the scripts of a page and returns what they say of its article, empty where they say nothing."""
    articles = [node for script in scripts for node in _nodes(_parsed(script)) if _is_article(node)]
    if not articles:
        return Described()
    # A page may describe related articles too; its own is the fullest, and the first of equals.
    node = max(
        articles, key=lambda node: sum(bool(node.get(field)) for field in ("headline", "datePublished", "author"))
    )
    return Described(
        title=_string(node.get("headline")) or _string(node.get("name")),
        authors=tuple(_names(node.get("author"))) or tuple(_names(node.get("creator"))),
        published=_string(node.get("datePublished")),
        updated=_string(node.get("dateModified")),
        source=next(_names(node.get("publisher")), None),
        section=_string(node.get("articleSection")),
        url=_string(node.get("url")) or _string(node.get("mainEntityOfPage")),
        kind=_kind(node),
    )


def _parsed(script: str) -> object:
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        # Broken descriptions are common; the page itself still stands.
        return None


def _nodes(root: object) -> Iterator[Mapping[str, object]]:
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
                following += value.values()
            elif isinstance(value, list):
                following += value
        level = following


def _is_article(node: Mapping[str, object]) -> bool:
    return any(name.endswith("Article") or name in _OTHER_TYPES for name in _types(node)) and bool(
        node.get("headline") or node.get("datePublished")
    )


def _types(node: Mapping[str, object]) -> list[str]:
    value = node.get("@type")
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _kind(node: Mapping[str, object]) -> str | None:
    kinds = {"LiveBlogPosting": "live", "OpinionNewsArticle": "opinion"}
    return next((kinds[name] for name in _types(node) if name in kinds), None)


def _string(value: object) -> str | None:
    """Returns a string, the first of a list, or the address or name of an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@id") or value.get("name")
    # The strings are often escaped for HTML once more.
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _names(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for each in name if isinstance(name, list) else [name]:
            # An address in place of a name says who it is to machines only.
            if isinstance(each, str) and each.strip() and not each.startswith(("http://", "https://")):
                yield html.unescape(each).strip()
