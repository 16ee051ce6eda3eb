"""A conversation as a file: footnotes with title, outlet, date, address and words, and nothing hostile gets through."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from assistant.desk.exporting import FORMS, export
from assistant.desk.turns import Turn
from assistant.errors import UsageError

QUOTE = "The *mayor* <b>said</b> [no](https://evil.example) & left\u202e."
CITATION = {
    "number": 1, "article_id": "a", "version": 1, "title": "# Rain <img src=x onerror=alert(1)>", "source": "Wire_x_",
    "published_at": "2024-03-29T10:00:00+00:00", "url": "https://news.example/a?b=1&c=<x>", "start": 0, "end": 5,
    "quote": QUOTE,
}  # fmt: skip
SECOND = CITATION | {"number": 2, "url": "javascript:alert(1)", "published_at": None, "title": None, "source": None}
SENTENCES = [
    {
        "lead": "Of him:",
        "text": "1. It rained <script>alert(1)</script>.",
        "citations": [1],
        "verdict": "supported",
    },
    {"lead": "", "text": "It snowed.", "citations": [1, 2], "verdict": "partly"},
]
ANSWER = {
    "question": "?", "answer": "It rained. It snowed.", "rewritten": "Did it rain in Alder?", "freshness": "It is old.",
    "sentences": SENTENCES, "citations": [CITATION, SECOND],
}  # fmt: skip
TURN = Turn("talk", 1, 1_700_000_000, "- did it <rain>?", ANSWER, (), redacted=False, answer_id="ab12")
GONE = Turn("talk", 2, 1_700_000_100, "", {"answer": "This turn was taken out."}, (), redacted=True, answer_id="cd34")
REFUSED = dataclasses.replace(
    TURN, number=3, answer={"answer": "Nothing found.", "refused": True, "sentences": [], "citations": []}
)
TURNS = (TURN, GONE, REFUSED)


def test_markdown_has_footnotes_and_shows_text_as_it_is() -> None:
    text = export(TURNS, "A *title*", "md")
    assert text.startswith("# A \\*title\\*\n\n## - did it \\<rain\\>?\n\n*Asked 2023-11-14 22:13 UTC*\n\n")
    assert "*Read as: Did it rain in Alder?*\n\n*It is old.*\n\n" in text
    assert "Of him: 1. It rained \\<script\\>alert\\(1\\)\\</script\\>.[^1-1]" in text
    assert "It snowed.[^1-1][^1-2] (only partly found in the sources)" in text
    assert "[^1-1]: “The \\*mayor\\* \\<b\\>said\\</b\\> \\[no\\]\\(https://evil.example\\) \\& left .” — " in text
    assert (
        "*\\# Rain \\<img src=x onerror=alert\\(1\\)\\>*, Wire\\_x\\_, 2024-03-29. <https://news.example/a?b=1&c=%3Cx%3E>"
        in text
    )
    assert "*Untitled*, no date.\n" in text
    assert "javascript" not in text
    assert "## Taken out" in text
    assert "Nothing found." in text


def test_what_each_source_says_is_escaped_too() -> None:
    told = [{"source": "<b>Wire", "quotes": [CITATION]}, {"source": "Tide", "quotes": []}]
    turn = dataclasses.replace(TURN, answer=ANSWER | {"sides": told})
    text = export([turn], "t", "md")
    assert "What each source says:\n\n- **\\<b\\>Wire**, 2024-03-29: “The \\*mayor\\*" in text
    assert "- **Tide**: nothing of it was found" in text
    page = export([turn], "t", "html")
    assert "<li><p>&lt;b&gt;Wire: </p><blockquote>“The *mayor* &lt;b&gt;said" in page
    assert "<p>Tide: nothing of it was found" in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_html_is_made_of_escaped_parts_only() -> None:
    page = export(TURNS, "<script>x</script>", "html")
    tags = Tags()
    tags.feed(page)
    assert tags.found <= {
        "html", "head", "meta", "title", "style", "body", "h1", "section", "h2", "p", "sup", "a", "ol", "li",
        "blockquote", "cite",
    }  # fmt: skip
    assert set(tags.links) == {"#n1-1", "#n1-2", "https://news.example/a?b=1&c=%3Cx%3E"}
    assert "\u202e" not in page
    assert "<title>&lt;script&gt;x&lt;/script&gt;</title>" in page
    assert 'id="n1-1" value="1"' in page
    assert "default-src 'none'" in page


def test_json_is_ascii_and_complete() -> None:
    text = export(TURNS, "t", "json")
    assert text.isascii()
    value = json.loads(text)
    assert (value["conversation"], value["title"]) == ("talk", "t")
    assert [row["number"] for row in value["turns"]] == [1, 2, 3]
    assert value["turns"][0]["answer"]["citations"][0]["quote"] == QUOTE
    assert value["turns"][0]["asked_at"] == "2023-11-14T22:13:20+00:00"
    assert value["turns"][1]["redacted"] is True


@pytest.mark.parametrize("start", ["# x", "- x", "1. x", "> x", "=== x", "+ x"])
def test_no_answer_becomes_a_list_or_a_heading(start: str) -> None:
    turn = dataclasses.replace(REFUSED, answer={"answer": start})
    last = export([turn], "t", "md").strip().rsplit("\n", 1)[1]
    assert not re.match(r"(?:#|[-+>=] ?|\d+[.)]\s)", last)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_conversation_is_a_file_too(form: str) -> None:
    assert "Nothing here" in export([], "Nothing here", form)


def test_another_form_is_refused() -> None:
    with pytest.raises(UsageError, match="pdf"):
        export(TURNS, "t", "pdf")
