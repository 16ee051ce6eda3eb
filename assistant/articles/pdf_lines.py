"""Prints the lines of the PDF file on its input with their places, as JSON; run as a program of its own by `pdf.py`.

A file can be made that takes a parser minutes and gigabytes, or kills it. So it is parsed in a process that may take
little of either, and that has nothing to lose. It imports no other module of this project, to start in no time.
"""

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

_MOST_PAGES = 300
_MOST_CHARACTERS = 4_000_000
_MEMORY = 1_500_000_000
_CPU_SECONDS = 8
# Measured in the height of a line: a gap between columns, one between words, and a step down to the next line.
_COLUMN_GAP = 1.6
_WORD_GAP = 0.18
_STEP = 0.6
_UPRIGHT = 0.3
_TURN = 6.2832
_MARKS = {0xFFFE: "-", 0x2: "-", 0xAD: "-"}
_BREAKS = (0x0A, 0x0D)
_SPACES = (0x20, 0xA0, 0x09)

Line = list[Any]
"""The text, then left, top, right, bottom in points from the upper left corner, then the height of its letters."""


def main(data: bytes) -> None:
    """Prints one JSON object: `error`, or `properties` and `pages`."""
    _limit()
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > _MOST_PAGES:
                found: dict[str, Any] = {"error": f"has {len(document):,} pages; {_MOST_PAGES} are the most"}
            else:
                pages = [_page(document[number]) for number in range(len(document))]
                found = {"properties": document.get_metadata_dict(), "pages": pages}
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        found = {"error": "is encrypted with a password" if locked else f"is damaged ({error})"}
    sys.stdout.write(json.dumps(found))


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limits; there the caller's clock alone ends what takes too long.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _page(page: Any) -> dict[str, Any]:  # noqa: ANN401 - pypdfium2 has no types
    width, height = page.get_size()
    text = page.get_textpage()
    characters = list(_characters(text, height))
    upright = [char for char in characters if char[6] < _UPRIGHT or char[6] > _TURN - _UPRIGHT]
    return {"width": width, "height": height, "lines": list(_lines(upright or characters))}


def _characters(text: Any, height: float) -> Iterator[tuple[str, float, float, float, float, bool, float]]:  # noqa: ANN401
    """Yields each letter with its box, whether space stands before it, and its angle in radians."""
    from pypdfium2 import raw

    box, page = raw.FS_RECTF(), text.raw
    space = False
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in _BREAKS or code in _SPACES or (raw.FPDFText_IsGenerated(page, index) == 1 and code not in _MARKS):
            space = True
            continue
        if code and raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box)):
            angle = raw.FPDFText_GetCharAngle(page, index)
            letter = _MARKS.get(code) or chr(code)
            yield letter, box.left, height - box.top, box.right, height - box.bottom, space, angle
            space = False


def _lines(characters: list[tuple[str, float, float, float, float, bool, float]]) -> Iterator[Line]:
    """Joins letters to lines; what stands in the next column is another line."""
    line: Line | None = None
    for letter, left, top, right, bottom, space, _ in characters:
        size = abs(bottom - top)
        if line is not None:
            gap = left - line[3]
            step = abs((top + bottom) - (line[2] + line[4])) / 2
            reach = max(size, line[5])
            if step <= _STEP * reach and -reach < gap <= _COLUMN_GAP * reach:
                line[0] += (" " if space or gap > _WORD_GAP * size else "") + letter
                line[3] = max(line[3], right)
                line[2], line[4] = min(line[2], top), max(line[4], bottom)
                continue
            yield _rounded(line)
        line = [letter, left, top, right, bottom, size]
    if line is not None:
        yield _rounded(line)


def _rounded(line: Line) -> Line:
    return [line[0].strip(), *(round(place, 1) for place in line[1:])]


if __name__ == "__main__":
    main(sys.stdin.buffer.read())
