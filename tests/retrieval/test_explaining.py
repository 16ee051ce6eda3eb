"""Why a passage is in a result."""

import datetime as dt
from pathlib import Path

import pytest

from assistant import ScoredPassage
from assistant.retrieval.explaining import Copy, matched_words
from tests.index.tiny import long_story, story, tiny_desk

DAY = dt.date(2024, 4, 1)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[ScoredPassage]:
    folder = tmp_path_factory.mktemp("why")
    with tiny_desk(folder / "indexes", passages_per_article=1) as desk:
        copies = [story(1, id=f"copy-{number}", source=f"Paper {number}") for number in (1, 2)]
        desk.ingest_rows(folder / "a.jsonl", [*copies, *(story(number) for number in range(2, 9)), long_story(20, 40)])
        question = "Which ferries of Paper 1 were stopped at Port Alder1 on 29 March 2024?"
        return desk.search(question, 10, today=DAY) + desk.search("Kestrel3", 1, today=DAY)


def test_the_matched_words_are_as_written_in_the_passage() -> None:
    assert matched_words(("ferries", "STOP", "crane"), "The Ferry had stopped; a ferry.") == ("Ferry", "stopped")
    assert matched_words(("O'Neil", "U.S."), "o'neil of the U.S. team") == ("o'neil", "U.S")
    assert matched_words((), "text") == ()


def test_a_hit_says_by_what_it_was_found(found: list[ScoredPassage]) -> None:
    why = found[0].why
    assert why is not None
    assert {"ferry", "stopped", "Port", "Alder1"} <= {word if word != "Ferry" else "ferry" for word in why.words}
    assert why.cosine == found[0].signals["cosine"]
    assert why.bm25 == found[0].signals["bm25"] > 0
    assert sum(reason.amount for reason in why.lifts) == pytest.approx(found[0].signals["lift"])


def test_every_lift_has_its_reason(found: list[ScoredPassage]) -> None:
    assert found[0].why is not None
    because = {reason.name: reason.because for reason in found[0].why.lifts}
    assert because == {"outlet": "Paper 1", "time": "published 2024-03-29, asked for 29 March 2024"}
    recent = found[-1].why
    assert recent is not None
    assert [(reason.name, reason.because) for reason in recent.lifts] == [
        ("recent", "published 3 days before 2024-04-01")
    ]


def test_it_names_the_copies_it_stands_for(found: list[ScoredPassage]) -> None:
    assert found[0].why is not None
    assert found[0].why.copies == (Copy("copy-2", "Paper 2"),)


def test_it_counts_what_the_limit_held_back(tmp_path: Path) -> None:
    rows = [long_story(number, 60) for number in range(1, 5)]
    with tiny_desk(tmp_path / "indexes", passages_per_article=1) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        whys = [passage.why for passage in desk.search("warehouse story1 story2 story3 story4 closed", 10, today=DAY)]
    with tiny_desk(tmp_path / "indexes", passages_per_article=10) as desk:
        unlimited = [passage.why for passage in desk.search("warehouse story1 story2 closed", 10, today=DAY)]
    assert len(whys) == 4
    assert all(why and why.held_back > 0 for why in whys)
    assert not any(why and why.held_back for why in unlimited)


def test_the_part_is_named_where_there_are_several(tmp_path: Path) -> None:
    text = "Did Kestrel2 reach Port Alder2 at noon, while Captain Rowan3 said that the engine had stopped?"
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(1, 6)])
        parts = {part.text for part in desk.understand(text, today=DAY).parts}
        served = {passage.why.part for passage in desk.search(text, 5, today=DAY) if passage.why}
    assert len(parts) == 2
    assert served == parts
