"""Who asks for the newest is told first how old it is."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from assistant import Answer, Step, TextDelta
from assistant.answering.answer import FRESHNESS
from assistant.answering.freshness import freshness, wants_newest
from assistant.catalog.filters import Filters
from assistant.retrieval.query import Query
from assistant.retrieval.understanding import understand
from tests.index.tiny import story, tiny_desk

TODAY = dt.date(2024, 5, 28)


def query(question: str) -> Query:
    return understand(question, Filters(), TODAY, 2000)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (["2024-03-29", "2023-01-01", None], "The newest report used here is from 29 March 2024, 60 days old."),
        (["2024-05-27T23:00:00+00:00"], "The newest report used here is from 27 May 2024, 1 day old."),
        (["2024-05-28"], "The newest report used here is from 28 May 2024, the day of asking."),
        (["2024-06-01"], "The newest report used here is from 1 June 2024, after the day of asking."),
        (["2024-03", "2023-12-31"], "The newest report used here is from 2024-03; its day is not known."),
        ([None], "None of the reports used here has a date."),
        ([], "None of the reports used here has a date."),
    ],
)
def test_the_age_of_the_newest(published: list[str | None], expected: str) -> None:
    assert freshness(query("What is the latest on the ferry?"), published) == expected


@pytest.mark.parametrize("question", ["Who commanded the ferry?", "What did the ferry do in March 2024?"])
def test_who_does_not_ask_for_the_newest_is_not_told(question: str) -> None:
    assert freshness(query(question), ["2024-03-29"]) == ""


@pytest.mark.parametrize(
    "question",
    [
        "Latest on the ferry?",
        "What happened with the ferry today?",
        "Who is the current mayor?",
        "Any recent news now?",
    ],
)
def test_asking_for_the_newest(question: str) -> None:
    assert wants_newest(query(question))


def test_without_a_topic_the_newest_is_meant() -> None:
    assert wants_newest(dataclasses.replace(query("What happened?"), without_topic=True))


def test_an_answer_60_days_old_says_so_before_any_other_word(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2)])
        question = "What is the latest on the ferry Kestrel1 at Port Alder1?"
        *events, final = desk.stream(question, today=TODAY)
        assert isinstance(final, Answer)
        deltas = [event.text for event in events if isinstance(event, TextDelta)]
        assert deltas[0] == "The newest report used here is from 29 March 2024, 60 days old. "
        assert final.freshness == deltas[0].strip()
        assert [event for event in events if isinstance(event, Step)][-1] == Step(FRESHNESS, final.freshness)
        assert "60 days" not in final.answer
        markers = [f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in final.sentences]
        assert "".join(deltas) == " ".join([final.freshness, *markers])
        assert desk.ask("Did the ferry Kestrel1 reach Port Alder1?", today=TODAY).freshness == ""
