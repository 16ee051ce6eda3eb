"""Leafing through the archive: order, paging, counts, and copies folded into one."""

import pytest

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.browsing import FOUND, FOUND_END, Browsed, Month, Sort, browse, by_month
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Filters
from tests.catalog.conftest import Store

COPIED = (
    "The harbour master closed the northern basin on Friday after a crane had tipped over beside the coal quay. "
    "Nobody was hurt when the boom fell across two moored barges, the port authority told reporters. Divers looked "
    "at both hulls and found scratches only, while engineers measured the bent rails and ordered replacements from "
    "a foundry in the next county. Shipping companies were told to expect delays until the middle of the month."
)


def on(day: str) -> PublishedAt:
    return PublishedAt(day, {"2024-03-29": 1_711_670_400, "2024-05-01": 1_714_521_600}[day], "day")


@pytest.fixture
def stored(store: Store) -> None:
    store(
        Article("a", "The ferry sank.\nThe crane fell.", title="Berth", source="Quay", published_at=on("2024-05-01")),
        Article("b", "A ferry and a crane.", title="Anchor", source="Mast", kind="opinion", language="en"),
        Article("c", COPIED, title="Crane tips over", source="Quay", published_at=on("2024-03-29")),
        Article("d", COPIED, title="Port closes basin", source="Buoy", section="port", published_at=on("2024-05-01")),
    )


def leaf_through(
    catalog: Catalog, *words: str, sort: Sort = "best", limit: int = 9, offset: int = 0, **more: str
) -> Browsed:
    filters = Filters(**{name: (value,) for name, value in more.items()})  # type: ignore[arg-type]
    with catalog.snapshot() as snapshot:
        return browse(snapshot, words, filters, sort=sort, limit=limit, offset=offset)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", ["a", "c", "b"]), ("oldest", ["c", "a", "b"]), ("title", ["b", "a", "c"]), ("best", ["a", "c", "b"])],
)
@pytest.mark.usefixtures("stored")
def test_order_and_copies_stand_behind_the_earliest(catalog: Catalog, sort: Sort, expected: list[str]) -> None:
    found = leaf_through(catalog, sort=sort)
    assert sorted(leaf.article_id for leaf in found.leaves) == sorted(expected)
    assert [leaf.article_id for leaf in found.leaves] == expected
    assert (found.articles, found.texts) == (4, 3)
    [folded] = [leaf for leaf in found.leaves if leaf.copies]
    assert (folded.article_id, folded.others, folded.copies) == ("c", ("Buoy",), 1)


@pytest.mark.usefixtures("stored")
def test_a_page_at_a_time(catalog: Catalog) -> None:
    pages = [leaf_through(catalog, sort="title", limit=1, offset=place).leaves for place in range(4)]
    assert [leaf.article_id for page in pages for leaf in page] == ["b", "a", "c"]


@pytest.mark.usefixtures("stored")
def test_words_must_stand_in_one_place_and_are_marked(catalog: Catalog) -> None:
    found = leaf_through(catalog, "ferry", "crane")
    assert [leaf.article_id for leaf in found.leaves] == ["b"]
    assert f"{FOUND}ferry{FOUND_END}" in found.leaves[0].excerpt
    assert leaf_through(catalog, "no such words").articles == 0


@pytest.mark.usefixtures("stored")
def test_a_facet_counts_what_its_own_choice_would_leave(catalog: Catalog) -> None:
    found = leaf_through(catalog, sources="Quay")
    assert found.articles == 2
    assert found.sources == {"Quay": 2, "Buoy": 1, "Mast": 1}
    assert found.kinds == {"news": 2}
    assert leaf_through(catalog, kinds="opinion").sources == {"Mast": 1}
    assert leaf_through(catalog).sections == {"port": 1}


@pytest.mark.usefixtures("stored")
def test_months_and_what_has_none(catalog: Catalog) -> None:
    calendar = leaf_through(catalog).calendar
    assert calendar == (
        Month("Quay", "2024-03", 1),
        Month("Buoy", "2024-05", 1),
        Month("Quay", "2024-05", 1),
        Month("Mast", None, 1),
    )
    assert by_month(calendar) == {"2024-03": 1, "2024-05": 2}
