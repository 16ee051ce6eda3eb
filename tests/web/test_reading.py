import html
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.article import Article
from assistant.web import reading
from tests.web.fake_desk import ARCHIVE

MARK = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


def marked(page: str) -> list[str]:
    return [html.unescape(piece) for piece in MARK.findall(page)]


def test_the_mark_is_the_slice_to_the_character() -> None:
    text = "First one.\n\nA <b>bold</b> & “quoted” claim.  Two spaces. Last."
    start = text.index("A <b>")
    end = text.index(" Last")
    assert marked(reading.body(text, start, end)) == [text[start:end]]


@given(st.text(alphabet="ab <&\"'\n\u00a0é.", max_size=60), st.data())
def test_marks_hold_every_character_but_line_breaks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    whole = "".join(marked(reading.body(text, start, end)))
    assert "".join(whole.split()) == "".join(text[start:end].split())


def test_a_span_over_two_paragraphs_has_one_anchor() -> None:
    page = reading.body("One.\n\nTwo.", 0, 10)
    assert marked(page) == ["One.", "Two."]
    assert page.count('id="cited"') == 1


def test_a_broken_span_marks_nothing() -> None:
    for start, end in [(None, 3), (3, None), (5, 5), (7, 3), (-1, 4), (0, 999)]:
        assert "<mark" not in reading.article(ARCHIVE[0], start, end)


def test_everything_of_an_article_is_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    page = reading.article(Article(evil, evil, evil, evil, (evil,), "javascript:alert(1)", language=evil), 0, 5)
    assert "<script" not in page
    assert "javascript:" not in page


def test_what_is_not_known_is_said_and_not_invented() -> None:
    page = reading.article(Article("a", "Text."))
    assert "Untitled article" in page
    assert "Unknown outlet" in page
    assert "no date" in page
    assert "By " not in page


def test_kind_version_and_language_are_told() -> None:
    page = reading.article(Article("a", "Texte.", kind="opinion", version=3, language="fr"))
    assert "Opinion" in page
    assert "version 3" in page
    assert 'lang="fr"' in page
