"""Markdown reads as prose does."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.markup import plain_text


def test_reads_as_paragraphs() -> None:
    markdown = """# Bridge *opens*

The **old bridge** over the [Arn](https://example.org/arn "river") opened
on Friday &mdash; see `map`.\\
It is 300&nbsp;m long.

![a picture](bridge.jpg)

## What it cost

- 41 million crowns
- two years
  1. of digging

> "At last," the mayor said.

| Year | Cars |
|------|------|
| 2023 | 1,000 |

---

<!-- a note --><div>Set in <b>HTML</b></div>

    code & more
"""
    text, heading = plain_text(markdown)
    assert heading == "Bridge opens"
    assert text.split("\n\n") == [
        "Bridge opens",
        "The old bridge over the Arn opened on Friday \u2014 see map.\nIt is 300\u00a0m long.",
        "What it cost",
        "41 million crowns",
        "two years",
        "of digging",
        '"At last," the mayor said.',
        "Year | Cars",
        "2023 | 1,000",
        "Set in HTML",
        "code & more",
    ]


def test_hidden_markup_goes_and_tickers_stay() -> None:
    text, _ = plain_text(
        "One <ABC> two<script>\nalert(1)\n</script> three<!-- x\n\ny -->.\n\n<style>p{}</style>\n<p>End</p>"
    )
    assert text == "One <ABC> two three.\n\nEnd"


def test_without_a_heading() -> None:
    assert plain_text("## Second\n\nOnly *words*.") == ("Second\n\nOnly words.", None)


@pytest.mark.parametrize(
    "piece", ["[", "*a", "> ", "- ", "<", "`", "![](", "<!--", "|a", "&#", "<script>", "_a ", "](", "<a "]
)
def test_no_markup_takes_for_ever(piece: str) -> None:
    start = time.perf_counter()
    plain_text(piece * 3_000)
    assert time.perf_counter() - start < 5


@settings(max_examples=200, deadline=None)
@given(st.text("abc #*_[]()<>!`|-\n\\&1.:\"'", max_size=200))
def test_no_text_breaks_it(markdown: str) -> None:
    text, _ = plain_text(markdown)
    assert isinstance(text, str)
