"""Questions that count or list articles."""

import datetime as dt
from collections.abc import Iterator

import pytest

from assistant import Filters
from assistant.retrieval.counting import MOST_LISTED, Overview, asked_for
from tests.index.tiny import TinyDesk, story, tiny_desk

TODAY = dt.date(2024, 4, 10)
FERRY, CRANE = "The new ferry sank at noon.", "The crane fell on the quay wall."


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("counted")
    rows = [
        story(1, text=f"{FERRY} One was hurt.", source="The Quay", published_at="2024-03-02"),
        story(2, text=f"{FERRY} It was old, wrote Rowan.", source="The Quay", published_at="2024-03-20"),
        story(3, text=f"{FERRY} Nobody saw it happen then.", source="Harbour Today", published_at="2024-02-01"),
        story(4, text=CRANE, source="Harbour Today", published_at="2024-03-05"),
        story(5, text=CRANE, source="Mast", published_at="2024-03-06"),
        story(6, text="Nothing at all.", source=None, published_at=None),
    ]
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [row | {"title": "News"} for row in rows])
        yield desk


def of(desk: TinyDesk, question: str, filters: Filters = Filters()) -> Overview:  # noqa: B008
    found = desk.overview(question, today=TODAY, filters=filters)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "asks", "words", "ids"),
    [
        ("How many articles on the ferry in March?", "count", ("ferry",), ["story-2", "story-1"]),
        ("how many stories about the ferry did The Quay publish?", "count", ("ferry",), ["story-2", "story-1"]),
        (
            "How many articles are there?",
            "count",
            (),
            ["story-2", "story-5", "story-4", "story-1", "story-3", "story-6"],
        ),
        ("Count the articles from Mast", "count", (), ["story-5"]),
        ("How many articles did Harbour Today publish in 2024?", "count", (), ["story-4", "story-3"]),
        ("How many articles about the crane were published last month?", "count", ("crane",), ["story-5", "story-4"]),
        ("Which outlets reported the sinking of the ferry?", "outlets", ("sinking", "ferry"), []),
        ("Which newspapers have covered the crane?", "outlets", ("crane",), ["story-5", "story-4"]),
        ('Which outlets reported on "ferry sank"?', "outlets", ("ferry sank",), ["story-2", "story-1", "story-3"]),
        ("List articles by The Quay about the ferry since 10 March", "list", ("ferry",), ["story-2"]),
        ("Show me all stories about Harbur cranes", "list", ("Harbur", "cranes"), []),
        ("Which articles mention the quay wall?", "list", ("quay", "wall"), ["story-5", "story-4"]),
    ],
)
def test_it_is_counted_in_the_catalog(
    question: str, asks: str, words: tuple[str, ...], ids: list[str], counted: TinyDesk
) -> None:
    found = of(counted, question)
    assert (found.asks, found.articles) == (asks, len(ids))
    assert [item.article_id for item in found.listed] == ids
    assert found.words == words


@pytest.mark.parametrize(
    "question",
    [
        "How many people died in the fire?",
        "How many people died, as articles in The Quay said?",
        "How many stories does the tower have?",
        "How many articles does the constitution have?",
        "How many articles of impeachment were there?",
        "How many reports of fires were there in March?",
        "How many pieces of the bridge fell?",
        "How many items were sold?",
        "How many sources did the report cite?",
        "Which newspaper published the papers?",
        "Which outlets reported it?",
        "Which company reported a loss?",
        "Which outlets closed?",
        "List the members of the council",
        "What happened yesterday?",
        "Count the dead",
    ],
)
def test_what_does_not_count_articles_is_left_alone(question: str, counted: TinyDesk) -> None:
    assert asked_for(counted.understand(question, today=TODAY)) is None
    assert counted.overview(question, today=TODAY) is None


def test_the_query_is_shown_with_the_answer(counted: TinyDesk) -> None:
    found = of(counted, "How many articles about the crane did Mast or Harbour Today publish in March 2024?")
    assert found.looked_for == (
        "articles with “crane” in one passage or title, of Mast or Harbour Today, published 2024-03-01 to 2024-03-31"
    )
    assert found.answer == "2 articles (1 without copies of the same text)."
    assert (found.texts, found.sources) == (1, {"Mast": 1, "Harbour Today": 1})
    outlets = of(counted, "Which outlets reported on the ferry?")
    assert outlets.answer == "The Quay (2), Harbour Today (1): 3 articles."
    assert of(counted, "How many articles on dragons?").answer == "No article in this archive."


def test_filters_and_what_is_switched_off_hold(counted: TinyDesk) -> None:
    question = "How many articles on the ferry in March?"
    assert of(counted, question, Filters(sources=("Mast",))).articles == 0
    assert "under your filters" in of(counted, question, Filters(sources=("Mast",))).looked_for
    assert of(counted, question, Filters(ignored=("time",))).periods == ()


def test_all_are_counted_and_the_newest_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("many")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [story(number) for number in range(MOST_LISTED + 3)])
        found = of(desk, "List articles about the ferry")
    assert (found.articles, len(found.listed)) == (MOST_LISTED + 3, MOST_LISTED)
