import pytest

from assistant.catalog.filters import Filters
from assistant.web.archive.wanted import Wanted, read_address

WANTED = Wanted("ship canal", Filters(sources=("A & B", "C"), since="2024-01-01", kinds=("news",)), "oldest", 3)


def test_an_address_is_read_as_it_was_written() -> None:
    address = WANTED.address(3)
    assert read_address(address.partition("?")[2]) == WANTED
    assert Wanted().address() == "/archive"


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=²", "sort=random", "unknown=1", "q=", "%ff=%fe"]
)
def test_what_nobody_knows_is_passed_over(query: str) -> None:
    assert read_address(query) == Wanted()


def test_values_are_chosen_and_chosen_no_more() -> None:
    without = WANTED.toggled("source", "C")
    assert without.filters.sources == ("A & B",)
    assert without.toggled("source", "C").filters.sources == ("A & B", "C")
    assert without.page == WANTED.page
    assert "page" not in without.address()
