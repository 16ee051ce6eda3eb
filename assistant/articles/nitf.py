"""NITF, the wire format of the International Press Telecommunications Council: one document, or several in one file."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.blocks import text_of
from assistant.articles.characters import one_line
from assistant.articles.compose import Draft, compose
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import opened
from assistant.articles.wire_rules import check_embargo, check_status, is_correction, with_dateline
from assistant.articles.xml_items import every, find, items, moment, value
from assistant.errors import InputError

# Notes to editors, and lines that belong to pictures.
_ASIDE = frozenset({"note", "media", "caption"})


def read_nitf(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each NITF document of a file."""
    number = 0
    with opened(file, limits) as stream:
        for number, document in enumerate(items(stream, frozenset({"nitf"})), start=1):
            given_as = f"{file.name}:{number}"
            try:
                draft = draft_of(document, now=limits.now)
            except InputError as error:
                yield Reading(given_as, None, str(error))
            else:
                yield compose(draft, given_as=given_as, file=None, limits=limits)
    if not number:
        raise InputError("The file holds no NITF document.")


def draft_of(document: Any, *, now: datetime) -> Draft:  # noqa: ANN401 - lxml
    """Finds the article in a `nitf` element.

    Raises:
        InputError: If it is canceled, under embargo, or has no text.
    """
    head, body = find(document, "head"), find(document, "body")
    data = find(head, "docdata")
    check_status(value(data, "management-status"))
    check_embargo(_embargo(data), now=now)
    text = text_of(content, hidden=_ASIDE) if (content := find(body, "body.content")) is not None else ""
    if not text:
        raise InputError("The document has no text in its body.content.")
    publication = find(head, "pubdata")
    issued = value(publication, "date.publication") or value(find(data, "date.issue"), "norm")
    return Draft(
        text=with_dateline(value(find(body, "body.head", "dateline")), text),
        article_id=value(find(data, "doc-id"), "id-string"),
        title=value(find(body, "hedline", "hl1")) or value(find(body, "hedline")) or value(find(head, "title")),
        source=value(publication, "name") or value(find(body, "distributor")) or _holder(data),
        authors=_authors(body),
        url=_address(publication),
        section=value(find(head, "tobject.subject"), "tobject.subject.type", "tobject.subject.matter"),
        kind=_kind(head),
        language=value(document, "{http://www.w3.org/XML/1998/namespace}lang"),
        published=moment(issued or value(find(body, "story.date"), "norm")),
        updated=moment(value(find(head, "revision-history"), "norm")),
        wire_origin=value(find(body, "distributor")),
    )


def _embargo(data: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns until when the item is held, blank where it is held without an end, None where it is free."""
    release = value(find(data, "date.release"), "norm")
    return release or ("" if value(data, "management-status") == "embargoed" else None)


def _authors(body: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml
    """Returns the persons of the bylines, or each byline without the writer's office."""
    names: list[str] = []
    for byline in every(body, "body.head", "byline"):
        persons = [name for person in every(byline, "person") if (name := value(person))]
        written = one_line(text_of(byline, hidden=frozenset({"byttl", "location"})))
        names += persons or ([written] if written else [])
    return tuple(names)


def _holder(data: Any) -> str | None:  # noqa: ANN401 - lxml
    return value(find(data, "doc.copyright"), "holder") or value(find(data, "doc-id"), "regsrc")


def _address(publication: Any) -> str | None:  # noqa: ANN401 - lxml
    reference = value(publication, "ex-ref")
    return reference if reference and reference.startswith(("http://", "https://")) else None


def _kind(head: Any) -> str | None:  # noqa: ANN401 - lxml
    """Returns "correction" where a note or the type of the item says so, else the type."""
    declared = value(find(head, "tobject"), "tobject.type")
    notes = (value(note, "info") for note in every(head, "ed-msg"))
    return "correction" if is_correction(declared, *notes) else declared


def _is_nitf(head: Head) -> bool:
    # Several documents stand in one file under a root of any name; NewsML-G2 holds NITF too, and pages may speak of it.
    return head.root == "nitf" or (
        head.root not in ("", "html", "newsmessage", "newsitem") and re.search(r"<nitf[\s>]", head.text) is not None
    )


FORMAT = Format(
    "NITF",
    (".nitf", ".xml"),
    read_nitf,
    known_by=_is_nitf,
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"</nitf>"),
)
