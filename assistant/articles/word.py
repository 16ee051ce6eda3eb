"""Word documents (DOCX): the text by mammoth, which also reads what was inserted and leaves out what was deleted."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.blocks import text_of
from assistant.articles.characters import one_line
from assistant.articles.compose import Draft, compose
from assistant.articles.detect import Format
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import read_whole
from assistant.articles.properties import Properties, draft_with
from assistant.articles.xml_items import find, items, value
from assistant.errors import InputError

_LARGEST_FILE = 100_000_000
# A feature of 3,000 words has some 12,000 tags, by which mammoth's time goes: some two seconds for the most.
_LARGEST_PART = 5_000_000
_MOST_TAGS = 60_000
_MOST_PARTS = 5_000
_DOCUMENT = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BODY = "word/document.xml"
# The parts that are parsed; the others are pictures, fonts and settings, and stay packed.
_PARSED = re.compile(r"(_rels/.+|word/_rels/.+|\[Content_Types\]|word/\w+|docProps/core)(\.xml|\.rels)")
# Word's number of a note inside the text, and its way back; the notes themselves follow the text.
_NOTE_MARKS = re.compile(
    r'<sup><a href="#(foot|end)note-\d+"[^>]*>\[\d+\]</a></sup>|<a href="#(foot|end)note-ref-\d+">[^<]*</a>'
)
# What zipfile raises over broken archives; RuntimeError is what it has for a password.
_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError)
# What the library python-docx stamps on every file that sets no other date.
_TEMPLATE_DAY = "2013-12-23T23:15:00Z"


def read_word(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a Word document."""
    data = read_whole(file, limits, most=min(limits.file_bytes, _LARGEST_FILE))
    yield compose(draft_of(data, limits), given_as=file.name, file=file, limits=limits)


def draft_of(data: bytes, limits: Limits) -> Draft:
    """Finds the article in a Word document.

    Raises:
        InputError: If it is none, is protected by a password, is damaged or made to do harm, or has no text.
    """
    if data.startswith(_OLD_WORD):
        raise InputError(
            "The document is protected by a password, or of the Word before 2007.", remedy="Save it as a plain DOCX."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check(archive)
            properties = _properties(archive)
        page = _converted(data)
    except _DAMAGED as error:
        raise InputError(f"The document is damaged ({one_line(str(error))[:120]}).", remedy="Fetch it again.") from None
    return _draft(page, properties, limits)


def _draft(page: str, properties: Properties, limits: Limits) -> Draft:
    from lxml import etree  # a question, which reads no file, need not load it

    root = etree.fromstring(_NOTE_MARKS.sub("", page) or "<p></p>", etree.HTMLParser(no_network=True))
    heading = _heading(root)
    text = "" if root is None else text_of(root)
    if not text and not heading:
        raise InputError("The document has no text in it, perhaps only pictures.", remedy="Save its text.")
    return draft_with(text, heading, properties, limits)


def _check(archive: zipfile.ZipFile) -> None:
    """Looks through the parts before anything builds a tree of them.

    Raises:
        InputError: If it is no Word document, or a part is too large, too deep, or declares entities.
    """
    parts = archive.infolist()
    if _BODY not in archive.NameToInfo:
        raise InputError("The file has no Word document in it.", remedy="Save it as DOCX.")
    if len(parts) > _MOST_PARTS:
        raise InputError(f"The document has more than {_MOST_PARTS:,} parts.")
    for part in parts:
        if not _PARSED.fullmatch(part.filename):
            continue
        if part.file_size > _LARGEST_PART:
            size = f"{_LARGEST_PART // 1_000_000} MB"
            raise InputError(f"Its part {part.filename} unpacks to more than {size}.", remedy="Save its text.")
        xml = archive.read(part)
        if xml.count(b"<") > _MOST_TAGS:
            raise InputError(f"Its part {part.filename} has more than {_MOST_TAGS:,} tags.", remedy="Save its text.")
        # Read to the end for its checks only; nothing is kept.
        for _ in items(BytesIO(xml), frozenset()):
            pass


def _properties(archive: zipfile.ZipFile) -> Properties:
    from lxml import etree  # a question, which reads no file, need not load it

    if "docProps/core.xml" not in archive.NameToInfo:
        return Properties()
    root = etree.fromstring(archive.read("docProps/core.xml"), etree.XMLParser(resolve_entities=False))
    created = value(find(root, "created"))
    return Properties(
        title=value(find(root, "title")),
        author=value(find(root, "creator")),
        created=None if created == _TEMPLATE_DAY else created,
        language=value(find(root, "language")),
    )


def _converted(data: bytes) -> str:
    """Returns the document as HTML of paragraphs, headings, items and tables, without pictures and styles."""
    import mammoth  # an archive without Word documents need not load it

    result = mammoth.convert_to_html(
        BytesIO(data),
        style_map="p[style-name='Title'] => h1.headline:fresh\np[style-name='Subtitle'] => p:fresh",
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda _: {}),
        external_file_access=False,
    )
    return str(result.value)


def _heading(root: Any) -> str | None:  # noqa: ANN401 - lxml
    """Takes the headline out of the tree: the paragraph styled as the title, or a heading that opens the text."""
    if root is None:
        return None
    blocks = [node for node in root.iter("h1", "h2", "h3", "p", "li", "td") if text_of(node)]
    found = next((node for node in blocks if node.get("class") == "headline"), None)
    if found is None and blocks and blocks[0].tag in ("h1", "h2"):
        found = blocks[0]
    if found is None:
        return None
    title = one_line(text_of(found))
    found.getparent().remove(found)
    return title


FORMAT = Format(
    "a Word document",
    (".docx", ".docm"),
    read_word,
    known_by=lambda head: _DOCUMENT.search(head.data) is not None,
    marked=True,
)
