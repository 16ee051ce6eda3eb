"""NewsML-G2: the news items of a message, package or file, each with its text inline as NITF, XHTML or plain text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.blocks import local, text_of
from assistant.articles.compose import Draft, compose
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import opened
from assistant.articles.wire_rules import check_embargo, check_status, is_correction, with_dateline
from assistant.articles.xml_items import every, find, items, moment, value
from assistant.errors import InputError

_ITEMS = frozenset({"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"})
# Notes to editors, what the item says in its own fields too, and lines that belong to pictures.
_ASIDE = frozenset({"note", "media", "caption", "body.head", "nitf-head"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each news item of a file; packages only list items, and have none of their own."""
    number = 0
    with opened(file, limits) as stream:
        news = (item for item in items(stream, _ITEMS) if local(item) == "newsitem")
        for number, item in enumerate(news, start=1):
            given_as = f"{file.name}:{number}"
            try:
                draft = draft_of(item, now=limits.now)
            except InputError as error:
                yield Reading(given_as, None, str(error))
            else:
                yield compose(draft, given_as=given_as, file=None, limits=limits)
    if not number:
        raise InputError("The file holds no news item, only what lists or plans some.")


def draft_of(item: Any, *, now: datetime) -> Draft:  # noqa: ANN401 - lxml
    """Finds the article in a `newsItem` element.

    Raises:
        InputError: If it is canceled, under embargo, or has no text.
    """
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    check_status(value(find(meta, "pubStatus"), "qcode", "uri", "literal"))
    embargo = find(meta, "embargoed")
    check_embargo(None if embargo is None else value(embargo) or "", now=now)
    text = _text(item)
    created = value(find(meta, "firstCreated")) or value(find(content, "contentCreated"))
    changed = value(find(meta, "versionCreated")) or value(find(content, "contentModified"))
    return Draft(
        text=with_dateline(value(find(content, "dateline")), text),
        article_id=item.get("guid"),
        title=value(find(content, "headline")) or value(find(meta, "title")),
        source=_source(item, meta, content),
        authors=_authors(content),
        url=_address(meta),
        section=_named(find(content, "subject")),
        kind=_kind(meta, content),
        language=value(find(content, "language"), "tag") or item.get(_LANGUAGE),
        published=moment(created or changed),
        updated=moment(changed) if created and changed != created else None,
        wire_origin=_named(find(meta, "provider")),
    )


def _text(item: Any) -> str:  # noqa: ANN401 - lxml
    """Returns the first text among the renditions of the content."""
    contents = find(item, "contentSet")
    for inline in every(contents, "inlineXML"):
        body = _body(inline)
        if text := text_of(body, hidden=_ASIDE):
            return text
    for inline in every(contents, "inlineData"):
        if (inline.get("contenttype") or "text/plain").startswith("text/plain") and inline.text:
            return str(inline.text)
    form = value(find(item, "itemClass"), "qcode") or "unknown"
    raise InputError(f"The item has no text inline (its class is {form[:80]}).")


def _body(inline: Any) -> Any:  # noqa: ANN401 - lxml
    """Returns the part of an inline document that holds the article."""
    from lxml import etree  # a question, which reads no file, need not load it

    for name in ("body.content", "article", "body"):
        if (found := find(inline, name)) is not None:
            return found
    etree.strip_elements(inline, "{*}head", with_tail=False)
    return inline


def _source(item: Any, meta: Any, content: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns the credit as it is to be printed, or the provider, or the holder of the rights."""
    return (
        value(find(content, "creditline"))
        or _named(find(meta, "provider"))
        or _named(find(content, "infoSource"))
        or _named(find(item, "rightsInfo", "copyrightHolder"))
    )


def _named(node: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns the printed name of a controlled term, else its literal."""
    return None if node is None else value(find(node, "name")) or value(node, "literal")


def _authors(content: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml
    """Returns the bylines, or the creators where there is none."""
    bylines = [line for node in every(content, "by") if (line := value(node))]
    return tuple(bylines) or tuple(name for node in every(content, "creator") if (name := _named(node)))


def _address(meta: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns the link to the item as a page, where it has one."""
    for link in every(meta, "link"):
        if "alternate" in (link.get("rel") or "").casefold() or link.get("contenttype") == "text/html":
            return value(link, "href")
    return None


def _kind(meta: Any, content: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns "correction" where a signal, a note or the headline says so, else the genre."""
    signals = (value(signal, "qcode", "uri") for signal in every(meta, "signal"))
    notes = (value(note) for note in every(meta, "edNote"))
    genre = _named(find(content, "genre"))
    return "correction" if is_correction(genre, *signals, *notes) else genre


FORMAT = Format(
    "NewsML-G2",
    (".newsml", ".xml"),
    read_newsml,
    known_by=lambda head: head.root in ("newsmessage", *_ITEMS),
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"</newsItem>"),
)
