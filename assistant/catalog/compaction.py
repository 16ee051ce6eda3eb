"""The catalog written anew, so that no deleted word is left in its pages, its full text or its log."""

from pathlib import Path

from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.database import explained, open_for_writing, transaction, truncate_log


def compact_catalog(data_dir: Path) -> None:
    """Write catalog and full text anew and empty the log. The caller holds the writer's lock; readers go on.

    Raises:
        IndexBusyError: A question in flight looks at the old state for too long.
        StoreError: The catalog is damaged, or the disk has no room for it twice.
    """
    path = data_dir / CATALOG_NAME
    connection = open_for_writing(path)
    try:
        with explained(path):
            # Freed pages and the rest of used ones are filled with zeros.
            connection.execute("PRAGMA secure_delete = ON")
            with transaction(connection):
                # FTS5 only notes that a row is deleted; its words stay in the segments until those are made anew.
                for table in ("passage_search", "name_search"):
                    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
                    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            connection.execute("VACUUM")
            truncate_log(connection, path)
    finally:
        connection.close()


def empty_log(data_dir: Path) -> None:
    """Wait until no question in flight looks at a state before the last commit, and empty the log.

    Raises:
        IndexBusyError: One looks at an older state for too long.
    """
    path = data_dir / CATALOG_NAME
    connection = open_for_writing(path)
    try:
        with explained(path):
            truncate_log(connection, path)
    finally:
        connection.close()
