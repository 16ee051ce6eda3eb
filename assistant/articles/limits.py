"""What reading one input may cost, and the moment against which its dates are checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from assistant.articles.article import Reading
from assistant.articles.input import Input

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that hold for every reader.

    Attributes:
        file_megabytes: Largest file read, and most that a compressed file may unpack to.
        article_characters: Longest article text accepted.
        now: Moment of reading; a date more than a day after it cannot be true.
        archive_members: Most members of one archive, those of the archives inside it counted in.
        fields: For tables and JSON, which of their fields or columns is one of ours, where the usual names do not tell.
    """

    file_megabytes: int
    article_characters: int
    now: datetime
    archive_members: int = 100_000
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def file_bytes(self) -> int:
        """The largest file in bytes."""
        return self.file_megabytes * _MEGABYTE

    @property
    def line_bytes(self) -> int:
        """The longest line of JSON that can hold an article we accept: six bytes a character when escaped, a head."""
        return 6 * self.article_characters + _MEGABYTE

    @property
    def text_bytes(self) -> int:
        """The largest text file that can hold an article we accept: four bytes a character and a head."""
        return min(self.file_bytes, 4 * self.article_characters + _MEGABYTE)


class Reader(Protocol):
    """Turns one input into readings, one for each article it should hold."""

    def __call__(self, file: Input, limits: Limits, /) -> Iterator[Reading | Input]:
        """Yields the readings in the order of the file.

        A container yields its members as inputs, which are read before it is asked for the next.

        Raises:
            InputError: If the file as a whole cannot be read; what was yielded before stays valid.
            OSError: If the system refuses the file.
        """
        ...
