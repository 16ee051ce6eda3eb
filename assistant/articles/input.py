"""What a reader is given: a file, or a member of an archive whose bytes lie in a temporary file."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from assistant.errors import InputError

# The largest ratio of real archives is near 50 (thousands of pages of one site under xz); a bomb has thousands.
_MOST_RATIO = 200
# So much may come out of any file, however small: two seconds of work.
_FREE = 100_000_000


ASIDE = frozenset({"readme.md", "sources.md", "license", "license.md", "license.txt"})
"""What lies beside articles in a folder or an archive and is none; a path given by itself is read whatever its name."""


class Allowance:
    """How much may still come out of one file by unpacking, over all archives inside it.

    Each archive inside an archive may look harmless; only their sum tells a bomb.
    """

    def __init__(self, packed: int) -> None:
        self._left = _FREE + _MOST_RATIO * packed
        self._members = 0

    @property
    def spent(self) -> bool:
        """Whether nothing more may be unpacked."""
        return self._left < 0

    def spend(self, unpacked: int) -> None:
        """Counts bytes that came out.

        Raises:
            InputError: If they are more than any archive of news needs.
        """
        self._left -= unpacked
        if self.spent:
            raise InputError(
                f"It unpacks to more than {_MOST_RATIO} times its size, as only a bomb does.",
                remedy="Unpack it yourself, look at it, and give the folder.",
            )

    def admit(self, most: int) -> None:
        """Counts a member.

        Raises:
            InputError: If there are more than `most`.
        """
        self._members += 1
        if self._members > most:
            raise InputError(
                f"It holds more than {most:,} members; the rest was not read.",
                remedy="Raise archive_members, or unpack it and give the folder.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read.

    Attributes:
        name: What the report calls it: the path as given, or `archive.zip!/inner/a.html` for a member.
        path: Where its bytes lie now, a file that is there while the reader runs.
        file_name: Its own last name, such as `a.html`; of a member this is not the name of `path`.
        place: Where it lies for good; an id may be derived from it, as it is the same at the next ingest.
        url: The address it was fetched from, where a container tells; the article's own address goes before it.
        seen: When it was fetched, where a container tells; nothing in it can be of a later date.
        remark: What the container has to say about it.
        depth: In how many containers it lies.
        allowance: What may still be unpacked, shared by all members of one file.
    """

    name: str
    path: Path
    file_name: str
    place: bytes
    url: str | None = None
    seen: datetime | None = None
    remark: str = ""
    depth: int = 0
    allowance: Allowance = field(compare=False)

    @classmethod
    def of(cls, path: Path) -> Self:
        """Returns a plain file as an input."""
        try:
            size = path.stat().st_size
        except (OSError, ValueError):
            size = 0  # opening it gives the reason
        place = os.fsencode(os.path.realpath(path))
        return cls(name=shown(path), path=path, file_name=path.name, place=place, allowance=Allowance(size))

    def member(self, name: str, path: Path, *, url: str | None = None) -> "Input":
        """Returns a member of this container.

        Args:
            name: The member's name in the container, parts separated by `/`.
            path: The temporary file that its bytes were written to.
            url: The address that it was fetched from.
        """
        return Input(
            name=f"{self.name}!/{printable(name)}",
            path=path,
            file_name=name.rsplit("/", 1)[-1],
            place=self.place + b"!/" + name.encode("utf-8", "surrogatepass"),
            url=url,
            depth=self.depth + 1,
            allowance=self.allowance,
        )


def shown(path: Path) -> str:
    """Returns the path as text that any store or terminal takes, also where the name is not valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def absolute(path: Path) -> Path:
    """Returns the path by which an origin is known: from the root, links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, absolute() keep `..`


def printable(name: str) -> str:
    """Returns a name that a stranger chose with all that does not print escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
