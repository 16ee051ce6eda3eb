"""What a reader is given: a file, or a member of an archive whose bytes lie in a temporary file."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read.

    Attributes:
        name: What the report calls it: the path as given, or `archive.zip!/inner/a.html` for a member.
        path: Where its bytes lie now, a file that is there while the reader runs.
        file_name: Its own last name, such as `a.html`; of a member this is not the name of `path`.
        place: Where it lies for good; an id may be derived from it, as it is the same at the next ingest.
        url: The address it was fetched from, where a container tells; the article's own address goes before it.
        depth: In how many containers it lies.
    """

    name: str
    path: Path
    file_name: str
    place: bytes
    url: str | None = None
    depth: int = 0

    @classmethod
    def of(cls, path: Path) -> Self:
        """Returns a plain file as an input."""
        return cls(name=shown(path), path=path, file_name=path.name, place=os.fsencode(os.path.realpath(path)))

    def member(self, name: str, path: Path, *, url: str | None = None) -> "Input":
        """Returns a member of this container.

        Args:
            name: The member's name in the container, parts separated by `/`.
            path: The temporary file that its bytes were written to.
            url: The address that it was fetched from.
        """
        printed = name.encode("utf-8", "backslashreplace")
        return Input(
            name=f"{self.name}!/{printed.decode()}",
            path=path,
            file_name=name.rsplit("/", 1)[-1],
            place=self.place + b"!/" + printed,
            url=url,
            depth=self.depth + 1,
        )


def shown(path: Path) -> str:
    """Returns the path as text that any store or terminal takes, also where the name is not valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
