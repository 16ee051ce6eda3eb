from pathlib import Path

from assistant.articles.visits import Validators, Visit
from assistant.catalog.catalog import Catalog
from assistant.catalog.visits import last_visit
from assistant.catalog.writer import CatalogWriter

URL = "http://news.example/feed"


def test_the_newest_visit_is_remembered(tmp_path: Path) -> None:
    writer = CatalogWriter(tmp_path)
    writer.note_visits([Visit(URL, Validators('"one"', "Mon"), 1), Visit(URL, Validators('"two"', ""), 2)])
    writer.close()
    catalog = Catalog(tmp_path)
    with catalog.snapshot() as snapshot:
        assert last_visit(snapshot, URL) == Visit(URL, Validators('"two"', ""), 2)
        assert last_visit(snapshot, "http://news.example/other") is None
    catalog.close()


def test_no_word_of_an_address_is_kept(tmp_path: Path) -> None:
    writer = CatalogWriter(tmp_path)
    writer.note_visits([Visit("http://news.example/2026/zanzibarquux", Validators(), 1)])
    writer.close()
    assert all(b"zanzibarquux" not in file.read_bytes() for file in tmp_path.iterdir())
