"""Tables: separators, encodings and columns are found out and told, and a broken row costs only itself."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.articles.article import Article, Reading
from assistant.articles.read import count_inputs, read_paths
from tests.articles.conftest import NOW, ReadFile, only, refused

HEADER = ["article_id", "Headline", "Pub Date", "Authors", "content"]
ROWS = [
    ["a0", 'The "Lune" bridge, again', "2024-05-07", "Ada Moss", "The bridge opened;\n\nit was a Friday.\tAt last."],
    ["a1", "Port closed | late", "", "['Ada Moss', 'Ben Hay']", "The port of D\u00e9rna closed, they said."],
]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def articles(readings: list[Reading]) -> list[Article]:
    return [reading.article for reading in readings if reading.article]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_way_to_write_a_table(read_file: ReadFile, delimiter: str, encoding: str) -> None:
    readings = read_file("a.csv", table([HEADER, *ROWS], delimiter).encode(encoding))
    first, second = articles(readings)
    assert (first.article_id, first.title, first.authors) == ("a0", 'The "Lune" bridge, again', ("Ada Moss",))
    assert first.text == "The bridge opened;\n\nit was a Friday. At last."
    assert (second.title, second.authors, second.published_at) == ("Port closed | late", ("Ada Moss", "Ben Hay"), None)
    assert "D\u00e9rna" in second.text
    assert [reading.input.rsplit(":")[-1] for reading in readings] == ["2", "5"]


def test_the_columns_are_told_once(read_file: ReadFile) -> None:
    readings = read_file("a.tsv", table([HEADER, *ROWS], "\t"))
    told = "fields: text=content, authors=Authors, id=article_id, title=Headline, published=Pub Date"
    assert [reading.reason for reading in readings] == [told, ""]


def test_a_table_without_a_suffix_or_with_a_wrong_one(read_file: ReadFile) -> None:
    readings = read_file("export.txt", table([HEADER, *ROWS]))
    assert len(articles(readings)) == 2
    assert readings[0].reason.startswith("it is a table, not .txt, and was read as such; fields: ")


def test_quotes_escaped_by_backslashes(read_file: ReadFile) -> None:
    assert only(read_file("a.csv", 'title,text\n"The \\"Lune\\", again","It opened, they said."\n')).title == (
        'The "Lune", again'
    )


def test_two_encodings_in_one_file(read_file: ReadFile) -> None:
    data = b"title,text\nA,Caf\xe9 opened.\nB,Caf\xc3\xa9 closed.\n"
    assert [article.text for article in articles(read_file("a.csv", data))] == [
        "Caf\u00e9 opened.",
        "Caf\u00e9 closed.",
    ]


def test_a_long_article_is_read_and_one_over_the_limit_is_not(read_file: ReadFile) -> None:
    texts = ["word " * 39_000, "word " * 50_000, "It opened.", "word " * 80_000, "It did."]
    rows = [["title", "text"], *([title, text] for title, text in zip("ABCDE", texts, strict=True))]
    readings = read_file("a.csv", table(rows), article_characters=200_000)
    assert [reading.article.title if reading.article else None for reading in readings] == ["A", None, "C", None, "E"]
    assert "200,000 are the most" in readings[1].reason
    assert "field limit" in readings[3].reason


def test_a_quotation_mark_without_its_other_costs_one_line_of_the_report(read_file: ReadFile) -> None:
    lines = ["title,text", "A,It opened.", 'B,"It broke', *["a line of it"] * 30_000, "C,It closed.", "D,It did."]
    readings = read_file("a.csv", "\n".join(lines))
    assert [reading.article.title if reading.article else None for reading in readings] == ["A", None, "C", "D"]
    assert readings[1].input.endswith(":3")
    assert "pieces up to the next whole row were skipped" in readings[1].reason


def test_rows_that_do_not_fit(read_file: ReadFile) -> None:
    readings = read_file("a.csv", "title,text,date\nA,It opened.\n\nB,a,b,c\nC,NULL,2024\nD,It closed.,2024-05-07\n")
    assert [bool(reading.article) for reading in readings] == [True, False, False, True]
    assert "4 cells under 3 columns" in readings[1].reason
    assert "no text" in readings[2].reason
    assert [reading.input[-1] for reading in readings] == ["2", "4", "5", "6"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,age\nAda,5\n", "the columns are name, age"),
        ("title,text\n", "no row under its header"),
        ("\n\n", "the columns are none"),
    ],
)
def test_tables_without_an_article(read_file: ReadFile, content: str, words: str) -> None:
    assert words in refused(read_file("a.csv", content))


def test_columns_named_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,story_html,date,seen\nteaser,The bridge opened.,1999-01-01,2024-05-07\n")

    def read(**fields: str) -> Reading:
        return next(read_paths([path], file_megabytes=1, article_characters=1000, fields=fields, now=NOW))

    reading = read(text="story_html", published="seen")
    assert reading.article
    assert reading.article.text == "The bridge opened."
    assert reading.article.published_at
    assert reading.article.published_at.iso == "2024-05-07"
    assert reading.reason == "fields: text=story_html, published=seen"
    assert "no column pub_date" in read(published="pub_date").reason


def test_the_count_is_near(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,text\nA,It opened.\nB,It closed.\n")
    assert count_inputs([tmp_path / "a.csv"]) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='text,title;\n\r"\\\t|\0x', max_size=80))
def test_any_table_gives_readings(read_file: ReadFile, text: str) -> None:
    for reading in read_file("a.csv", "title,text\n" + text):
        assert reading.article or reading.reason


def test_a_table_of_json_stays_json(read_file: ReadFile) -> None:
    assert only(read_file("a.csv", json.dumps([{"title": "A", "text": "It opened."}]))).text == "It opened."
