"""Proposed questions: verbatim quotes, one gap, marked, the same for the same seed."""

from pathlib import Path

import pytest

from assistant import NewsAssistant
from assistant.catalog.catalog import Catalog
from assistant.evaluation.proposing import GAP, propose
from assistant.evaluation.questions import parse_question
from tests.index.tiny import TinyDesk, story


def english(number: int) -> dict[str, object]:
    text = (
        f"Captain Anna Berg brought the ferry to Hamburg on 12 May 2023 with {number + 140} passengers from Oslo. "
        "The harbour was closed. Mayor John Smith of Chicago met 35 sailors from Norway in Boston on 14 June 2022."
    )
    return story(number, text=text, language="en")


@pytest.fixture
def archive(desk: TinyDesk, tmp_path: Path) -> Catalog:
    desk.ingest_rows(tmp_path / "a.jsonl", [english(number) for number in range(3)] + [story(9)])
    return Catalog(tmp_path / "indexes")


def test_proposals_are_verbatim_and_marked(archive: Catalog, desk: NewsAssistant) -> None:
    with archive.snapshot() as snapshot:
        rows = propose(snapshot, 10)
        assert propose(snapshot, 10) == rows
    assert 0 < len(rows) <= 3  # one of each article that is English; copies count once
    for row in rows:
        question = parse_question(row)
        [label] = question.evidence
        assert label.article_id
        assert label.quote
        assert label.quote in desk.article(label.article_id).text
        assert question.question.count(GAP) == 1
        assert question.question.endswith(label.quote.replace(question.answers[0], GAP))
        assert row["made_by"] == "machine"
        assert row["type"].startswith("cloze_")
    archive.close()


def test_no_more_than_asked_for(archive: Catalog) -> None:
    seen: list[tuple[int, int]] = []
    with archive.snapshot() as snapshot:
        assert len(propose(snapshot, 1, progress=lambda *step: seen.append(step))) == 1
    assert seen == [(1, 1)]
    archive.close()
