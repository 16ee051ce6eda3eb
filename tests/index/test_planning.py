"""The outcome of each input before anything is embedded."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.articles.article import Article, Reading
from assistant.articles.dates import PublishedAt
from assistant.catalog.catalog import Catalog
from assistant.catalog.writer import CatalogWriter
from assistant.index.planning import Planned, Planner, record_hash
from tests.index.tiny import TinyDesk, counter, story

DAY = PublishedAt("2024-03-29", 1_711_670_400, "day")
ARTICLE = Article(
    "a", "The ferry was late.", title="T", source="S", authors=("Ada Moss",), url="https://example.org/a", section="N",
    language="da", published_at=DAY,
)  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    CatalogWriter(tmp_path).close()
    catalog = Catalog(tmp_path)
    yield catalog
    catalog.close()


def plan(catalog: Catalog, *articles: Article) -> list[Planned]:
    readings = [Reading(f"in:{number}", article) for number, article in enumerate(articles, start=1)]
    return list(Planner(catalog, counter, 256).plan(readings))


def test_only_a_new_article_is_asked_for_its_language(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def detect(text: str) -> str:
        asked.append(text)
        return "sv"

    monkeypatch.setattr("assistant.index.planning.detect_language", detect)
    silent = dataclasses.replace(ARTICLE, article_id="b", text="Nothing tells.", language=None)
    planned = plan(catalog, ARTICLE, silent, ARTICLE, silent)
    assert [item.outcome.outcome for item in planned] == ["new", "new", "unchanged", "unchanged"]
    assert [item.version.article.language for item in planned if item.version] == ["da", "sv"]
    assert asked == ["Nothing tells."]


def outcomes(planned: list[Planned]) -> list[tuple[str, str]]:
    return [(item.outcome.outcome, item.outcome.reason) for item in planned]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The ferry was on time."},
        {"title": "Another"},
        {"title": None},
        {"source": "Another"},
        {"authors": ("Ada Moss", "Ben Alder")},
        {"url": None},
        {"section": "Sport"},
        {"kind": "opinion"},
        {"published_at": None},
        {"published_at": PublishedAt("2024-03", DAY.epoch, "month")},
    ],
)
def test_whatever_a_reader_can_see_makes_another_record(change: dict[str, object]) -> None:
    assert record_hash(dataclasses.replace(ARTICLE, **change)) != record_hash(ARTICLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The  ferry\nwas late. "},
        {"updated_at": DAY},
        {"wire_origin": "Reuters"},
        {"access": "teaser"},
        {"version": 5},
        {"article_id": "b"},
    ],
)
def test_spacing_and_stamps_make_no_other_record(change: dict[str, object]) -> None:
    assert record_hash(dataclasses.replace(ARTICLE, **change)) == record_hash(ARTICLE)  # type: ignore[arg-type]


def test_the_record_of_an_article_is_what_existing_archives_have_stored() -> None:
    # Another hash for the same article would make a new version of everything at the next ingest.
    assert record_hash(ARTICLE) == "71bed4833f22547ca50799b3dfa08732875302450bf5cc9be62e96c361299632"


def test_fields_do_not_run_into_each_other() -> None:
    one = dataclasses.replace(ARTICLE, title="A", source="BC")
    other = dataclasses.replace(ARTICLE, title="AB", source="C")
    assert record_hash(one) != record_hash(other)


def test_outcomes_within_one_run(catalog: Catalog) -> None:
    changed = dataclasses.replace(ARTICLE, text="The ferry never came.")
    copied = dataclasses.replace(ARTICLE, article_id="b", title="Other")
    planned = plan(catalog, ARTICLE, ARTICLE, changed, ARTICLE, copied, changed)
    assert outcomes(planned) == [
        ("new", ""),
        ("unchanged", ""),
        ("updated", "stored as version 2"),
        ("unchanged", "equals version 1; version 2 is newer"),
        ("new", ""),
        ("unchanged", ""),
    ]
    assert [item.version.article.version for item in planned if item.version] == [1, 2, 1]


def test_what_is_no_article_is_rejected_with_its_reason(catalog: Catalog) -> None:
    planned = list(Planner(catalog, counter, 256).plan([Reading("x.jsonl:3", None, "The line is not JSON.")]))
    assert (planned[0].outcome.input, planned[0].outcome.outcome) == ("x.jsonl:3", "rejected")
    assert planned[0].outcome.reason == "The line is not JSON."
    assert planned[0].version is None


def test_a_remark_of_the_reader_stays_with_the_outcome(catalog: Catalog) -> None:
    readings = [
        Reading("1", ARTICLE, "the date lies in the future"),
        Reading("2", dataclasses.replace(ARTICLE, text="New words."), "a remark"),
        Reading("3", dataclasses.replace(ARTICLE, article_id="b"), "a remark"),
    ]
    planned = list(Planner(catalog, counter, 256).plan(readings))
    assert [item.outcome.reason for item in planned] == [
        "the date lies in the future",
        "stored as version 2; a remark",
        "a remark",
    ]


def test_an_article_without_a_sentence_is_rejected(catalog: Catalog) -> None:
    [planned] = plan(catalog, dataclasses.replace(ARTICLE, text="\n"))
    assert planned.outcome.outcome == "rejected"


def test_the_head_of_copies_is_the_first_one_stored(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, id="head")])
    report = desk.ingest_rows(tmp_path / "b.jsonl", [story(1, id="second")])
    assert [(line.outcome, line.reason) for line in report.report] == [("duplicate", "same text as head")]


def test_every_copy_of_a_run_names_the_head_in_the_catalog(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, id="head")])
    report = desk.ingest_rows(tmp_path / "b.jsonl", [story(1, id="second"), story(1, id="third")])
    assert [line.reason for line in report.report] == ["same text as head"] * 2


def test_a_given_id_wins_over_the_url_which_decides_where_there_is_none(desk: TinyDesk, tmp_path: Path) -> None:
    url = "https://example.org/ferry"
    first = desk.ingest_rows(tmp_path / "a.jsonl", [story(1, id=None, url=url)]).report[0].article_id
    changed = story(1)["text"].replace("noon", "midnight")
    again = desk.ingest_rows(tmp_path / "b.jsonl", [story(1, id=None, url=f"{url}?utm_source=x", text=changed)])
    assert [(line.outcome, line.article_id) for line in again.report] == [("updated", first)]
    given = desk.ingest_rows(tmp_path / "c.jsonl", [story(1, id="given", url=url, text=changed)])
    assert [(line.outcome, line.article_id) for line in given.report] == [("duplicate", "given")]
    assert given.report[0].reason == f"same text as {first}"


def test_an_unchanged_article_that_says_more_is_noted_once(catalog: Catalog) -> None:
    credited = dataclasses.replace(ARTICLE, wire_origin="Reuters", updated_at=DAY)
    changed = dataclasses.replace(ARTICLE, text="The ferry never came.")
    planned = plan(catalog, ARTICLE, credited, credited, ARTICLE, changed, credited)
    assert [item.outcome.outcome for item in planned] == ["new", *["unchanged"] * 3, "updated", "unchanged"]
    assert [item.told and item.told.version for item in planned] == [None, 1, None, None, None, None]
    assert planned[1].told == credited


def test_a_teaser_does_not_take_the_place_of_the_whole_article(catalog: Catalog) -> None:
    whole = Article("a", "The ferry sails again. It leaves at noon, and nobody was hurt.")
    teaser = Article("a", "The ferry sails again.", access="teaser")
    planned = plan(catalog, whole, teaser)
    assert [item.outcome.outcome for item in planned] == ["new", "unchanged"]
    assert planned[1].outcome.reason == "a teaser of version 1, which is whole"
    other_way_round = plan(catalog, teaser, whole)
    assert [item.outcome.outcome for item in other_way_round] == ["new", "updated"]
