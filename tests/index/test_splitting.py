"""Passages: each slices to itself, fits the embedder with its header, and holds whole sentences where it can."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt, parse_published
from assistant.articles.read import read_paths
from assistant.catalog.writer import NewPassage
from assistant.index.sentences import sentence_spans
from assistant.index.splitting import HEADER_TOKENS, date_words, header_of, split_article
from assistant.sample import sample_archive
from tests.index.tiny import counter

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
UNIT = "The harbour was quiet again."


def published(text: str | None) -> PublishedAt | None:
    return parse_published(text, now=NOW)[0]


def room_of(article: Article, budget: int) -> int:
    return budget - counter().count(header_of(article, counter())) - counter().special_tokens()


def check(article: Article, budget: int) -> tuple[NewPassage, ...]:
    """Hold the passages of an article against every promise that splitting makes."""
    text, passages = article.text, split_article(article, counter(), budget)
    header, room = header_of(article, counter()), room_of(article, budget)
    assert counter().count(header) <= HEADER_TOKENS
    covered: list[tuple[int, int]] = []
    for passage in passages:
        assert passage.embed_text == f"{header}\n{text[passage.start : passage.end]}".strip()
        assert counter().count(passage.embed_text) + counter().special_tokens() <= budget
        assert passage.sentences[0] == passage.start < passage.end <= len(text)
        ends = [*passage.sentences[1:], passage.end]
        assert all(start < end for start, end in zip(passage.sentences, ends, strict=True))
        covered.append((passage.start, passage.end))
    edges = [0, *(edge for span in covered for edge in span), len(text)]
    assert edges == sorted(edges)
    assert not any(text[edges[n] : edges[n + 1]].strip() for n in range(0, len(edges), 2))
    for start, end in sentence_spans(text, article.language):
        if counter().count(text[start:end]) <= room:
            assert any(first <= start and end <= last for first, last in covered), text[start:end]
            assert start in {place for passage in passages for place in passage.sentences}
    return passages


def corpus() -> list[Article]:
    readings = read_paths([sample_archive()], file_megabytes=10, article_characters=100_000, now=NOW)
    return [reading.article for reading in readings if reading.article]


@pytest.mark.parametrize("budget", [64, 256])
def test_every_text_of_the_corpus_keeps_the_promises(budget: int) -> None:
    articles = corpus()
    assert len(articles) > 40
    for article in articles:
        assert check(article, budget)


PIECES = st.sampled_from(
    ["The ferry left.", "Who", "knows?", "Mr. Rowan", "said", "“We", "won.", "We did.”", "in 3.5", "p.m.", "Friday",
     "(maybe)", "\n", "\n\n", "e.g.", "transatlantic", "unbelievably", "ÜBERSEE", "naïve", "½", "😀", "—", "中文字。",
     "نعم؟", '"Quote', 'ends."',
     "« Non »", "[SEP]", "[UNK]", "a-b-c", "U.S.", "#1", "$4.50", "ﬁn", "İstanbul", "한국", "e\u0301té"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    pieces=st.lists(PIECES, min_size=1, max_size=250),
    title=st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90),
    budget=st.sampled_from([64, 96, 256]),
    language=st.sampled_from(["en", "de"]),
)
def test_random_texts_keep_the_promises(pieces: list[str], title: str | None, budget: int, language: str) -> None:
    text = " ".join(pieces).strip()
    assume(text)
    check(
        Article("a", text, title=title, source="Sample Wire", language=language, published_at=published("2024-03")),
        budget,
    )


def test_a_sentence_of_5000_words_is_cut_after_words() -> None:
    text = " ".join(f"word{n}" for n in range(5000)) + "."
    passages = check(Article("a", text, language="en"), 256)
    assert all(text[passage.end : passage.end + 1] in (" ", "") for passage in passages)


def test_a_long_sentence_between_short_ones_is_the_only_one_cut() -> None:
    long = "It " + "and then it went on to the next town " * 40 + "at last."
    text = f"A short one. {long} Another short one."
    passages = check(Article("a", text, language="en"), 128)
    assert passages[0].start == 0
    assert passages[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("x" * 20_000, "en"),
        ("Before it. " + "x" * 20_000 + " and after it.", "en"),
        ("中文字" * 2000, "zh"),
        ("中文字。" * 1500, "zh"),
        ("ひらがなカタカナ" * 500, "ja"),
        ("مرحبا بكم في المدينة " * 400, "ar"),
        ("😀" * 2000, "en"),
        ("😀 👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 " * 300, "en"),
        ("สวัสดี" * 500, "th"),
        ("가나다라 " * 500, "ko"),
        ("a\n" * 3000, "en"),
        ("İ" * 3000, "tr"),
        ("." * 3000, "en"),
    ],
)
def test_texts_without_the_usual_words_fit_too(text: str, language: str) -> None:
    text = text.strip()
    assert check(Article("a", text, title="T" * 300, source="S " * 100, language=language), 256)


MIDWORD = "a run without spaces is cut inside a word, whose rest has more tokens alone than it had as ##pieces"


@pytest.mark.parametrize(
    "text",
    [
        "xyzzyplugh," * 400,
        "internationalization_" * 400,
    ],
)
def test_a_run_without_spaces_fits_the_budget(text: str) -> None:
    check(Article("a", text, language="en"), 256)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t "])
def test_no_text_has_no_passages(text: str) -> None:
    assert split_article(Article("a", text, title="A title", language="en"), counter(), 256) == ()


@pytest.mark.parametrize(
    "marks",
    [
        ("“", "”"),
        ('"', '"'),
        ("«", "»"),
        pytest.param(("„", "“")),
    ],
)  # fmt: skip
def test_a_quotation_of_two_sentences_stays_together(marks: tuple[str, str]) -> None:
    first, second = (
        f"{marks[0]}We left.",
        f"The crew was told to wait for the tide and for the pilot to come aboard.{marks[1]}",
    )
    # An earlier quotation, closed again, must not count as open.
    opening = f"{marks[0]}It rained.{marks[1]} {UNIT}"
    budget = 128
    room = room_of(Article("a", "x"), budget)
    units = (room - counter().count(f"{opening} {first}")) // counter().count(UNIT)
    text = " ".join([opening, *[UNIT] * units, first, second, *[UNIT] * 5])
    assert (
        counter().count(text[: text.index(first) + len(first)])
        <= room
        < counter().count(text[: text.index(second)] + second)
    )
    passages = check(Article("a", text, language="en"), budget)
    assert passages[0].end == text.index(first) - 1


def test_a_paragraph_ends_a_passage_where_little_is_lost() -> None:
    budget = 128
    units = (room_of(Article("a", "x"), budget)) // counter().count(UNIT)
    text = " ".join([UNIT] * (units - 1)) + "\n" + " ".join([UNIT] * 10)
    assert check(Article("a", text, language="da"), budget)[0].end == text.index("\n")


def test_a_passage_is_well_filled_before_it_ends_at_a_paragraph() -> None:
    text = "\n".join([UNIT] * 60)
    passages = check(Article("a", text, language="da"), 128)
    assert all(counter().count(passage.embed_text) > 0.7 * 126 for passage in passages[:-1])


def test_the_header_has_title_source_and_date() -> None:
    article = Article("a", "x", title="Ferry late.", source="Sample Wire", published_at=published("2024-03-29"))
    assert header_of(article, counter()) == "Ferry late. Sample Wire. 29 March 2024"
    assert header_of(Article("a", "x"), counter()) == ""
    assert header_of(Article("a", "x", title="Only this"), counter()) == "Only this"


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=400), source=st.text(max_size=400), date=st.sampled_from([None, "2024", "2024-03-29"]))
def test_no_header_is_over_its_tokens(title: str, source: str, date: str | None) -> None:
    usable = [text.encode("utf-8", "ignore").decode() for text in (title, source)]
    article = Article("a", "x", title=usable[0], source=usable[1], published_at=published(date))
    assert counter().count(header_of(article, counter())) <= HEADER_TOKENS


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (None, ""),
        ("2021", "2021"),
        ("2021-03", "March 2021"),
        ("2021-03-09", "9 March 2021"),
        ("2021-03-09T23:30:00+00:00", "9 March 2021"),
    ],
)
def test_a_date_is_written_at_its_precision(date: str | None, words: str) -> None:
    assert date_words(published(date)) == words


def test_the_same_article_is_cut_the_same_way_each_time() -> None:
    article = Article("a", " ".join([UNIT] * 200), title="T", language="en")
    assert split_article(article, counter(), 128) == split_article(article, counter(), 128)


def test_the_corpus_lies_where_it_is_expected() -> None:
    assert sample_archive() == Path(__file__).parents[2] / "corpus"
