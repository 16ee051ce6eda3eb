"""The catalog: its file, its schema, its promises, the model it was built with and its unfinished business."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator

from assistant.catalog import checks
from assistant.catalog.migrations import MIGRATIONS
from assistant.catalog.snapshot import Snapshot
from assistant.errors import ModelError
from assistant.index.embedding import ModelCard, default_card
from assistant.index.ingest import require_model
from assistant.index.weights import DEFAULT_MODEL
from assistant.operations.finding import FIX, Finding, plural
from assistant.settings import Settings

RESTORE = "Run `news-assistant restore BACKUP`; without a backup, move the file away and ingest the articles again."
AGAIN = "Run the same `news-assistant ingest` again; what is stored costs nothing."


def file_health(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether SQLite finds the file whole."""
    faults = checks.faults_of_file(connection)
    if faults:
        yield Finding("catalog", "error", f"The catalog is damaged: {'; '.join(faults[: checks.MOST_TOLD])}.", RESTORE)
    else:
        yield Finding("catalog", "ok", "SQLite finds the file whole, and every row points to one.")


def schema_health(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether this release reads the catalog as it is."""
    done, wanted = checks.schema_of(connection), len(MIGRATIONS)
    if done == 0:
        yield Finding("schema", "error", "The catalog is empty.", "Run `news-assistant ingest FOLDER`.")
    elif done < wanted:
        yield Finding(
            "schema",
            "error",
            f"The catalog has schema {done}, this release needs {wanted}.",
            "Run any `news-assistant ingest` once; it brings the catalog up to date and loses nothing.",
        )
    elif done > wanted:
        yield Finding(
            "schema",
            "error",
            f"A newer release wrote the catalog (schema {done}, this one knows {wanted}).",
            "Run `pip install --upgrade news-assistant`.",
        )
    else:
        yield Finding("schema", "ok", f"Schema {done}, that of this release.")


def words_health(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether full text search holds the very words of the passages."""
    try:
        fault = checks.fault_of_words(connection)
    except (sqlite3.OperationalError, OSError) as error:
        # A torn catalog was found before; here it is the room for the copy, and questions need none.
        words = f"Full text search could not be copied, so it was not looked into ({error})."
        where = f"Free some space in {tempfile.gettempdir()}, or set TMPDIR to a folder with more."
        yield Finding("full text", "warning", words, where)
        return
    if fault:
        yield Finding("full text", "error", f"Full text search does not match the articles ({fault}).", FIX, "words")
    else:
        yield Finding("full text", "ok", "Full text search holds the words of every passage and no others.")


def promise_health(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Whether every passage is a slice of its text and has its vector."""
    broken = checks.broken_promises(connection)
    for words, count in broken.items():
        yield Finding("passages", "error", f"{count:,} {words}.", RESTORE)
    with checks.at_rest(connection) as snapshot:
        facts = json.loads(snapshot.meta("model", "{}"))
    bad = checks.count_bad_vectors(connection, facts["dimension"]) if facts else 0
    if bad:
        words = f"{plural(bad, 'stored vector')} of the wrong size or length."
        yield Finding("passages", "error", words, RESTORE)
    if not broken and not bad:
        with checks.at_rest(connection) as snapshot:
            count = snapshot.count("passages")
        yield Finding("passages", "ok", f"{plural(count, 'passage')}, each a slice of its text, each with its vector.")


def model_health(connection: sqlite3.Connection, settings: Settings) -> Iterator[Finding]:
    """Whether the settings name the model that the archive was built with."""
    with checks.at_rest(connection) as snapshot:
        stored = snapshot.meta("model")
    if not stored:
        yield Finding("model", "info", "No model is noted yet; the first ingest does that.")
        return
    facts = json.loads(stored)
    card = ModelCard(settings.embedding_model, facts["fingerprint"], facts["dimension"])
    if settings.embedding_model == DEFAULT_MODEL:
        card = default_card()  # of another model we know no more than its name without loading it
    try:
        require_model(stored, card, settings.passage_tokens)
    except ModelError as error:
        yield Finding("model", "error", error.message, error.remedy)
        return
    yield Finding("model", "ok", f"The archive was built with {facts['name']}, which the settings name.")


def run_health(snapshot: Snapshot, *, writing: bool) -> Iterator[Finding]:
    """Whether ingests came to their end, and what they left to be done."""
    interrupted = snapshot.count_interrupted_runs()
    if writing:
        yield Finding("runs", "info", "Another process is writing to this archive right now.")
    elif interrupted:
        words = f"{plural(interrupted, 'ingest')} did not come to {'its' if interrupted == 1 else 'their'} end."
        yield Finding("runs", "warning", words, AGAIN, "waiting")
    else:
        yield Finding("runs", "ok", f"{plural(snapshot.count('runs'), 'ingest')}, none unfinished.")
