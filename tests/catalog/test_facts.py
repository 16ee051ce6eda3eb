"""Facts are added to the version that is stored, never blanked, and make no other version."""

import dataclasses

import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.facts import Facts
from assistant.catalog.writer import CatalogWriter
from tests.catalog.conftest import Store
from tests.catalog.test_filters import dated

BARE = Article("a", "It rained.")
TOLD = dataclasses.replace(BARE, wire_origin="AFP", access="teaser", updated_at=dated("2024-05-07T10:00:00+02:00"))


@pytest.mark.parametrize(
    ("new", "known", "adds"),
    [
        (TOLD, BARE, True),
        (BARE, TOLD, False),
        (TOLD, TOLD, False),
        (BARE, BARE, False),
        (dataclasses.replace(TOLD, access="full"), TOLD, False),
        (dataclasses.replace(BARE, wire_origin="dpa"), TOLD, True),
        (dataclasses.replace(BARE, updated_at=dated("2024-05-08")), TOLD, True),
    ],
)
def test_what_adds_to_what_is_known(new: Article, known: Article, adds: bool) -> None:  # noqa: FBT001 - a table
    assert Facts.of(new).adds_to(Facts.of(known)) is adds


@pytest.mark.parametrize(("stored", "told"), [(BARE, TOLD), (TOLD, BARE), (TOLD, TOLD)])
def test_facts_are_added_and_never_blanked(
    stored: Article, told: Article, writer: CatalogWriter, store: Store, catalog: Catalog
) -> None:
    store(stored, Article("b", "It snowed."))
    writer.commit_batch(writer.start_run(), [], {}, [], told=[told])
    with catalog.snapshot() as snapshot:
        assert snapshot.article("a") == TOLD
        assert snapshot.article("b") == Article("b", "It snowed.")
        assert snapshot.count("versions") == 2


def test_only_the_version_meant_is_told(writer: CatalogWriter, store: Store, catalog: Catalog) -> None:
    store(BARE)
    store(Article("a", "It snowed.", version=2))
    writer.commit_batch(writer.start_run(), [], {}, [], told=[dataclasses.replace(TOLD, version=2)])
    with catalog.snapshot() as snapshot:
        first, second = snapshot.article("a", 1), snapshot.article("a", 2)
    assert first is not None
    assert second is not None
    assert (first.wire_origin, second.wire_origin) == (None, "AFP")
