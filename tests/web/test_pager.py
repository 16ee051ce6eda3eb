import pytest

from assistant.web.pager import pager


def address(number: int) -> str:
    return f'?q="a"&page={number}'


@pytest.mark.parametrize("pages", [0, 1])
def test_everything_on_one_page_needs_no_links(pages: int) -> None:
    assert pager(1, pages, address) == ""


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [(1, None, 2), (2, 1, 3), (3, 2, None)],
)
def test_each_page_leads_to_its_neighbours(page: int, before: int | None, after: int | None) -> None:
    links = pager(page, 3, address)
    assert f"Page {page} of 3" in links
    for relation, number in (("prev", before), ("next", after)):
        assert (f'<a rel="{relation}"' in links) is (number is not None)
        assert number is None or f'rel="{relation}" href="?q=&quot;a&quot;&amp;page={number}"' in links


def test_the_place_of_the_number_does_not_depend_on_the_page() -> None:
    first, last = pager(1, 2, address), pager(2, 2, address)
    assert first.index("<span></span>") < first.index("Page 1")
    assert last.index("<span></span>") > last.index("Page 2")


def test_it_is_called_by_name_and_counts_in_thousands() -> None:
    links = pager(1234, 5678, address)
    assert links.startswith('<nav class="pager" aria-label="Pages">')
    assert "Page 1,234 of 5,678" in links
