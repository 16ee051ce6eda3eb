"""What a reader wants to see of the archive, as it stands in the page's address."""

from dataclasses import dataclass, field, replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from assistant.catalog.browsing import Sort
from assistant.catalog.filters import Day, Filters

PER_PAGE = 20

FACETS = {"source": "sources", "section": "sections", "kind": "kinds", "language": "languages"}
"""Name in the address of each list of `Filters`."""

_FURTHEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, filters, order and page; everything a list of articles depends on."""

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "best"
    page: int = 1

    @property
    def offset(self) -> int:
        """Articles on the pages before."""
        return (self.page - 1) * PER_PAGE

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.words and self.filters.is_empty()

    def address(self, page: int = 1) -> str:
        """Return the address of one page of it; not escaped yet."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name, plural in FACETS.items() for value in getattr(self.filters, plural)]
        pairs += [(name, str(day)) for name in ("since", "until") if (day := getattr(self.filters, name))]
        pairs += [("sort", self.sort)] if self.sort != "best" else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"/archive?{urlencode(pairs)}" if pairs else "/archive"

    def toggled(self, facet: str, value: str) -> "Wanted":
        """Return it with one value of a facet chosen, or chosen no more."""
        chosen: tuple[str, ...] = getattr(self.filters, FACETS[facet])
        values = tuple(name for name in chosen if name != value) if value in chosen else (*chosen, value)
        changed: dict[str, Any] = {FACETS[facet]: values}
        return replace(self, filters=replace(self.filters, **changed))

    def between(self, since: Day, until: Day) -> "Wanted":
        """Return it for another period."""
        return replace(self, filters=replace(self.filters, since=since, until=until))


def read_address(query: str) -> Wanted:
    """Return what the part of an address after the question mark asks for; what nobody knows is passed over."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, errors="replace"):
        found.setdefault(name, []).append(value.strip())
    last = {name: values[-1] for name, values in found.items()}
    chosen: dict[str, Any] = {plural: tuple(filter(None, found.get(name, ()))) for name, plural in FACETS.items()}
    filters = Filters(**chosen, since=last.get("since") or None, until=last.get("until") or None)
    sort = last.get("sort", "best")
    page = last.get("page", "1")
    return Wanted(
        last.get("q", ""),
        filters,
        next((known for known in get_args(Sort) if known == sort), "best"),
        min(int(page), _FURTHEST_PAGE) if page.isascii() and page.isdigit() and int(page) else 1,
    )


@dataclass(frozen=True, slots=True)
class Removal:
    """Which articles shall go, as it stands in a form; an empty field says nothing."""

    id: str = ""
    source: str = ""
    before: str = ""
    after: str = ""
