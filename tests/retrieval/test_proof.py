"""After an ingest a sample of the new articles is searched for by their own words, and a miss is told."""

import datetime as dt
import itertools
from pathlib import Path

import pytest

from assistant.errors import IndexDamagedError, QuestionError
from assistant.retrieval import proof as proving
from assistant.retrieval.proof import SAMPLE, prove, spread_out
from assistant.retrieval.search import Hit
from tests.index.tiny import TinyDesk, story


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 7, 100, 8000])
def test_the_sample_is_spread_over_the_run_and_always_the_same(count: int) -> None:
    names = [str(number) for number in range(count)]
    sample = spread_out(names, SAMPLE)
    assert sample == spread_out(names, SAMPLE)
    assert len(sample) == len(set(sample)) == min(count, SAMPLE)
    if count > SAMPLE:
        assert (sample[0], sample[-1]) == (names[0], names[-1])
        gaps = [int(after) - int(before) for before, after in itertools.pairwise(sample)]
        assert max(gaps) - min(gaps) <= 1


def test_new_articles_are_found_by_their_titles(desk: TinyDesk, tmp_path: Path) -> None:
    report = desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(30)])
    assert report.proof.looked_for == report.proof.found == SAMPLE
    assert [article.article_id for article in report.proof.articles] == [
        "story-0", "story-7", "story-14", "story-21", "story-29",
    ]  # fmt: skip
    assert {(article.by, article.rank) for article in report.proof.articles} == {("title", 1)}
    assert report.proof.remedy == ""
    assert 0 < report.proof.seconds <= report.seconds


def test_nothing_is_looked_for_where_nothing_came(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(1), story(2)]
    assert desk.ingest_rows(tmp_path / "a.jsonl", rows).proof is not None
    assert desk.ingest_rows(tmp_path / "a.jsonl", rows).proof is None
    [again] = desk.ingest_rows(tmp_path / "a.jsonl", [rows[0], story(2, title="Ferry late")]).proof.articles
    assert again.article_id == "story-2"


def test_an_article_without_a_title_is_found_by_its_first_sentence(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(1, title=None), story(2, title="…"), story(3)]
    proof = desk.ingest_rows(tmp_path / "a.jsonl", rows).proof
    assert [article.by for article in proof.articles] == ["first sentence", "first sentence", "title"]
    assert proof.found == 3


def test_a_dateline_is_not_taken_for_a_first_sentence(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(number, title=None) for number in range(60)]
    rows = [row | {"text": f"Port Alder, Monday.\n\n{row['text']}"} for row in rows]
    proof = desk.ingest_rows(tmp_path / "a.jsonl", rows).proof
    assert proof.found == SAMPLE


def test_a_title_that_many_share_does_not_hide_an_article(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(number, title="The day in brief") for number in range(60)]
    proof = desk.ingest_rows(tmp_path / "a.jsonl", rows).proof
    assert proof.found == SAMPLE
    assert "first sentence" in {article.by for article in proof.articles}


def test_a_copy_found_in_its_place_counts(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    copy, other = story(1) | {"id": "copy"}, story(2)
    with desk._catalog.snapshot():
        desk.ingest_rows(tmp_path / "b.jsonl", [copy, other])
    proof = desk._prove(["copy"])
    assert proof is not None
    assert proof.found == 1


def test_an_old_article_is_found_beside_many_of_today(desk: TinyDesk, tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    rows = [story(0, published_at="1999-01-02"), *(story(n, published_at=today) for n in range(1, 40))]
    proof = desk.ingest_rows(tmp_path / "a.jsonl", rows).proof
    assert proof.articles[0].rank == 1


@pytest.mark.parametrize("error", [None, QuestionError("no word"), IndexDamagedError("torn")])
def test_a_miss_is_told_with_the_command_to_run(error: Exception | None, desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])

    def find(text: str, k: int) -> list[Hit]:
        assert (text.startswith("Ferry Kestrel1"), k) == (True, proving.DEPTH)
        if error:
            raise error
        return []

    with desk._catalog.snapshot() as snapshot:
        proof = prove(snapshot, ["story-1", "never-stored"], find)
    assert proof is not None
    assert (proof.looked_for, proof.found) == (2, 0)
    assert {(article.found, article.rank) for article in proof.articles} == {(False, None)}
    assert "news-assistant doctor" in proof.remedy
