"""What the markup of a page may hold before a parser sees it; past that no page goes, and parsers take minutes."""

import re

from assistant.errors import InputError

# Long live pages have some 7,000 tags; extraction takes about a tenth of a second for each thousand.
_MOST_TAGS = 30_000
# libxml2 compares each attribute of a tag with all others of it.
_MOST_ATTRIBUTES = 10_000
_SUSPECT = 2 * _MOST_ATTRIBUTES
# Linear however it is quoted or left open: each alternative takes a character at least, and none gives one back.
_VALUE = r"""(?:"[^"]*+"?|'[^']*+'?|[^\s<>"']*+)"""
_TAG = re.compile(rf"""<[a-zA-Z](?:[^<>"'=]++|=\s*+{_VALUE}|["'])*+""")
_ATTRIBUTE = re.compile(rf"""[^\s<>"'=/]++(?:\s*+=\s*+{_VALUE})?""")


def check_tags(page: str) -> None:
    """Checks that a page can be parsed in seconds.

    Raises:
        InputError: If it has more tags, or a tag more attributes, than pages have.
    """
    tags = page.count("<")
    if tags > _MOST_TAGS:
        raise InputError(
            f"The page has some {tags:,} tags; {_MOST_TAGS:,} are the most.", remedy="Save the page of one article."
        )
    for tag in _TAG.finditer(page):
        if tag.end() - tag.start() < _SUSPECT:
            continue
        # The first that looks like one is the name of the tag.
        attributes = sum(1 for _ in _ATTRIBUTE.finditer(page, tag.start() + 1, tag.end())) - 1
        if attributes > _MOST_ATTRIBUTES:
            raise InputError(f"A tag of the page has {attributes:,} attributes; {_MOST_ATTRIBUTES:,} are the most.")
