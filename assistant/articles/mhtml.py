"""Pages saved with all their parts in one file (MHTML): the page among the parts, read as any page is."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from assistant.articles import pages
from assistant.articles.article import Reading
from assistant.articles.compose import Draft, compose
from assistant.articles.detect import Format, Head
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.mail_parts import header, headers_of, parsed, texts
from assistant.articles.opening import read_whole
from assistant.errors import InputError

# With its pictures and scripts in it.
_LARGEST_FILE = 200_000_000
_LARGEST_PAGE = 20_000_000


def read_mhtml(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a saved page."""
    draft = draft_of(read_whole(file, limits, most=min(limits.file_bytes, _LARGEST_FILE)))
    yield compose(draft, given_as=file.name, file=file, limits=limits)


def draft_of(data: bytes) -> Draft:
    """Finds the article in the page of an MHTML file.

    The file's own date is the day on which the page was saved, and dates no article.

    Raises:
        InputError: If it holds no page, or the page no article.
    """
    message = parsed(data)
    page, part = _page(message)
    if len(page) > _LARGEST_PAGE:
        raise InputError(f"The page has more than {_LARGEST_PAGE:,} characters, which no article needs.")
    draft = pages.draft_of(page)
    places = (header(message, "snapshot-content-location"), header(part, "content-location"))
    address = next((place for place in places if place.startswith(("http://", "https://"))), None)
    return replace(draft, url=draft.url or address, title=draft.title or header(message, "subject") or None)


def _page(message: "Message[str, str]") -> tuple[str, "Message[str, str]"]:
    """Returns the part that the others belong to: the one that is named as the start, or the first page."""
    found = [(text, part) for kind, text, part in texts(message) if kind in ("text/html", "application/xhtml+xml")]
    if not found:
        raise InputError("The file holds no page.", remedy="Save the page again as a single file.")
    start = str(message.get_param("start") or "")
    return next((pair for pair in found if start and pair[1].get("content-id") == start), found[0])


def _is_mhtml(head: Head) -> bool:
    found = headers_of(head.text)
    return "multipart/related" in found.get("content-type", "").casefold() and (
        "snapshot-content-location" in found or "to" not in found
    )


FORMAT = Format("a saved page in one file", (".mhtml", ".mht"), read_mhtml, known_by=_is_mhtml, marked=True)
