import dataclasses
import datetime as dt
from html.parser import HTMLParser

import pytest

from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence
from assistant.answering.checks.reason import Reason
from assistant.retrieval.query import Chip, Filters
from assistant.web import render
from tests.web.fake_desk import FakeDesk

ASKED = dt.date(2021, 4, 1)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def answer() -> Answer:
    return FakeDesk().answer("astronauts")


def hostile_answer(*, refused: bool = False) -> Answer:
    """An answer in which every string tries to become markup."""
    quote = Citation(1, HOSTILE, 1, HOSTILE, HOSTILE, "2021-03-29", "javascript:alert(1)", 0, 5, HOSTILE)
    coverage = dataclasses.replace(FakeDesk().coverage(), sources={HOSTILE: 1})
    near = dataclasses.replace(coverage, nearest=tuple(map(render_card, [quote])))
    sentences = (Sentence(HOSTILE, HOSTILE + ' " onclick=x [1](javascript:x) **', (1,), "partly"),)
    return Answer(HOSTILE, HOSTILE, HOSTILE, refused, sentences, (quote,), (), near)


class Attributes(HTMLParser):
    """Collects every attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [name for name, _ in attrs]


def attributes(page: str) -> list[str]:
    parser = Attributes()
    parser.feed(page)
    return parser.found


def render_card(citation: Citation) -> ArticleCard:
    return ArticleCard(citation.article_id, 1, citation.title, citation.source, citation.published_at, citation.url)


@pytest.mark.parametrize("refused", [False, True])
def test_nothing_of_an_article_becomes_markup(refused: bool) -> None:  # noqa: FBT001
    html = render.turn(1, HOSTILE, render.answered(1, hostile_answer(refused=refused), ASKED), state="answered")
    assert "<img" not in html
    assert not any(name.startswith("on") for name in attributes(html))
    assert 'href="javascript' not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_every_citation_is_a_link_to_its_span(answer: Answer) -> None:
    html = render.answered(1, answer, ASKED)
    citation = answer.citations[0]
    where = f"/article?id=crew-dragon&amp;version=1&amp;start={citation.start}&amp;end={citation.end}#cited"
    assert html.count(f'href="{where}"') == 2  # behind the sentence and on the card
    assert "Source 1: Meridian Wire, 30 May 2020" in html


def test_the_short_answer_comes_first(answer: Answer) -> None:
    html = render.answered(1, answer, ASKED)
    assert html.index('class="short"') < html.index('class="words"')


def test_supported_sentences_carry_no_sign_and_others_do() -> None:
    supported = render.sentence(Sentence("", "Yes.", (), "supported"), {})
    assert "verdict" not in supported
    assert "partly supported" in render.sentence(Sentence("", "Maybe.", (), "partly"), {})
    assert "not in the sources" in render.sentence(Sentence("", "No.", (), "not_found"), {})


def test_the_sign_says_why_to_the_pointer_and_to_a_screen_reader_alike() -> None:
    reasons = (Reason("number", "<12>", "13"), Reason("name", "Hall"))
    html = render.sentence(Sentence("", "Twelve.", (), "partly", reasons), {})
    said = "number not in its sources: &lt;12&gt; (there: 13); name not in its sources: Hall"
    assert f'title="Only part of this sentence was found in the sources. N{said[1:]}"' in html
    assert f'<span class="unseen">: {said}</span>' in html


def test_a_lead_stands_apart_from_the_quotation() -> None:
    shown = render.sentence(Sentence("[Ada <b>]", "No.", (), "supported"), {})
    assert f'<span class="lead" title="{render.LEAD}">[Ada &lt;b&gt;]</span> <span class="said">' in shown


def test_unknown_citation_numbers_are_left_out() -> None:
    assert "cite" not in render.sentence(Sentence("", "Yes.", (7,), "supported"), {})


def test_a_refusal_shows_what_the_archive_holds() -> None:
    html = render.answered(1, FakeDesk().answer("chess"), ASKED)
    assert "does not hold an answer" in html
    assert "30 May 2020 to 11 July 2022" in html
    assert "Meridian Wire</bdi>&nbsp;(2)" in html
    assert "Related, not evidence" in html
    assert "blockquote" not in html


def test_coverage_under_filters_that_leave_nothing() -> None:
    assert "No article passes the filters" in render.coverage(Coverage(None, None, 0, {}))


def test_coverage_shows_what_the_reader_should_know_escaped() -> None:
    for articles in (0, 7):
        shown = render.coverage(Coverage(None, None, articles, {}, remarks=("The filter outlet <b> leaves nothing.",)))
        assert '<p class="remark" dir="auto">The filter outlet &lt;b&gt; leaves nothing.</p>' in shown


def test_coverage_of_a_kept_answer_says_nothing_of_outlets() -> None:
    assert "Outlets" in render.coverage(Coverage("2021", "2021", 7, {"A": 7}))
    assert "Outlets" not in render.coverage(Coverage("2021", "2021", 7, {}))


def test_coverage_counts_the_outlets_it_does_not_name() -> None:
    assert "and 2 more" in render.coverage(Coverage("2021", "2021", 7, {f"Outlet {n}": 1 for n in range(7)}))


def test_period() -> None:
    assert render.period("2021", "2021") == "2021"
    assert render.period(None, None) == "no dated articles"


def test_receipt_is_silent_without_figures() -> None:
    empty = Answer(
        "q", "a", "", refused=False, sentences=(), citations=(), passages=(), coverage=Coverage(None, None, 0, {})
    )
    assert render.receipt(empty) == ""


def test_filters_are_shown_with_the_question() -> None:
    limits = Filters(sources=(HOSTILE,), since="2020-01-01", until="2021-01-01", as_of="2022-01-01", kinds=("live",))
    limited = render.limits(limits)
    assert "from 2020-01-01 · until 2021-01-01 · as of 2022-01-01 · <bdi>live</bdi>" in limited
    assert "<img" not in limited
    assert render.limits(Filters()) == render.limits(None) == ""


def test_what_was_understood_is_a_button_on_the_last_turn_only() -> None:
    chips = (Chip('outlet:"><img>', "outlet", HOSTILE),)
    shown = render.understood(chips, (Chip("recent", "recent", "recent"),), is_last=True)
    assert shown.count("<button") == 2
    assert "<img" not in shown
    assert render.understood(chips, chips, is_last=True, is_answering=True).count(" disabled>") == 2
    past = render.understood(chips, (), is_last=False)
    assert "<button" not in past
    assert "<span" in past
    assert render.understood((), (), is_last=True) == ""
