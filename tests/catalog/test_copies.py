"""A group as a reader opens it."""

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.catalog import Catalog
from assistant.catalog.copies import Copy, CopyGroup, copies_of
from assistant.catalog.writer import CatalogWriter
from tests.catalog.conftest import Store
from tests.catalog.prose import edited, prose

TEXT = prose(1)
DAY = PublishedAt("2024-03-29", 1_711_670_400, "day")


def opened(catalog: Catalog, article_id: str) -> CopyGroup:
    with catalog.snapshot() as snapshot:
        group = copies_of(snapshot, article_id)
    assert group is not None
    return group


def test_every_outlet_is_kept_with_its_date_and_credit(store: Store, catalog: Catalog) -> None:
    store(
        Article("late", edited(TEXT, 0.1), source="Sample Post", title="Late"),
        Article(
            "wire", TEXT, source="Sample Wire", wire_origin="Sample Wire", published_at=DAY, url="https://w.example/"
        ),
        Article("same", TEXT.upper(), source="Sample Courier"),
        Article("other", prose(2), source="Sample Post"),
    )
    group = opened(catalog, "same")
    assert group.head == Copy(
        "wire", None, "Sample Wire", "2024-03-29", "https://w.example/", "Sample Wire", "", 1.0, ""
    )
    assert [(copy.article_id, copy.source, copy.kind, copy.state) for copy in group.copies] == [
        ("late", "Sample Post", "near", "automatic"),
        ("same", "Sample Courier", "exact", "automatic"),
    ]
    assert 0.8 < group.copies[0].similarity < 1.0
    assert opened(catalog, "wire").copies == opened(catalog, "late").copies == group.copies
    alone = opened(catalog, "other")
    assert (alone.head.article_id, alone.copies, alone.undone) == ("other", (), ())


def test_what_was_undone_is_shown_from_both_sides(writer: CatalogWriter, store: Store, catalog: Catalog) -> None:
    store(Article("a", TEXT), Article("b", TEXT), Article("c", TEXT))
    writer.undo_copy("b", "a")
    assert [copy.article_id for copy in opened(catalog, "a").undone] == ["b"]
    assert [copy.article_id for copy in opened(catalog, "b").undone] == ["a"]
    assert opened(catalog, "c").undone == ()
    assert [copy.article_id for copy in opened(catalog, "a").copies] == ["c"]


def test_there_is_no_group_of_what_is_not_there(catalog: Catalog) -> None:
    with catalog.snapshot() as snapshot:
        assert copies_of(snapshot, "nowhere") is None
