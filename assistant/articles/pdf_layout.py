"""Lines on pages put into the order in which they are read, and joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# Beyond it an order by comparing each line with each takes too long; the file's own order is then kept.
_MOST_LINES = 600
# Of the height of a page: where running heads and feet and page numbers stand.
_EDGE = 0.12
_REPEATED = 0.3
# In heights of a line.
_PARAGRAPH_GAP = 1.35
_INDENT = 0.8
_OTHER_SIZE = 1.15
_WIDE = 0.5
_SHORT = 0.15
_NUMBER = re.compile(
    r"[-\u2013\u2014|\s]*((page|seite|página|pagina|p\.?|s\.?)\s*)?\d{1,4}(\s*(of|/|von|de|di|sur|\|)\s*\d{1,4})?[-\u2013\u2014|\s]*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"""[.!?:]["'\u201d\u2019)\]]*$""")
_ITEM = re.compile(r"([•▪‣◦●■\u2013-]|\(?\d{1,2}[.)])\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"(\w+)-$")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words at one height, in points from the upper left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    def beside(self, other: "Line") -> bool:
        """Tells whether the two share no column."""
        return self.right <= other.left or other.right <= self.left


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its lines in the order of the file."""

    height: float
    lines: tuple[Line, ...]


def body_size(pages: Sequence[Page]) -> float:
    """Returns the height of most letters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def without_running(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Takes out the page numbers, and the lines at the edges that come again on other pages.

    Returns:
        The pages, and the lines that came again, each once; a date may stand in them.
    """
    size = body_size(pages)
    counts = Counter(key for page in pages for key in {_key(line) for line in page.lines if _at_edge(line, page)})
    enough = max(2.0, _REPEATED * len(pages))
    kept, running = [], dict[str, None]()
    for page in pages:
        lines = []
        for line in page.lines:
            edge = _at_edge(line, page) and line.size <= size * _OTHER_SIZE
            if edge and _NUMBER.fullmatch(line.text):
                continue
            if edge and counts[_key(line)] >= enough:
                running[line.text] = None
            else:
                lines.append(line)
        kept.append(Page(page.height, tuple(lines)))
    return kept, list(running)


def in_order(page: Page) -> list[Line]:
    """Returns the lines in reading order: down each column, the columns from left to right.

    After Breuel: a line comes before those below it that share its column, and before those to its right unless a line
    across both columns stands between them.
    """
    lines = sorted(page.lines, key=lambda line: (line.top, line.left))
    if not lines or len(lines) > _MOST_LINES:
        return list(page.lines)
    extent = max(line.right for line in lines) - min(line.left for line in lines)
    wide = [line for line in lines if line.right - line.left >= _WIDE * extent]
    before = [[a for a, one in enumerate(lines) if a != b and _precedes(one, two, wide)] for b, two in enumerate(lines)]
    order: list[Line] = []
    done = [False] * len(lines)
    for first in range(len(lines)):
        # Depth first without recursion: a line is written after all that come before it.
        stack = [(first, iter(before[first]))] if not done[first] else []
        if stack:
            done[first] = True
        while stack:
            number, waiting = stack[-1]
            following = next((other for other in waiting if not done[other]), None)
            if following is None:
                order.append(lines[number])
                stack.pop()
            else:
                done[following] = True
                stack.append((following, iter(before[following])))
    return order


def paragraphs(columns: Sequence[Sequence[Line]]) -> str:
    """Joins lines to paragraphs, over the ends of columns and pages too, and words that were cut at line ends.

    Args:
        columns: The lines of each page in reading order.
    """
    lines = [line for page in columns for line in page]
    if not lines:
        return ""
    words = _Words(lines)
    leading = _leading(lines)
    result = lines[0].text
    for before, line in pairwise(lines):
        result = result + "\n\n" + line.text if _parted(before, line, leading) else words.joined(result, line.text)
    return result


class _Words:
    """The words of a document, which tell whether one cut at a line end has a hyphen of its own."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._known = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))

    def joined(self, text: str, following: str) -> str:
        """Returns the text with the next line after it."""
        cut = _CUT.search(text)
        if not cut or not following[:1].isalnum():
            return f"{text} {following}"
        rest = _WORD.match(following)
        if rest is None or not following[0].islower():
            return text + following
        one, two = cut[1].casefold(), rest[0].casefold()
        whole = self._known[one + two] > 0
        # The two halves are among the words themselves, each once for this line end.
        own = self._known[f"{one}-{two}"] > 0 or (self._known[one] > 1 and self._known[two] > 1)
        return text + following if own and not whole else text[:-1] + following


def _leading(lines: Sequence[Line]) -> float:
    """Returns the usual distance from one line to the next, in heights of a line."""
    steps = [
        (line.top - before.top) / max(before.size, 1)
        for before, line in pairwise(lines)
        if 0 < line.top - before.top < 3 * before.size and not line.beside(before)
    ]
    return median(steps) if steps else 1.2


def _parted(before: Line, line: Line, leading: float) -> bool:
    """Tells whether a line begins a paragraph."""
    if max(before.size, line.size) > _OTHER_SIZE * min(before.size, line.size) or _ITEM.match(line.text):
        return True
    ended = _ENDED.search(before.text) is not None
    step = line.top - before.top
    if step <= 0 or line.beside(before):
        # The next column or page: a sentence that goes on is one paragraph, one that ended may be too, but none shows.
        return ended
    if step > _PARAGRAPH_GAP * leading * before.size:
        return True
    if line.left > before.left + _INDENT * line.size:
        return ended
    width = max(before.right, line.right) - min(before.left, line.left)
    return ended and before.right < line.right - _SHORT * width


def _precedes(one: Line, two: Line, wide: Sequence[Line]) -> bool:
    if not one.beside(two):
        return one.top < two.top
    if one.left > two.left:
        return False
    upper, lower = sorted((one.top, two.top))
    return not any(
        upper < line.top < lower and not line.beside(one) and not line.beside(two)
        for line in wide
        if line is not one and line is not two
    )


def _at_edge(line: Line, page: Page) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))


def headline(lines: Sequence[Line], size: float, *, larger: float = 1.25, fewest_words: int = 3) -> list[Line]:
    """Returns the lines of a headline: the first run of clearly larger letters with enough words in it.

    The name of the paper above it is larger still, and shorter.
    """
    groups = [group for group in _same_size(lines) if group[0].size >= larger * size]
    long = [group for group in groups if sum(len(line.text.split()) for line in group) >= fewest_words]
    return (long or groups or [[]])[0]


def _same_size(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and max(group[-1].size, line.size) > _OTHER_SIZE * min(group[-1].size, line.size):
            yield group
            group = []
        group.append(line)
    if group:
        yield group
