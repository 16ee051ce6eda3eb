"""The archive as a list: a search box, what can be chosen, and one page of articles."""

from collections.abc import Mapping

from assistant.catalog.browsing import FOUND, FOUND_END, Browsed, Leaf, by_month
from assistant.web.archive import plots
from assistant.web.archive.wanted import FACETS, PER_PAGE, Wanted
from assistant.web.markup import also_in, isolated, label, permalink, plain, text
from assistant.web.pager import pager
from assistant.web.reading import KINDS
from assistant.web.when import time_tag

SORTS = {"best": "Best match", "newest": "Newest first", "oldest": "Oldest first", "title": "Title"}
_HEADINGS = {"source": "Outlet", "section": "Section", "kind": "Kind", "language": "Language"}
_SHOWN_AT_ONCE = 8


def listing(wanted: Wanted, found: Browsed) -> str:
    """Return the page's content."""
    pages = pager(wanted.page, -(-found.texts // PER_PAGE), wanted.address)
    return (
        '<div class="archive"><h1 class="unseen">Archive</h1>'
        f'{_search(wanted)}<div class="columns"><aside class="facets" aria-label="What can be chosen">'
        f'{_facets(wanted, found)}</aside><section aria-label="Articles">{_period(wanted, found)}'
        f"{_chosen(wanted)}{_count(wanted, found)}{_leaves(found)}{pages}</section></div></div>"
    )


def _search(wanted: Wanted) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == wanted.sort else ""}>{name}</option>'
        for value, name in SORTS.items()
    )
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{text(value)}">'
        for name, plural in FACETS.items()
        for value in getattr(wanted.filters, plural)
    )
    return (
        '<form class="finder" method="get" action="/archive" role="search">'
        f'<label class="grow"><span>Words</span><input type="search" name="q" value="{text(wanted.words)}"'
        ' placeholder="Search the articles"></label>'
        f'<label><span>From</span><input type="date" name="since" value="{text(wanted.filters.since or "")}"></label>'
        f'<label><span>To</span><input type="date" name="until" value="{text(wanted.filters.until or "")}"></label>'
        f'<label><span>Order</span><select name="sort">{options}</select></label>{kept}'
        '<button type="submit" class="act">Search</button></form>'
    )


def _facets(wanted: Wanted, found: Browsed) -> str:
    return "".join(
        _facet(wanted, name, getattr(found, plural), getattr(wanted.filters, plural))
        for name, plural in FACETS.items()
        if len(getattr(found, plural)) > 1 or getattr(wanted.filters, plural)
    )


def _facet(wanted: Wanted, name: str, counts: Mapping[str, int], chosen: tuple[str, ...]) -> str:
    values = [value for value in chosen if value not in counts] + list(counts)
    rows = [_value(wanted, name, value, counts.get(value, 0), is_on=value in chosen) for value in values]
    rest = rows[_SHOWN_AT_ONCE:]
    more = f"<details><summary>{len(rest)} more</summary><ul>{''.join(rest)}</ul></details>" if rest else ""
    shown = "".join(rows[:_SHOWN_AT_ONCE])
    return f'<details class="facet" open><summary>{_HEADINGS[name]}</summary><ul>{shown}</ul>{more}</details>'


def _value(wanted: Wanted, name: str, value: str, count: int, *, is_on: bool) -> str:
    state = ' aria-current="true"' if is_on else ""
    return (
        f'<li><a href="{text(wanted.toggled(name, value).address())}"{state}><span>{isolated(value)}</span>'
        f'<span class="count">{count:,}</span></a></li>'
    )


def _period(wanted: Wanted, found: Browsed) -> str:
    drawn = plots.bars(by_month(found.calendar))
    if not drawn:
        return ""
    # The script fills in the period of a bar; without it the fields above do the same.
    address = text(wanted.between("SINCE", "UNTIL").address())
    return f'<figure class="period" data-choose="{address}">{plots.histogram(drawn)}{plots.axis(drawn)}</figure>'


def _chosen(wanted: Wanted) -> str:
    chips = [
        (value, wanted.toggled(name, value))
        for name, plural in FACETS.items()
        for value in getattr(wanted.filters, plural)
    ]
    since, until = wanted.filters.since, wanted.filters.until
    if since:
        chips.append((f"from {since}", wanted.between(None, until)))
    if until:
        chips.append((f"until {until}", wanted.between(since, None)))
    links = "".join(
        f'<li><a class="understood-chip" href="{text(without.address())}" aria-label="Without: {label(name)}">'
        f'{isolated(name)} <span aria-hidden="true">✕</span></a></li>'
        for name, without in chips
    )
    return f'<ul class="chosen">{links}</ul>' if links else ""


def _count(wanted: Wanted, found: Browsed) -> str:
    if not found.articles:
        return (
            '<div class="card"><h2>Nothing here</h2><p>No article holds all of these words in one place and passes the '
            'choices above. Take one away, or <a href="/">ask a question</a> instead.</p></div>'
        )
    repeats = found.articles - found.texts
    folded = f", {repeats:,} of them a copy of another" if repeats else ""
    last = min(wanted.offset + PER_PAGE, found.texts)
    shown = f" · {wanted.offset + 1:,} to {last:,} shown" if found.texts > PER_PAGE and last > wanted.offset else ""
    return f'<p class="receipt">{found.articles:,} article{"s" * (found.articles != 1)}{folded}{shown}</p>'


def _leaves(found: Browsed) -> str:
    return f'<ol class="leaves">{"".join(map(_leaf, found.leaves))}</ol>' if found.leaves else ""


def _leaf(leaf: Leaf) -> str:
    kind = f'<span class="kind">{KINDS[leaf.kind]}</span>' if leaf.kind in KINDS else ""
    version = f'<span class="edition">version {leaf.version}</span>' if leaf.version > 1 else ""
    return (
        f'<li><p class="byline"><span class="outlet">{isolated(leaf.source, "Unknown outlet")}</span>'
        f"{time_tag(leaf.published_at)}{kind}{version}</p>"
        f'<a class="source-title" dir="auto" href="{text(permalink(leaf.article_id, leaf.version))}">'
        f"{isolated(leaf.title, 'Untitled article')}</a>"
        f'<p class="excerpt" dir="auto">{_excerpt(leaf.excerpt)}</p>{also_in(leaf.others, leaf.copies)}</li>'
    )


def _excerpt(words: str) -> str:
    """Return an excerpt on one line, the words that were looked for marked; what is no text in it goes."""
    first, *parts = " ".join(words.split()).split(FOUND)
    marked = (part.partition(FOUND_END) for part in parts)
    ends = "" if words.rstrip().endswith(("…", ".", "!", "?", "”", '"')) else " …"
    return plain(first) + "".join(f"<mark>{plain(found)}</mark>{plain(rest)}" for found, _, rest in marked) + ends
