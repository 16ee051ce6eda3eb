"""Which filter leaves nothing."""

from collections.abc import Iterator

import pytest

from assistant import Filters
from assistant.retrieval.emptied import NAMES, remark
from tests.index.tiny import TinyDesk, story, tiny_desk


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("two")
    with tiny_desk(folder / "indexes") as desk:
        rows = [
            story(1, source="Quay", published_at="2023-05-01", section="Harbour"),
            story(2, source="Mast", published_at="2024-05-01", section="Town"),
        ]
        desk.ingest_rows(folder / "a.jsonl", rows)
        yield desk


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ()),
        (Filters(sources=("Quay",)), ()),
        (Filters(sources=("Nobody",)), ("sources",)),
        (Filters(sources=("Nobody",), since="2023-01-01", kinds=("news",)), ("sources",)),
        (Filters(sources=("Quay",), since="2024-01-01"), ("sources", "since")),
        (Filters(sources=("Quay",), since="2024-01-01", kinds=("news",)), ("sources", "since")),
        (Filters(sources=("Quay",), since="2024-01-01", sections=("Town",), languages=("da",)), ("sources",)),
        (Filters(sources=("Quay",), sections=("Town",), until="2023-01-01", as_of="2022-01-01"), ("until", "as_of")),
        (Filters(languages=("en", "de")), ("languages",)),
    ],
)
def test_the_filters_to_blame(filters: Filters, expected: tuple[str, ...], two: TinyDesk) -> None:
    query = two.understand("ferry", filters=filters)
    assert query.emptied_by == expected
    assert bool(query.notes) is bool(expected)
    assert bool(two.search("ferry", filters=filters)) is not bool(expected)


def test_it_is_said_in_words_and_reaches_the_refusal(two: TinyDesk) -> None:
    filters = Filters(sources=("Quay",), since="2024-01-01", kinds=("news",))
    words = "The filters outlet Quay and from 2024-01-01 together leave no article of this archive."
    assert two.understand("ferry", filters=filters).notes == (words,)
    assert two.ask("ferry", filters=filters).coverage.remarks == (words,)
    assert remark(("kinds",), Filters(kinds=("live", "opinion"))) == (
        "The filter kind live or opinion leaves no article of this archive."
    )


def test_an_empty_archive_is_no_fault_of_a_filter(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("none")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [])
        assert desk.understand("ferry", filters=Filters(sources=("Nobody",))).emptied_by == ()


def test_every_filter_has_a_name() -> None:
    assert set(NAMES) == set(Filters.__dataclass_fields__) - {"ignored"}
