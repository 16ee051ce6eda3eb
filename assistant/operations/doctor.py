"""The doctor: looks at everything an archive needs to serve, changes nothing, and mends only what cannot go wrong."""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.assistant import NewsAssistant
from assistant.catalog import checks
from assistant.catalog.catalog import CATALOG_NAME
from assistant.errors import IndexBusyError, IndexMissingError, NewsAssistantError
from assistant.index.lock import LOCK_NAME, writer_lock
from assistant.operations.article_health import date_health, language_health, silence_health, teaser_health
from assistant.operations.catalog_health import (
    file_health,
    model_health,
    promise_health,
    run_health,
    schema_health,
    words_health,
)
from assistant.operations.finding import SEVERITIES, Diagnosis, Finding, Mend, guarded
from assistant.operations.machine_health import (
    cache_health,
    disk_health,
    library_health,
    permission_health,
    weight_health,
)
from assistant.operations.vector_health import leftover_health, vector_health
from assistant.settings import Settings

Tell = Callable[[str], None]

MENDS: dict[Mend, str] = {
    "words": "making full text search anew from the articles",
    "waiting": "storing and dropping the vectors that wait",
    "vectors": "making the vectors anew from the catalog, which embeds nothing",
}
"""What `--fix` does, in its order, in words that follow "Now"."""


def examine(settings: Settings, *, tell: Tell = lambda _: None, today: dt.date | None = None) -> Diagnosis:
    """Look at everything and change nothing. Readers and writers go on meanwhile.

    Args:
        settings: Which archive, and with which model.
        tell: Told what is looked at next.
        today: The day against which dates are held.
    """
    data_dir = settings.data_dir
    found = list(_machine(settings, data_dir, tell))
    found += _archive(settings, tell, today or dt.datetime.now(dt.UTC).date())
    found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    serves = not any(finding.severity == "error" for finding in found)
    return Diagnosis(str(data_dir), serves, tuple(found))


def mend(diagnosis: Diagnosis, *, desk: NewsAssistant, say: Tell) -> tuple[str, ...]:
    """Do what is safe about the findings and return that in words; each is said before it is done.

    Raises:
        StoreError: The archive is busy, or cannot be written.
    """
    wanted = {finding.mend for finding in diagnosis.findings}
    checks_failed = {finding.check for finding in diagnosis.findings if finding.severity == "error"}
    if checks_failed & {"catalog", "schema", "model", "passages"}:
        say("The catalog must be mended first, or the model set right; nothing was changed.")
        return ()
    if "vectors" in wanted:
        wanted.discard("waiting")  # the vectors made anew hold whatever waits
    work: dict[Mend, Callable[[], object]] = {
        "words": desk.renew_words,
        "waiting": desk.store_waiting,
        "vectors": desk.rebuild,
    }
    done = []
    for name, words in MENDS.items():
        if name in wanted:
            say(f"Now {words}.")
            work[name]()
            done.append(words)
    return tuple(done)


def _machine(settings: Settings, data_dir: Path, tell: Tell) -> Iterator[Finding]:
    looks: dict[str, Callable[[], Iterable[Finding]]] = {
        "weights": lambda: weight_health(settings),
        "libraries": library_health,
        "cache": cache_health,
    }
    if data_dir.is_dir():
        looks |= {"disk": lambda: disk_health(data_dir), "permissions": lambda: permission_health(data_dir)}
    for name, look in looks.items():
        tell(name)
        yield from guarded(name, look)


def _archive(settings: Settings, tell: Tell, today: dt.date) -> list[Finding]:
    path = settings.data_dir / CATALOG_NAME
    tell("catalog")
    if not path.exists():
        return [_missing(path)]
    found: list[Finding] = []
    try:
        with checks.looking_at(path) as connection:
            found += guarded("catalog", lambda: file_health(connection))
            found += guarded("schema", lambda: schema_health(connection))
            if any(finding.severity == "error" for finding in found):
                return found  # whatever else would be said of a torn or unknown file would be noise
            writing = is_being_written(settings.data_dir)
            for name, look in _looks(connection, settings, today, writing=writing).items():
                tell(name)
                found += guarded(name, look)
    except NewsAssistantError as error:
        found.append(Finding("catalog", "error", error.message, error.remedy))
    return found


def _looks(
    connection: sqlite3.Connection, settings: Settings, today: dt.date, *, writing: bool
) -> dict[str, Callable[[], Iterable[Finding]]]:
    def articles() -> Iterator[Finding]:
        with checks.at_rest(connection) as snapshot:
            yield from run_health(snapshot, writing=writing)
            yield from date_health(snapshot, today)
            yield from silence_health(snapshot)
            yield from teaser_health(snapshot)
            yield from language_health(snapshot)

    return {
        "model": lambda: model_health(connection, settings),
        "passages": lambda: promise_health(connection),
        "full text": lambda: words_health(connection),
        "vectors": lambda: vector_health(connection, settings, writing=writing),
        "leftovers": lambda: leftover_health(connection, settings.data_dir, writing=writing),
        "articles": articles,
    }


def _missing(path: Path) -> Finding:
    error = IndexMissingError(
        f"There is no archive in {path.parent} yet.",
        remedy="Run `news-assistant ingest FOLDER`, or `news-assistant ingest --sample` for the sample archive.",
    )
    if (path.parent / "vectors").is_dir():
        return Finding(
            "catalog",
            "error",
            f"The catalog {path} is missing, though its vectors are there.",
            "Run `news-assistant restore BACKUP`; without a backup, ingest the articles again.",
        )
    return Finding("catalog", "error", error.message, error.remedy)


def is_being_written(data_dir: Path) -> bool:
    """Whether another process holds the writer's lock right now."""
    if not (data_dir / LOCK_NAME).exists():
        return False
    with contextlib.suppress(NewsAssistantError):
        try:
            with writer_lock(data_dir):
                return False
        except IndexBusyError:
            return True
    return False
