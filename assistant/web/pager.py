"""Links to the page before and the page after."""

from collections.abc import Callable

from assistant.web.markup import text


def pager(page: int, pages: int, address: Callable[[int], str]) -> str:
    """Return the links; empty where everything is on one page.

    Args:
        page: The one that is shown.
        pages: How many there are.
        address: Of a page by its number, not escaped yet.
    """
    if pages < 2:  # noqa: PLR2004
        return ""
    back = _link(address(page - 1), "Previous", "prev") if page > 1 else "<span></span>"
    on = _link(address(page + 1), "Next", "next") if page < pages else "<span></span>"
    return f'<nav class="pager" aria-label="Pages">{back}<span>Page {page:,} of {pages:,}</span>{on}</nav>'


def _link(address: str, words: str, relation: str) -> str:
    return f'<a rel="{relation}" href="{text(address)}">{words}</a>'
