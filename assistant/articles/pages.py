"""Saved web pages: body and metadata by trafilatura, metadata from the page's own JSON-LD where it has some."""

import copy
import logging
import re
from collections.abc import Iterator
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.body import body_of
from assistant.articles.bylines import signed
from assistant.articles.characters import tidy
from assistant.articles.compose import Draft, compose
from assistant.articles.detect import Format
from assistant.articles.encoding import decode_page
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import read_whole
from assistant.articles.page_metadata import PageMetadata, page_metadata
from assistant.articles.tag_bounds import check_tags
from assistant.articles.teasers import access_of
from assistant.articles.wires import wire_origin
from assistant.errors import InputError

# Real pages stay under five; parsing takes some fifteen times the page in memory.
_LARGEST_PAGE = 20_000_000
_LIST_OR_ROW = re.compile(r"[-•*|]")


def read_page(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a saved page."""
    page = decode_page(read_whole(file, limits, most=min(limits.file_bytes, _LARGEST_PAGE)))
    yield compose(draft_of(page), given_as=file.name, file=file, limits=limits)


def draft_of(page: str) -> Draft:
    """Finds the article in the HTML of a page.

    Raises:
        InputError: If the page has none, cannot be parsed, or is too large to be.
    """
    page = tidy(page)
    check_tags(page)
    try:
        found, metadata, body = _extract(page)
    except Exception as error:
        # Layers of parsers on hostile input raise what they like; the page fails with it, the run goes on.
        raise InputError(f"The page cannot be parsed ({type(error).__name__}).") from error
    if found is None or metadata is None or not (found.text or "").strip():
        raise InputError(
            "The page has no article in it.", remedy="Save the page of one article, not a list or a search."
        )
    text = _paragraphs("\n".join(body))
    return Draft(
        text=text,
        title=metadata.title,
        source=metadata.source,
        authors=metadata.authors if metadata.is_signed else signed(_paragraphs(found.text)) or metadata.authors,
        url=metadata.url,
        section=metadata.section,
        kind=metadata.kind,
        language=metadata.language,
        published=metadata.published,
        updated=metadata.updated,
        # Credits may stand below the article.
        wire_origin=wire_origin(found.text),
        access=access_of(found.text, free=metadata.free),
    )


def _extract(page: str) -> tuple[Any, PageMetadata | None, list[str]]:
    """Returns trafilatura's document, None for a page without an article, the page's metadata, and the body's lines."""
    # Loading takes a sixth of a second, which a question need not pay.
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    # It logs each page that it finds nothing in; the report says so already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = load_html(page)
    if tree is None:
        return None, None, []
    # Before the extraction, which may take elements out of the tree.
    metadata, saved = page_metadata(tree), copy.deepcopy(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=True)
    return found, metadata, body_of(saved, found.text or "") if found is not None else []


def _paragraphs(text: str) -> str:
    """Parts the paragraphs, which come one a line, by empty lines; items and rows that follow each other stay close."""
    result = ""
    before = ""
    for line in text.splitlines():
        close = _LIST_OR_ROW.match(line) and _LIST_OR_ROW.match(before)
        result += ("\n" if close else "\n\n") + line
        before = line
    return result


FORMAT = Format("a web page", (".html", ".htm", ".xhtml"), read_page, known_by=lambda head: head.root == "html")
