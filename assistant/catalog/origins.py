"""Which files give which articles, so that a later run can tell what is gone."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Origin:
    """An article found in a file.

    Attributes:
        file: Absolute path.
        device: Number of the disk it is on, as `stat` gives it.
        input: As in the report: the file, or a line or member of it.
        article_id: The article; unknown ones are not noted.
    """

    file: Path
    device: int
    input: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where an article was found last.

    Attributes:
        file: Absolute path.
        device: Number of the disk it was on.
        run: The last run that found it there.
    """

    file: Path
    device: int
    run: int


def note(connection: sqlite3.Connection, run: int, found: Sequence[Origin]) -> None:
    """Write down, inside the caller's transaction, that `run` found these articles in these files."""
    connection.executemany(
        "INSERT INTO files (path, device) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET device = excluded.device",
        {(os.fsencode(item.file), item.device) for item in found},
    )
    connection.executemany(
        "INSERT INTO origins (file_key, article_key, input, run)"
        " SELECT file_key, article_key, ?, ? FROM files, articles WHERE path = ? AND article_id = ?"
        " ON CONFLICT (file_key, article_key) DO UPDATE SET input = excluded.input, run = excluded.run",
        [(item.input, run, os.fsencode(item.file), item.article_id) for item in found],
    )


def sightings(snapshot: Snapshot) -> Iterator[tuple[str, list[Sighting]]]:
    """Yield every article that came from a file, with all the places where it was found."""
    rows = snapshot.rows(
        "SELECT article_id, path, device, run FROM origins JOIN files USING (file_key)"
        " JOIN articles USING (article_key) ORDER BY article_key"
    )
    article_id, places = "", list[Sighting]()
    for row in rows:
        if places and row[0] != article_id:
            yield article_id, places
            places = []
        article_id = str(row[0])
        places.append(Sighting(Path(os.fsdecode(row[1])), int(str(row[2])), int(str(row[3]))))  # type: ignore[arg-type]
    if places:
        yield article_id, places
