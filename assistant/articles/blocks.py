"""The text of a piece of markup that is all article (a wire's body, a feed's content), one block a paragraph.

Pages are another matter: there the article must first be told from what stands around it.
"""

import html
import re
from typing import Any

from assistant.articles.characters import tidy
from assistant.articles.tag_bounds import check_tags
from assistant.errors import InputError

_BLOCKS = frozenset(
    "address article aside blockquote block body body.content body.end bq center dd div dl dt fieldset figure footer"
    " form h1 h2 h3 h4 h5 h6 header hedline hl1 hl2 hr html li main nav nitf-table ol p pre section table tbody tfoot"
    " thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_HIDDEN = frozenset(
    "audio button canvas caption-photo figure head iframe media media-producer media-caption noscript object script"
    " select style svg template textarea title video".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z!/]|&#?\w{2,8};", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_CELL, _BREAK = "\x00", "\x01"


def text_of_html(fragment: str, *, grid: bool = False) -> str:
    """Returns the text of an HTML fragment or page; a string without markup keeps its own lines.

    Args:
        fragment: The markup.
        grid: Whether tables only place things on the page, as in mails; their cells are then blocks.

    Raises:
        InputError: If it cannot be parsed, or not in seconds.
    """
    from lxml import etree  # a question, which reads no file, need not load it

    if not _MARKUP.search(fragment):
        return fragment
    check_tags(fragment)
    # An XML declaration inside a string stops the parser; whatever it says, the string is decoded already.
    fragment = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", tidy(fragment))
    try:
        # libxml2 cuts what is nested deeper than 256 levels, and no address in it is followed.
        root = etree.fromstring(fragment or "<p></p>", etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"The markup cannot be parsed ({type(error).__name__}).") from None
    return "" if root is None else text_of(root, grid=grid)


def text_of(root: Any, *, grid: bool = False, hidden: frozenset[str] = frozenset()) -> str:  # noqa: ANN401 - lxml
    """Returns the text of a tree, its blocks parted by empty lines, its items and rows by one line feed.

    Args:
        root: The element, of any vocabulary that names its blocks as HTML or NITF does.
        grid: Whether the cells of its tables are blocks.
        hidden: Names of elements left out, beside those that hold no text of the article.
    """
    from lxml import etree  # a question, which reads no file, need not load it

    _settle(root)
    writer = _Writer()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        name = local(node)
        block = name in _BLOCKS or (grid and name in _CELLS)
        if event == "start":
            if node is not root and (name in _HIDDEN or name in hidden or _UNSEEN.search(node.get("style") or "")):
                walker.skip_subtree()
                continue
            writer.open(name, block=block, grid=grid)
            writer.add(node.text)
        else:
            writer.close(name, block=block, grid=grid)
            writer.add(node.tail if node is not root else None)
    return writer.text()


def local(node: Any) -> str:  # noqa: ANN401 - lxml
    """Returns an element's name in lower case without its namespace."""
    return str(node.tag).rpartition("}")[2].lower()


class _Writer:
    """Gathers words into blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[tuple[str, str]] = []
        self._kind = ""
        self._rows = 0

    def open(self, name: str, *, block: bool, grid: bool) -> None:
        self._part(block=block)
        if name == "li":
            self._kind = "item"
        elif name == "tr" and not grid:
            self._kind = "row"
            self._rows += 1
        elif name == "br":
            self._pieces.append(_BREAK)

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(_SPACES.sub(" ", text))

    def close(self, name: str, *, block: bool, grid: bool) -> None:
        if name == "tr" and not grid:
            self._rows -= 1
        self._part(block=block)
        if name in _CELLS and not grid:
            self._pieces.append(_CELL)

    def text(self) -> str:
        self._flush()
        result = ""
        before = ""
        for kind, block in self._blocks:
            result += ("\n" if kind and kind == before else "\n\n") + block
            before = kind
        return result.strip()

    def _part(self, *, block: bool) -> None:
        """Ends a block; inside a row blocks are parted by no more than a space, lest the row fall apart."""
        if block and self._rows:
            self._pieces.append(" ")
        elif block:
            self._flush()

    def _flush(self) -> None:
        written = "".join(self._pieces)
        self._pieces.clear()
        if written.replace(_CELL, "").replace(_BREAK, "").strip():
            cells = (cell.strip() for cell in written.strip(f"{_CELL} ").split(_CELL))
            lines = " | ".join(cells).split(_BREAK)
            block = "\n".join(" ".join(line.split()) for line in lines).strip()
            self._blocks.append((self._kind, f"- {block}" if self._kind == "item" else block))
            self._kind = ""


def _settle(root: Any) -> None:  # noqa: ANN401 - lxml
    """Puts the character for each named entity that was left in place, and takes comments out."""
    from lxml import etree  # a question, which reads no file, need not load it

    for node in list(root.iter(etree.Entity)):
        _add_before(node, html.unescape(f"&{node.name};") + (node.tail or ""))
        node.getparent().remove(node)
    etree.strip_tags(root, etree.Comment, etree.PI)


def _add_before(node: Any, text: str) -> None:  # noqa: ANN401 - lxml
    """Moves text to the end of what stands before a node, which is about to go with its tail."""
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        node.getparent().text = (node.getparent().text or "") + text
    node.tail = None
