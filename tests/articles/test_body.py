"""Each rule for the body of a page, on pages of invented outlets: what goes, and what the rule must leave alone."""

import pytest
from lxml import html

from assistant.articles.body import RULES, body_of

P = (
    "The bridge over the Arn opened to traffic on Friday morning, two years after a barge struck its pier in fog.",
    "The repair cost 41 million crowns, of which the insurer of the barge paid a third, the county said in a report.",
    "Lorries of over thirty tonnes must still take the ferry until the new railings have been tested in a storm.",
    "The ferry, which had carried four thousand people a day, will be kept in the harbour of the town as a reserve.",
)
PARAGRAPHS = [f"<p>{paragraph}</p>" for paragraph in P]
HEAD = (
    "<head><title>Bridge opens after two years - Sample Courier</title>"
    '<link rel="canonical" href="https://courier.example/bridge"></head>'
)


def found(body: str, *lines: str) -> list[str]:
    tree = html.fromstring(f"<html>{HEAD}<body>{body}</body></html>")
    return body_of(tree, "\n".join(lines))


def article(*blocks: str, before: str = "", after: str = "") -> str:
    return f"{before}<article>{''.join(blocks)}</article>{after}"


def test_the_headline_goes_in_every_form() -> None:
    page = article(*PARAGRAPHS, before="<h1>Bridge <em>opens</em> after two years</h1>")
    assert found(page, "Bridge opens after two years", *P) == [*P]
    assert found(page, "Bridge opens after two years – Sample Courier", *P) == [*P]


@pytest.mark.parametrize("stamp", ["17:41, October 13, 2024", "Freitag, 22. Oktober 2010", "2024-05-07 10:00"])
def test_a_date_at_the_top_goes(stamp: str) -> None:
    assert found(article(f"<p>{stamp}</p>", *PARAGRAPHS), stamp, *P) == [*P]


@pytest.mark.parametrize("line", ["The summer of 2019", "It opened on 3 May 2019.", "Price: 23.99"])
def test_other_first_lines_stay(line: str) -> None:
    assert found(article(f"<p>{line}</p>", *PARAGRAPHS), line, *P) == [line, *P]


def test_a_link_to_another_article_goes() -> None:
    teaser = '<p>Related: <a href="/ferry">Ferry crews vote on new contract</a></p>'
    page = article(PARAGRAPHS[0], teaser, *PARAGRAPHS[1:])
    assert found(page, P[0], "Related: Ferry crews vote on new contract", *P[1:]) == [*P]


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (
            '<p><a href="https://shop.example/lamp">A lamp for the deck of a ship</a></p>',
            "A lamp for the deck of a ship",
        ),
        ('<p><a href="/full">courier.example/full</a></p>', "https://courier.example/full"),
        (
            '<p>The town said that <a href="/ferry">crews of the ferry had voted on a contract</a>, which ended.</p>',
            "The town said that crews of the ferry had voted on a contract, which ended.",
        ),
    ],
)
def test_links_of_the_article_stay(block: str, line: str) -> None:
    block = block.replace("courier.example/full<", "https://courier.example/full<")
    assert found(article(PARAGRAPHS[0], block, *PARAGRAPHS[1:]), P[0], line, *P[1:]) == [P[0], line, *P[1:]]


def test_a_list_of_other_articles_goes_with_its_teasers() -> None:
    cards = (
        '<div><div><a href="/a">Ferry crews vote on their new contract today</a><p>A short text.</p></div>'
        '<div><a href="/b">Harbour to be dredged before the storms come</a><p>Another one.</p></div></div>'
    )
    page = article(PARAGRAPHS[0], cards, *PARAGRAPHS[1:])
    assert found(page, P[0], "A short text.", "Another one.", *P[1:]) == [*P]


@pytest.mark.parametrize(
    "box",
    [
        "<aside><p>{}</p></aside>",
        "<figure><img><figcaption>{}</figcaption></figure>",
        '<div role="complementary">{}</div>',
    ],
)
def test_what_stands_in_a_box_goes(box: str) -> None:
    line = "The bridge in the spring of last year, seen from the tower."
    assert found(article(PARAGRAPHS[0], box.format(line), *PARAGRAPHS[1:]), P[0], line, *P[1:]) == [*P]


def test_what_comes_after_the_article_goes() -> None:
    line = "The Sample Courier is made by forty people in the old mill; it comes out every day but Sunday, since 1921."
    assert found(article(*PARAGRAPHS * 3, after=f"<div><p>{line}</p></div>"), *P * 3, line) == [*P * 3]


def test_a_name_before_the_article_goes_and_a_summary_stays() -> None:
    summary = "Two years after the accident, cars can cross again."
    before = f"<div><span>Ada Moss</span></div><div><p>{summary}</p></div>"
    assert found(article(*PARAGRAPHS, before=before), "Ada Moss", summary, *P) == [summary, *P]


def test_a_lost_subheading_comes_back() -> None:
    page = article(*PARAGRAPHS[:2], '<div class="sub">Who pays for it?</div>', *PARAGRAPHS[2:])
    assert found(page, *P) == [*P[:2], "Who pays for it?", *P[2:]]


@pytest.mark.parametrize(
    "block",
    [
        "<div><button>Share</button> this page</div>",
        '<div><a href="/more">More of this kind on our pages</a></div>',
        "<div><p>Words in a block of blocks</p></div>",
        "<script>var words = 1;</script>",
    ],
)
def test_controls_and_links_do_not_come_back(block: str) -> None:
    assert found(article(*PARAGRAPHS[:2], block, *PARAGRAPHS[2:]), *P) == [*P]


def test_a_lost_part_of_the_article_comes_back_in_its_place() -> None:
    parts = [f'<div class="chunk">{"".join(PARAGRAPHS[n : n + 2])}</div>' for n in (0, 2)]
    assert found(article(*parts), *P[:2]) == [*P]
    assert found(article(*parts), *P[2:]) == [*P]


def test_a_second_article_stays_out() -> None:
    chunk = '<div class="chunk">{}</div>'
    second = "".join(PARAGRAPHS[2:])
    page = article(chunk.format("".join(PARAGRAPHS[:2])), before="<h1>Bridge</h1>", after=article(chunk.format(second)))
    assert found(page, *P[:2]) == [*P[:2]]
    under_headline = f"<h1>Bridge</h1>{chunk.format(''.join(PARAGRAPHS[:2]))}<h1>Ferry</h1>{chunk.format(second)}"
    assert found(under_headline, *P[:2]) == [*P[:2]]


def test_a_page_of_nothing_but_links_keeps_its_text() -> None:
    page = '<ul><li><a href="/a">Ferry crews vote</a></li><li><a href="/b">Harbour dredged</a></li></ul>'
    assert found(page, "- Ferry crews vote", "- Harbour dredged") == ["- Ferry crews vote", "- Harbour dredged"]


def test_without_rules_nothing_changes() -> None:
    tree = html.fromstring(
        f"<html>{HEAD}<body><h1>Bridge opens after two years</h1>{''.join(PARAGRAPHS)}</body></html>"
    )
    lines = ["Bridge opens after two years", *P]
    assert body_of(tree, "\n".join(lines), {}, recover=False) == lines
    assert body_of(tree, "\n".join(lines), {"headline": RULES["headline"]}, recover=False) == [*P]
