import pytest

from assistant.web import markup


def test_label_is_one_escaped_line_without_direction_marks() -> None:
    assert markup.label("<img src=x onerror=alert(1)>\n  \u202egnp.exe") == "&lt;img src=x onerror=alert(1)&gt; gnp.exe"


def test_a_missing_label_has_words() -> None:
    assert markup.label(None, "Untitled article") == markup.label(" \u202e ", "Untitled article") == "Untitled article"


@pytest.mark.parametrize("url", ["https://example.org/a?b=1", "http://example.org:8080/ä"])
def test_web_addresses_pass(url: str) -> None:
    assert markup.web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "java\nscript:alert(1)",
        " https://example.org",
        "https://exam\u202eple.org",
        "data:text/html,x",
        "https:///nohost",
        "//example.org",
        "http://[::1",
        "file:///etc/passwd",
    ],
)
def test_other_addresses_do_not(url: str | None) -> None:
    assert markup.web_address(url) is None
    assert markup.outside_link(url) == ""


def test_an_outside_link_cannot_leave_its_attribute() -> None:
    link = markup.outside_link("https://example.org/\"onmouseover='x'")
    assert 'href="https://example.org/&quot;onmouseover=&#x27;x&#x27;"' in link
    assert 'rel="noopener noreferrer"' in link


def test_permalink_encodes_any_id() -> None:
    assert markup.permalink('a&b"/ä', 2, 3, 9) == "/article?id=a%26b%22%2F%C3%A4&version=2&start=3&end=9#cited"
    assert markup.permalink("a", 1) == "/article?id=a&version=1"


def test_backticks_become_code() -> None:
    assert markup.with_code("Run `a <b>` now.") == "Run <code>a &lt;b&gt;</code> now."
    assert markup.with_code("one ` alone") == "one ` alone"


def test_shortened_keeps_the_limit() -> None:
    assert markup.shortened("abcdef", 4) == "abc…"
    assert markup.shortened("abcd", 4) == "abcd"


def test_copies_are_folded() -> None:
    assert "Also in 4 other outlets" in markup.also_in(("A", "B", "C", "D"), 5)
    assert "The archive has it 3 times." in markup.also_in((), 2)
    assert markup.also_in((), 0) == ""
