"""Where sentences begin and end: abbreviations, quotations, lines, and languages other than English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.index.sentences import sentence_spans

WORDS = st.sampled_from(
    ["He left.", "Why?", "No!", "The U.S.", "p.m.", "3.5", "(so", "they", "said)", "“We", "won.”", '"', "—", "中文。",
     "؟", "\n", "\n\n", " ", "\t", "…", "[sic]", "and", "Alder", "😀", "e.g.", "12.", "Mai", "¡Sí!"]
)  # fmt: skip


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "expected",
    [
        ["It opens at 3 p.m. on Friday.", "Doors close at 6 p.m."],
        ["It opens at 3 p.m. Friday and closes late."],
        ["Mr. Rowan met Dr. Alder and Mrs. Fenn.", "They left."],
        ["The U.S. Navy sent two ships.", "The U.S. said so."],
        ["He was born on Jan. 5, 1950, in St. Paul, Minn., and died there."],
        ["Sen. Rowan (D-Calif.) agreed.", "Gov. Alder did not."],
        ["It rose 3.5 percent to $1.25 billion.", "Analysts had expected less."],
        ["“We won,” he said.", "“We did.”"],
        ['"We won!" she said.', '"Did we?" he asked.'],
        ["The firm, Alder Inc., sold Fenn Co. and Rowan Ltd. last year."],
        ["He said the bank “[that the bank] failed.”", "It was true."],
        ["Visit www.example.org/a.b.html.", "It is free."],
        ["J. R. R. Tolkien wrote it.", "C. S. Lewis did not."],
        ["He left (he said.)", "Then he came back."],
        ["Why?", "Nobody knows..."],
        ["WASHINGTON (AP) — The House voted.", "It passed."],
    ],
)
def test_english_breaks_where_a_reader_would(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Er kam.", "Sie ging!", "Warum?"]),
        ("de", ["Sie sagte: „Wir gehen.“", "Dann ging sie."]),
        ("fr", ["«Oui.»", "Il est parti."]),
        ("ru", ["Он пришёл.", "Она ушла!", "Да?"]),
        ("ar", ["هل جاء؟", "نعم.", "ذهب."]),
        ("hi", ["वह आया।", "वह गया।"]),
        ("es", ["Vino.", "Se fue."]),
    ],
)
def test_other_languages_break_at_their_marks(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("zh", ["他来了。", "她走了！", "为什么？"]),
        pytest.param("ja", ["彼は来た。", "彼女は行った。"]),
    ],
)  # fmt: skip
def test_languages_without_spaces_break_at_their_marks(language: str, expected: list[str]) -> None:
    assert sentences("".join(expected), language) == expected


def test_a_german_date_is_not_the_end_of_a_sentence() -> None:
    assert sentences("Die Wahl war am 12. Mai. Sie verlor.", "de") == ["Die Wahl war am 12. Mai.", "Sie verlor."]


@pytest.mark.parametrize(
    ("language", "expected"), [("de", ["Er ging.", "„Ja.“", "Sie blieb."]), ("es", ["¿Vino?", "¡Sí!", "Se fue."])]
)
def test_an_opening_mark_begins_the_next_sentence(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize("language", ["en", "de", None])
def test_a_line_break_always_ends_a_sentence(language: str | None) -> None:
    text = "A headline without a stop\nThe first sentence.\n\n- an item\n- another item\n"
    assert sentences(text, language) == [
        "A headline without a stop",
        "The first sentence.",
        "- an item",
        "- another item",
    ]


def test_what_cannot_begin_a_sentence_continues_the_one_before() -> None:
    text = "He said “no.” and left. [Applause.] ) followed."
    assert all(not piece.startswith((")", "]", "and")) for piece in sentences(text))


def test_a_continuation_does_not_cross_a_line() -> None:
    assert sentences("First line\nsecond line in lower case") == ["First line", "second line in lower case"]


@pytest.mark.parametrize("text", ["", " ", "\n", " \n\t\n ", "\u3000"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_white_space_has_no_sentences(text: str, language: str) -> None:
    assert sentences(text, language) == []


@pytest.mark.parametrize("language", ["en", "de", "xx", "not a language", "EN"])
def test_any_language_tag_is_taken(language: str) -> None:
    assert sentences("He came. She left.", language) == ["He came.", "She left."]


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(WORDS, max_size=40), language=st.sampled_from(["en", "de"]))
def test_sentences_cover_all_but_white_space_in_order(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    spans = sentence_spans(text, language)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    between = [text[edges[n] : edges[n + 1]] for n in range(0, len(edges), 2)]
    assert all(not gap.strip() for gap in between)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
