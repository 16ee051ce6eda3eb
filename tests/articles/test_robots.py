import pytest

from assistant.articles.robots import LONGEST_DELAY, Robots, rules_of

RULES = """
User-agent: *
Disallow: /private/
Allow: /private/open
Crawl-delay: 2

User-agent: news-assistant
Disallow: /*.pdf$
"""


def test_our_own_group_comes_before_the_one_for_all() -> None:
    rules = rules_of(RULES)
    assert rules.allows("http://news.example/private/a")
    assert not rules.allows("http://news.example/a.pdf")


@pytest.mark.parametrize("text", ["", "nonsense", "<html>not found</html>", "Disallow: /\x00"])
def test_what_is_no_rule_closes_nothing(text: str) -> None:
    assert rules_of(text).allows("http://news.example/a")


def test_a_delay_has_an_end() -> None:
    assert rules_of("User-agent: *\nCrawl-delay: 3").delay == 3
    assert rules_of("User-agent: *\nCrawl-delay: 9999999").delay == LONGEST_DELAY


def test_open_and_closed() -> None:
    assert Robots.open().allows("http://news.example/")
    assert not Robots.closed("").allows("http://news.example/")
