"""The frame of every page that the server makes by itself: head, masthead, main."""

from assistant.web.assets import address
from assistant.web.masthead import linked, masthead

_SUBPLACES = (("/archive", "Articles"), ("/archive/coverage", "Coverage"), ("/archive/upkeep", "Upkeep"))


def framed(title: str, content: str, *, here: str = "", wide: bool = False, places: bool = True) -> str:
    """Return a whole page.

    Args:
        title: Escaped already.
        content: What stands in `main`.
        here: Address of the part of the house it belongs to.
        wide: Whether it takes more than the width of a column of text.
        places: Whether the reader may go elsewhere from it; not before logging in.
    """
    styles = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in ("style.css", "pages.css"))
    scripts = "".join(f'<script src="{address(name)}" defer></script>' for name in ("page.js", "talk.js", "pages.js"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{title} · News assistant</title><link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
        f'{styles}{scripts}</head><body class="page{" wide" if wide else ""}">'
        '<a class="skip" href="#main">To the page</a>'
        f'<header>{masthead(here=here, places=places)}</header><main id="main">{content}</main></body></html>'
    )


def archive_places(here: str) -> str:
    """Return the line of links between the pages of the archive."""
    return f'<nav class="subplaces" aria-label="Pages of the archive">{linked(_SUBPLACES, here)}</nav>'
