"""XML read as a stream, one item at a time, and without what makes XML dangerous."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from assistant.articles.blocks import local, text_of
from assistant.articles.characters import one_line
from assistant.errors import InputError


def items(stream: BinaryIO, names: frozenset[str]) -> Iterator[Any]:
    """Yields each outermost element of the given local names when it is complete, and frees it after that.

    No entity is expanded, no DTD or other file loaded, nothing nested deeper than 256 levels, no text over 10 MB.

    Raises:
        InputError: If the XML is damaged or declares entities; what was yielded before stays valid.
    """
    from lxml import etree  # a question, which reads no file, need not load it

    parser = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    inside = None
    try:
        for event, node in parser:
            if event == "start":
                if node.getparent() is None:
                    _check_head(node)
                if inside is None and local(node) in names:
                    inside = node
            elif inside is None:
                _free(node)
            elif node is inside:
                inside = None
                yield node
                _free(node)
    except etree.XMLSyntaxError as error:
        # The first complaint says what is wrong; the last one may only say that nothing came after.
        first = parser.error_log[0].message if len(parser.error_log) else error.msg
        raise InputError(
            f"The XML is damaged ({one_line(str(first))[:200]}); what came before was read.",
            remedy="Fetch it again, or mend it.",
        ) from None


def _check_head(root: Any) -> None:  # noqa: ANN401 - lxml
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError("The XML declares entities, which no article needs.", remedy="Fetch it from its provider.")


def _free(node: Any) -> None:  # noqa: ANN401 - lxml
    """Empties an element and takes those before it out of the tree, which else would grow to the size of the file."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]


def find(node: Any, *path: str) -> Any:  # noqa: ANN401 - lxml
    """Returns the first element under a path of local names, whatever their namespaces, or None."""
    return next(every(node, *path), None)


def every(node: Any, *path: str) -> Iterator[Any]:  # noqa: ANN401 - lxml
    """Yields the elements under a path of local names; the path `a, b` stands for `a` anywhere below, `b` below it."""
    if node is None:
        return
    first, *rest = path
    for found in node.iter(f"{{*}}{first}"):
        if rest:
            yield from every(found, *rest)
        else:
            yield found


def value(node: Any, *names: str) -> str | None:  # noqa: ANN401 - lxml
    """Returns an element's text on one line, or that of the first of its attributes that is filled, or None."""
    if node is None:
        return None
    written = (node.get(name) for name in names) if names else (text_of(node),)
    return next((line for text in written if (line := one_line(text or ""))), None)


def moment(written: str | None) -> str | datetime | None:
    """Returns a date of the wires (`20240312T140500+0100`) as a datetime, and any other as it is written."""
    # A date without a time stays text: as a datetime it would claim to be midnight.
    if written and re.fullmatch(r"\d{4}-?\d\d-?\d\dT[\d:.,]+([Zz]|[+-]\d\d:?\d\d)?", written):
        try:
            return datetime.fromisoformat(written.upper())
        except ValueError:
            return written
    return written
