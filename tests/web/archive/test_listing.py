from dataclasses import replace

from assistant.catalog.browsing import FOUND, FOUND_END, Browsed, Leaf, Month
from assistant.catalog.filters import Filters
from assistant.web.archive.listing import listing
from assistant.web.archive.wanted import Wanted

HOSTILE = '"><script>alert(1)</script>'
LEAF = Leaf("a b", 2, HOSTILE, HOSTILE, "2024-03", None, "opinion", "en", f"The {FOUND}ferry{FOUND_END} <b>sank", (), 0)
FOUND_45 = Browsed(45, 43, (LEAF,), {HOSTILE: 40, "Quay": 5}, {}, {"opinion": 45}, {}, (Month(HOSTILE, "2024-03", 45),))


def test_everything_from_outside_is_escaped() -> None:
    page = listing(Wanted(HOSTILE, Filters(sources=(HOSTILE,), sections=(HOSTILE,))), FOUND_45)
    assert "<script" not in page
    assert "The <mark>ferry</mark> &lt;b&gt;sank …" in page


def test_what_can_be_chosen_links_to_it_and_what_is_chosen_away_from_it() -> None:
    page = listing(Wanted(filters=Filters(sources=("Quay",), since="2024-01-01")), FOUND_45)
    assert 'href="/archive?since=2024-01-01" aria-current="true"' in page
    assert 'href="/archive?source=Quay" aria-label="Without: from 2024-01-01"' in page


def test_pages() -> None:
    page = listing(Wanted(page=2, sort="oldest"), FOUND_45)
    assert "45 articles, 2 of them a copy of another · 21 to 40 shown" in page
    assert 'rel="prev" href="/archive?sort=oldest"' in page
    assert 'rel="next" href="/archive?sort=oldest&amp;page=3"' in page
    assert 'rel="next"' not in listing(Wanted(page=3), FOUND_45)


def test_nothing_found_says_so() -> None:
    nothing = replace(FOUND_45, articles=0, texts=0, leaves=(), calendar=())
    assert "Nothing here" in listing(Wanted("x"), nothing)
