"""PDF files made by hand: lines of text at places on pages, and nothing else."""

from collections.abc import Sequence

Set = tuple[float, float, float, str]
"""Left and top in points from the upper left corner, the size, and the words."""


def pdf(*pages: Sequence[Set], properties: str = "", compressed: bytes | None = None) -> bytes:
    """Returns a file of the given pages.

    Args:
        pages: For each page what stands on it.
        properties: The inside of the Info dictionary, such as `/Title (A title)`.
        compressed: A stream packed by zlib that stands in place of that of the first page.
    """
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(_shown(*line) for line in page).encode("cp1252")
        how = b""
        if compressed is not None and number == 0:
            stream, how = compressed, b"/Filter/FlateDecode"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode(),
            b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), how, stream),
        ]
    return _file([*objects, f"<<{properties}>>".encode("cp1252")])


def column(left: float, top: float, lines: Sequence[str], *, size: float = 10, leading: float = 12) -> list[Set]:
    """Returns lines below each other; an empty one leaves its room."""
    return [(left, top + leading * number, size, line) for number, line in enumerate(lines) if line]


def _shown(left: float, top: float, size: float, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {left} {842 - top} Td ({escaped}) Tj ET"


def _file(objects: Sequence[bytes]) -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(places))
    trailer = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, len(written))
    return written + table + trailer
