"""The sample archive keeps its promises: enough articles, sound fields, a source row for every one."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.articles.read import read_paths

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LATEST = "2026-11-01"
TWO_VERSIONS = "courier-2023-09-17-derna-toll"
# Of files other than JSON lines; a feed and a message of a wire are one file with several articles.
SUFFIXES: tuple[str, ...] = (".html", ".mhtml", ".md", ".txt", ".eml", ".docx", ".pdf", ".rss", ".atom", ".nitf", ".xml")
SUFFIXES += (".csv", ".tsv", ".json", ".zip", ".gz")
NOT_ARTICLES = {"README.md", "SOURCES.md"}
DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?)?)?$")


def jsonl_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert isinstance(row, dict), path.name
            rows.append(row)
    return rows


def single_files(suffix: str) -> list[Path]:
    return [path for path in sorted(CORPUS.rglob(f"*{suffix}")) if path.name not in NOT_ARTICLES]


def front_matter(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "---", path.name
    end = lines.index("---", 1)
    fields = (line.partition(":") for line in lines[1:end])
    return {key.strip(): value.strip().strip('"') for key, _, value in fields}


def news_article(path: Path) -> dict[str, Any]:
    page = path.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    assert len(found) == 1, path.name
    data = json.loads(found[0])
    for node in data.get("@graph", [data]):
        if node.get("@type") == "NewsArticle":
            assert isinstance(node, dict)
            return node
    raise AssertionError(f"no NewsArticle in {path.name}")


def identifiers() -> list[str]:
    files = [path for suffix in SUFFIXES for path in single_files(suffix)]
    return [str(row["id"]) for row in jsonl_rows()] + [path.relative_to(CORPUS).as_posix() for path in files]


def published_dates() -> list[str]:
    dates = [str(row[key]) for row in jsonl_rows() for key in ("published_at", "updated_at") if row.get(key)]
    dates += [front_matter(path)["published_at"] for path in single_files(".md")]
    dates += [str(news_article(path)["datePublished"]) for path in single_files(".html")]
    return dates


def test_every_file_is_read_without_a_rejection() -> None:
    readings = list(read_paths([CORPUS], file_megabytes=10, article_characters=100_000))
    assert [(reading.input, reading.reason) for reading in readings if reading.article is None] == []
    read = {Path(re.split(r"[:#]|!/", reading.input)[0]).suffix for reading in readings}
    assert read == {*SUFFIXES, ".jsonl"}


def test_at_least_fifty_articles() -> None:
    assert len(set(identifiers())) >= 50


def test_every_format_is_present() -> None:
    assert len(list(CORPUS.glob("*.jsonl"))) >= 4
    assert len(single_files(".html")) >= 3
    assert len(single_files(".md")) >= 3
    assert len(single_files(".txt")) >= 2


def test_ids_are_unique_apart_from_the_article_in_two_versions() -> None:
    repeated = {name: count for name, count in Counter(identifiers()).items() if count > 1}
    assert repeated == {TWO_VERSIONS: 2}


def test_the_second_version_is_newer_and_says_what_was_corrected() -> None:
    first, second = (row for row in jsonl_rows() if row["id"] == TWO_VERSIONS)
    assert first["published_at"] == second["published_at"]
    assert "updated_at" not in first
    assert second["updated_at"] > second["published_at"]
    assert "Correction" in second["text"].split("\n\n")[-1]
    assert "11,300" in first["text"].split("\n\n")[0]
    assert "3,958" in second["text"].split("\n\n")[0]


def test_rows_have_text_titles_and_known_fields() -> None:
    known = {"id", "title", "source", "authors", "published_at", "updated_at", "url", "category", "text"}
    for row in jsonl_rows():
        assert set(row) <= known, row["id"]
        assert len(row["text"].split()) >= 90, row["id"]
        assert row["title"], row["id"]
        assert row["authors"] in ([], ["Sample Desk"]), row["id"]


def test_urls_lie_under_example_org() -> None:
    urls = [str(row["url"]) for row in jsonl_rows()]
    urls += [front_matter(path)["url"] for path in single_files(".md")]
    for path in single_files(".html"):
        urls += re.findall(r'(?:href|src|action)="(?!#)([^"]*)"', path.read_text(encoding="utf-8"))
    assert [url for url in urls if not url.startswith("https://example.org/")] == []


def test_outlets_are_samples() -> None:
    sources = [str(row["source"]) for row in jsonl_rows()]
    sources += [front_matter(path)["source"] for path in single_files(".md")]
    sources += [str(news_article(path)["publisher"]["name"]) for path in single_files(".html")]
    assert [source for source in sources if "Sample" not in source] == []


def test_dates_are_sound_and_not_in_the_future() -> None:
    dates = published_dates()
    assert [date for date in dates if not DATE.match(date)] == []
    assert [date for date in dates if date[:10] > LATEST] == []
    assert sum(date.startswith("2025") for date in dates) >= 6
    assert sum(date.startswith("2026") for date in dates) >= 4
    assert any(len(date) == 7 for date in dates)


def test_one_plain_text_file_carries_no_dateline() -> None:
    undated = [
        path.name
        for path in single_files(".txt")
        if not re.match(r"[A-Z ]+, \d{1,2} \w+ \d{4} - ", path.read_text(encoding="utf-8").split("\n\n", 1)[1])
    ]
    assert undated == ["leap-second-explained.txt"]


@pytest.mark.parametrize("path", single_files(".txt"), ids=lambda path: path.name)
def test_plain_text_starts_with_a_headline_and_a_blank_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert 10 <= len(lines[0]) <= 120
    assert lines[1] == ""


@pytest.mark.parametrize("path", single_files(".html"), ids=lambda path: path.name)
def test_pages_need_nothing_from_outside(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert re.search(r"<(img|iframe|video|link rel=\"stylesheet\")", page) is None
    assert page.count("<article") == 1
    assert news_article(path)["headline"]


def test_the_wire_text_appears_in_three_outlets() -> None:
    shared = "About 30,000 cubic metres of sand had been dredged to loosen it"
    rows = [row for row in jsonl_rows() if shared in row["text"]]
    assert len({row["source"] for row in rows}) == 3
    assert all("(Sample Wire) -" in row["text"] for row in rows)
    assert len({row["text"] for row in rows}) == 3


def test_one_opinion_piece_is_marked() -> None:
    assert sum(row["category"] == "opinion" for row in jsonl_rows()) == 1


def test_every_article_has_a_row_of_sources() -> None:
    table = (CORPUS / "SOURCES.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", table, flags=re.MULTILINE))
    assert listed == set(identifiers())
