"""The byline near the headline gives the authors; those of other stories, editors and furniture do not."""

import pytest
from lxml import html

from assistant.articles.page_bylines import are_editors, printed_authors

PAGE = """<html><body><nav><span class="author">Zed Away</span></nav>
<main><article><header><h1>Bridge opens</h1>{}</header><p>It rained.</p></article></main>
<aside><div class="teaser"><span class="author">Cy Reed</span></div></aside></body></html>"""


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ('<a rel="author" href="/x">Ada Moss</a>', ("Ada Moss",)),
        ('<span itemprop="author">Ada Moss</span>', ("Ada Moss",)),
        ('<div class="ArticleHeader-byline">By <a>Ada Moss</a> and <a>Ben Thorn</a></div>', ("Ada Moss", "Ben Thorn")),
        ('<div class="post-author">by Ada Moss</div>', ("Ada Moss",)),
        ('<li class="authors__list-item">von Ada Moss</li>', ("Ada Moss",)),
        ('<div class="byline"><span class="author">Ada Moss</span></div>', ("Ada Moss",)),
        ('<span class="author">岳弘彬</span>', ("岳弘彬",)),
        ('<div class="author-2">Ada Moss</div><div class="author-bio">Likes Red Wine</div>', ("Ada Moss",)),
        ('<figure><span class="image-author">Ben Thorn</span></figure>', ()),
        ('<span class="author">Follow Us</span><span class="byline">Updated 12 May</span>', ()),
        ('<div class="byline">Ada Moss<br>Monday, 6 May 2024</div>', ("Ada Moss",)),
        ('<span class="authorised">Ada Moss</span>', ()),
        ("<p>Ada Moss</p>", ()),
        ("<p>(责编：牛镛、岳弘彬)</p>", ("牛镛", "岳弘彬")),
    ],
)
def test_the_byline_by_the_headline(byline: str, authors: tuple[str, ...]) -> None:
    assert printed_authors(html.fromstring(PAGE.format(byline)), "Bridge opens") == authors


def test_a_page_without_headings_is_searched_in_its_article() -> None:
    page = html.fromstring('<body><article><p class="byline">By Ada Moss</p></article></body>')
    assert printed_authors(page, None) == ("Ada Moss",)
    assert printed_authors(html.fromstring("<body><p>It rained.</p></body>"), None) == ()


def test_editors_are_told_by_their_label() -> None:
    page = html.fromstring("<body><div>Editor : <a>Ada Moss</a></div><p>By Ben Thorn</p></body>")
    assert are_editors(page, ("Ada Moss",))
    assert not are_editors(page, ("Ben Thorn",))
    assert not are_editors(page, ("Ada Moss", "Ben Thorn"))
    assert not are_editors(page, ())
