"""Snapshots over a pool of connections: threads do not wait for each other, and errors leave the pool whole."""

import contextlib
import threading
from pathlib import Path

import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.errors import IndexMissingError
from tests.catalog.conftest import Store


def test_a_missing_catalog_is_found_as_soon_as_it_is_there(tmp_path: Path, store: Store) -> None:
    elsewhere = Catalog(tmp_path / "elsewhere")
    with pytest.raises(IndexMissingError), elsewhere.snapshot():
        pass
    store(Article("a", "One."))
    here = Catalog(tmp_path)
    with here.snapshot() as snapshot:
        assert snapshot.article("a")
    here.close()


def test_many_threads_read_at_once(catalog: Catalog, store: Store) -> None:
    store(Article("a", "One."))
    barrier = threading.Barrier(8, timeout=10)
    seen: list[int] = []

    def read() -> None:
        with catalog.snapshot() as snapshot:
            barrier.wait()  # all eight are inside at the same time
            seen.append(snapshot.count("articles"))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 8


def test_an_error_inside_a_snapshot_gives_the_connection_back(catalog: Catalog, store: Store) -> None:
    store(Article("a", "One."))
    with contextlib.suppress(ZeroDivisionError), catalog.snapshot() as snapshot:
        raise ZeroDivisionError(snapshot.count("articles"))
    assert catalog._idle.qsize() == 1
    store(Article("b", "Two."))
    with catalog.snapshot() as snapshot:
        assert snapshot.count("articles") == 2


def test_closing_twice_is_no_error(catalog: Catalog, store: Store) -> None:
    store(Article("a", "One."))
    with catalog.snapshot() as snapshot:
        snapshot.count("articles")
    catalog.close()
    catalog.close()
