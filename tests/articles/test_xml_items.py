"""XML item by item: no entity, no depth without end, and values that stand on one line."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from lxml import etree

from assistant.articles.xml_items import every, find, items, moment, value
from assistant.errors import InputError


def test_only_the_outermost_items_are_given_whole() -> None:
    xml = b"<all><x/><item>1<item>2</item></item><group xmlns='urn:n'><item>3</item></group></all>"
    assert ["".join(node.itertext()) for node in items(BytesIO(xml), frozenset({"item"}))] == ["12", "3"]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<all><item>", "damaged"),
        (b"<all><item>caf\xe9</item></all>", "damaged"),
        (b"", "damaged"),
        (b"<a>" * 300, "Excessive depth"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a><item>&b;</item></a>", "declares entities"),
        (b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/hostname'>%b;]><a/>", "declares entities"),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(xml: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        list(items(BytesIO(xml), frozenset({"item"})))


def test_paths_go_by_local_names_at_any_depth() -> None:
    root = etree.fromstring("<a xmlns='urn:n'><b><c>1</c></b><d><b><e><c y=' 2 '> 3\n4</c></e></b></d></a>")
    assert [value(node) for node in every(root, "b", "c")] == ["1", "3 4"]
    assert value(find(root, "e", "c"), "x", "y") == "2"
    assert find(root, "c", "b") is None
    assert value(find(None, "b")) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20240312T140500Z", datetime(2024, 3, 12, 14, 5, tzinfo=UTC)),
        ("2024-03-12T14:05:00", datetime(2024, 3, 12, 14, 5)),  # noqa: DTZ001 - none is written
        ("20240312", "20240312"),
        ("20241312T140500Z", "20241312T140500Z"),
        ("noon", "noon"),
        (None, None),
    ],
)
def test_moments(written: str | None, read: object) -> None:
    assert moment(written) == read
