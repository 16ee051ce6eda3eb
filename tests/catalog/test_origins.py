"""Which file gave which article, and which run found it there last."""

import os
from pathlib import Path

import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.origins import Origin, Sighting, sightings
from assistant.catalog.writer import CatalogWriter, Outcome
from tests.catalog.conftest import Store
from tests.catalog.test_writer import rows

ODD = Path(os.fsdecode(b"/news/\xff\xc3 'quote.txt"))


def note(writer: CatalogWriter, run: int, *found: Origin) -> None:
    writer.commit_batch(run, [], {}, [Outcome(item.input, "unchanged", item.article_id, "") for item in found], found)


@pytest.fixture
def filled(writer: CatalogWriter, store: Store) -> CatalogWriter:
    store(Article("a", "The first."), Article("b", "The second."))
    return writer


def seen(catalog: Catalog) -> dict[str, list[Sighting]]:
    with catalog.snapshot() as snapshot:
        return dict(sightings(snapshot))


def test_an_article_is_known_by_every_file_that_gives_it(filled: CatalogWriter, catalog: Catalog) -> None:
    note(filled, 1, Origin(Path("/news/a.jsonl"), 7, "a.jsonl:1", "a"), Origin(Path("/news/a.jsonl"), 7, "x:2", "b"))
    filled.start_run()
    note(filled, 2, Origin(ODD, 8, "odd", "a"), Origin(Path("/news/a.jsonl"), 9, "a.jsonl:5", "b"))
    assert seen(catalog) == {
        "a": [Sighting(Path("/news/a.jsonl"), 9, 1), Sighting(ODD, 8, 2)],
        "b": [Sighting(Path("/news/a.jsonl"), 9, 2)],
    }
    assert rows(filled, "SELECT input FROM origins ORDER BY input") == [("a.jsonl:1",), ("a.jsonl:5",), ("odd",)]


def test_an_article_that_is_not_stored_has_no_origin(filled: CatalogWriter, catalog: Catalog) -> None:
    note(filled, 1, Origin(ODD, 8, "odd", "nobody"))
    assert seen(catalog) == {}


def test_origins_go_with_their_article_and_files_with_their_last_one(filled: CatalogWriter, catalog: Catalog) -> None:
    shared, own = Path("/news/a.jsonl"), Path("/news/b.txt")
    note(filled, 1, Origin(shared, 7, "a.jsonl:1", "a"), Origin(shared, 7, "a.jsonl:2", "b"), Origin(own, 7, "b", "b"))
    filled.remove_articles(["b"])
    assert list(seen(catalog)) == ["a"]
    assert rows(filled, "SELECT path FROM files") == [(b"/news/a.jsonl",)]
