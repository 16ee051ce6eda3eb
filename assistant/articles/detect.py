"""What an input is: told by its first bytes, and by its name where the bytes could be several things."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from assistant.articles.encoding import decode_start
from assistant.articles.input import Input, printable
from assistant.articles.limits import Limits, Reader
from assistant.articles.opening import filled, opened
from assistant.errors import InputError

_HEAD = 1 << 16
_PACKED = (".gz", ".bz2", ".xz")
_NAME = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_FEWEST_WORDS = 20
_CODE = re.compile(r"[{}<>=;|\\/_#$\[\]]")
_MOST_CODE = 0.02


class Head:
    """The first 64 KiB of an input, unpacked."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def text(self) -> str:
        """The characters, without a byte order mark and space before them; empty where the bytes are no text."""
        return (decode_start(self.data) or "").lstrip()

    @cached_property
    def root(self) -> str:
        """The name of the root element, without its prefix, in lower case; empty where this is no markup."""
        return _root(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether this reads like sentences and not like code, settings or a list of numbers."""
        sample = self.text
        words = sample.split()
        letters = sum(map(str.isalpha, sample))
        return (
            len(words) >= _FEWEST_WORDS
            and letters >= len(sample) / 2
            and len(_CODE.findall(sample)) <= _MOST_CODE * len(sample)
        )


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file that can be read; each reader's module has one, and `formats.py` lists them.

    Attributes:
        name: What the report calls it, with an article: "a web page".
        suffixes: The ends of names that promise it, in lower case.
        reader: What reads it.
        known_by: Tells by the first bytes that it surely is one; None where nothing in the bytes could tell.
        marked: Whether every such file starts with bytes that `known_by` looks for, so that another cannot be one.
        counted_by: About how many readings an input gives, told without reading all of it; None means one.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Reader
    known_by: Callable[[Head], bool] | None = None
    marked: bool = False
    counted_by: Callable[[Input, Limits], int] | None = None


def by_suffix(file_name: str, formats: Sequence[Format]) -> Format | None:
    """Returns the format that a name promises; that of `a.jsonl.gz` is the one of `a.jsonl`."""
    suffix = suffix_of(file_name)
    return next((known for known in formats if suffix in known.suffixes), None)


def suffix_of(file_name: str) -> str:
    """Returns the suffix in lower case, without that of a packing if there is another before it."""
    path = PurePosixPath(file_name.lower().replace("/", "_"))
    while path.suffix in _PACKED and path.stem:
        path = PurePosixPath(path.stem)
    return path.suffix


def detect(file: Input, limits: Limits, formats: Sequence[Format], prose: Format) -> tuple[Format, str]:
    """Returns what an input is, and a remark where its name says something else.

    Args:
        file: The input.
        limits: The bounds of this run.
        formats: All formats; where several know the bytes, the first does.
        prose: What a text without any mark is, if its name promises nothing that could be true.

    Raises:
        InputError: If it is nothing that is read, or cannot be opened.
    """
    with opened(file, limits) as stream:
        head = Head(filled(stream, _HEAD))
    suffix = suffix_of(file.file_name)
    knowing = [known for known in formats if known.known_by and known.known_by(head)]
    # Several formats share a suffix such as .xml; that which knows the bytes is meant.
    promised = next((known for known in knowing if suffix in known.suffixes), by_suffix(file.file_name, formats))
    if promised and (promised in knowing or not knowing):
        if not (promised.marked and not knowing and head.is_prose):
            return promised, ""
        return prose, _remark(file, prose)
    if knowing:
        return knowing[0], _remark(file, knowing[0])
    if head.is_prose:
        return prose, _remark(file, prose)
    written = PurePosixPath(file.file_name.replace("/", "_")).suffix
    kind = printable(written) if written else "without a suffix"
    raise InputError(f"The format {kind} is not read, and nothing in it is known. Read are {names(formats)}.")


def names(formats: Sequence[Format]) -> str:
    """Returns the suffixes of all formats in one line."""
    return ", ".join(dict.fromkeys(suffix for known in formats for suffix in known.suffixes))


def _remark(file: Input, found: Format) -> str:
    suffix = suffix_of(file.file_name)
    return f"it is {found.name}" + (f", not {printable(suffix)}, and was read as such" if suffix else "")


def _root(text: str) -> str:
    """Returns the name of the first element after declarations and comments."""
    position = 0
    ends = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if _DOCTYPE_HTML.match(text, position):
            return "html"
        end = next((end for start, end in ends if text.startswith(start, position)), None)
        if end is None:
            found = _NAME.match(text, position)
            return found[2].lower() if found else ""
        # The declarations inside a DOCTYPE have their own brackets.
        inner = text.find("[", position, text.find(">", position)) if end == ">" else -1
        closed = text.find(end, text.find("]", inner) if inner >= 0 else position)
        if closed < 0:
            return ""
        position = closed + len(end)
