"""Markup that would keep a parser busy for minutes is told before it is parsed; ordinary markup passes."""

import contextlib
import time

import pytest

from assistant.articles.tag_bounds import check_tags
from assistant.errors import InputError

PARAGRAPH = "<p>The bridge over the Arn opened to traffic on Friday morning.</p>"
MANY = "".join(f" a{number}=1" for number in range(12_000))


@pytest.mark.parametrize(
    "page",
    [
        PARAGRAPH * 1_000,
        f'<img src="data:image/png;base64,{"QUJD" * 100_000}">' + PARAGRAPH,
        "<div data-state='" + '"key": 1, ' * 20_000 + f"'>{PARAGRAPH}</div>",
        "<script>" + "for(var i=0;i<n;i++){x='a'}" * 5_000 + "</script>" + PARAGRAPH,
    ],
)
def test_an_ordinary_page_passes(page: str) -> None:
    check_tags(page)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<br>" * 30_001, "30,001 tags"),
        (f"<body{MANY}>{PARAGRAPH}", "12,000 attributes"),
        (f"<body{MANY}", "12,000 attributes"),
        ("<body" + MANY.replace("=1", '="<"') + ">", "12,000 attributes"),
        ("<body" + MANY.replace("=1", "='>'") + ">", "12,000 attributes"),
        ("<body" + " a" * 12_000 + ">", "attributes"),
    ],
)
def test_what_no_page_holds_is_refused(page: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_tags(page)


@pytest.mark.parametrize(
    "page", ['<a "' * 20_000, "<a '\"" * 20_000, "<a =" * 29_000, "<a" + " " * 1_000_000, "<a b=" * 9]
)
def test_open_quotes_take_no_longer(page: str) -> None:
    start = time.process_time()
    with contextlib.suppress(InputError):
        check_tags(page)
    assert time.process_time() - start < 2
