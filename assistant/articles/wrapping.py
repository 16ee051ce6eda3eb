"""Lines that were wrapped by hand or machine at some 60 to 80 characters, joined into paragraphs again.

A wrapped line ends where the next word no longer fitted. In a text whose lines all keep under a width and mostly end
so, the breaks are layout and are undone; in any other text each break is the author's and stays.
"""

import re
from itertools import groupby, pairwise

_WIDEST = 80
_NARROWEST = 40
_SLACK = 6
# Fewer words in a line make a list of names, or a script that sets no spaces.
_FEWEST_SPACES = 3
_COLUMNS = re.compile(r"\S {3,}\S")
_ENDED = re.compile(r"""[.!?:]["'\u201d\u2019)\]]*$""")


def is_row(line: str) -> bool:
    """Tells whether a line is a row of a table, set in columns."""
    return _COLUMNS.search(line) is not None


def unwrap(lines: list[str]) -> list[str]:
    """Joins the lines of a wrapped text; an empty line parts paragraphs, in the input and in the result.

    Every break that is left in a wrapped text becomes an empty line, but for those between the rows of a table.
    """
    width = max(map(len, lines), default=0)
    if not _NARROWEST <= width <= _WIDEST or not _is_wrapped(lines, width):
        return lines
    joined: list[str] = []
    for filled, block in groupby(lines, key=bool):
        if filled:
            joined += [*_join(list(block), width), ""]
    return joined


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Tells whether most breaks inside paragraphs cut a sentence, forced by the width or plain to see."""
    pairs = [(a, b) for a, b in pairwise(lines) if a and b and not is_row(a) and not is_row(b)]
    prose = [(a, b) for a, b in pairs if a.count(" ") >= _FEWEST_SPACES]
    broken = sum(not _ENDED.search(a) and (_forced(a, b, width) or _goes_on(b)) for a, b in prose)
    return bool(prose) and 2 * broken > len(pairs)


def _forced(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width - _SLACK


def _join(block: list[str], width: int) -> list[str]:
    """Joins the lines of one block into paragraphs with an empty line between them."""
    result = [block[0]]
    for before, line in pairwise(block):
        if is_row(before) or is_row(line):
            result += [line] if is_row(before) and is_row(line) else ["", line]
        elif _continues(before, line, width):
            # A hyphen at the end may belong to the word (half-year), so it stays and takes no space after it.
            glue = "" if re.search(r"[^\W\d_]-$", before) and line[:1].isalpha() else " "
            result[-1] += glue + line
        else:
            result += ["", line]
    return result


def _continues(line: str, following: str, width: int) -> bool:
    """Tells whether a line runs on into the next: the break was forced, or the sentence goes on."""
    return _forced(line, following, width) or (not _ENDED.search(line) and _goes_on(following))


def _goes_on(following: str) -> bool:
    """Tells whether a line begins as no sentence, heading or list item does."""
    return following[:1].islower() or following[:1].isdigit() or following[:1] in "\"\u201c\u2018'("
