"""The line at the top of every page: the name, where one can go, what the archive holds, light and dark."""

from collections.abc import Iterable

PLACES = (("/", "Ask"), ("/archive", "Archive"), ("/conversations", "Conversations"))
"""Address and name of each part of the house."""


def linked(places: Iterable[tuple[str, str]], here: str) -> str:
    """Return links to places, each an address and a name, the one that is open marked."""
    return "".join(
        f"""<a href="{address}"{' aria-current="page"' if address == here else ""}>{name}</a>"""
        for address, name in places
    )


def masthead(held: str = "", *, here: str = "", places: bool = True) -> str:
    """Return the line.

    Args:
        held: What the archive holds, as HTML.
        here: Address of the part that is open.
        places: Whether there are links to the parts.
    """
    links = f'<nav class="places" aria-label="Parts of the house">{linked(PLACES, here)}</nav>' if places else ""
    return (
        '<div class="masthead"><a class="wordmark" href="/">News assistant</a>'
        f'{links}<span class="held">{held}</span>'
        '<button type="button" class="quiet" id="theme-switch" aria-label="Switch between light and dark">'
        '<span aria-hidden="true">◐</span></button></div>'
    )
