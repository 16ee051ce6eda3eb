"""What each source says to a question that asks whether or compares, in its own words and with no verdict of ours."""

from pathlib import Path

import pytest

from assistant import Answer
from tests.index.tiny import Row, story, tiny_desk


def report(source: str, text: str, published_at: str = "2024-03-29") -> Row:
    name = source.casefold().replace(" ", "-")
    return story(
        0, id=f"{name}-{published_at}", title=f"Ferry {name}", source=source, text=text, published_at=published_at
    )


ROWS = (
    report("Alder Courier", "The ferry Kestrel sank off Port Alder on Monday after its engine had stopped twice."),
    report("Birch Tribune", "The ferry Kestrel did not sink off Port Alder, the harbour master said.", "2024-03-31"),
    report("Heron Gazette", "A choir of forty pupils sang in the town hall of Osprey."),
)


def asked(tmp_path: Path, question: str, *rows: Row) -> Answer:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows or ROWS)
        answer = desk.ask(question, today="2024-04-02")
        for side in answer.sides:
            for quote in side.quotes:
                article = desk.article(quote.article_id, quote.version)
                assert article.text[quote.start : quote.end] == quote.quote
                assert (article.source, article.published_at and article.published_at.iso) == (
                    side.source,
                    quote.published_at,
                )
        own = {(it.article_id, it.start, it.end): it.number for it in answer.citations}
        quotes = [quote for side in answer.sides for quote in side.quotes]
        for quote in quotes:
            assert own.get((quote.article_id, quote.start, quote.end), quote.number) == quote.number
        assert len({quote.number for quote in quotes}) == len(quotes)
        return answer


def test_a_question_whether_shows_what_each_outlet_says(tmp_path: Path) -> None:
    answer = asked(tmp_path, "Did the ferry Kestrel sink off Port Alder?")
    assert {side.source: [quote.published_at for quote in side.quotes] for side in answer.sides} == {
        "Alder Courier": ["2024-03-29"],
        "Birch Tribune": ["2024-03-31"],
    }
    assert answer.short_answer.casefold() not in {"yes", "no"}


def test_outlets_that_the_question_names_are_compared(tmp_path: Path) -> None:
    question = "What does Birch Tribune say on the ferry Kestrel, while Alder Courier says that its engine had stopped?"
    told = {side.source: side.quotes for side in asked(tmp_path, question).sides}
    assert list(told) == ["Birch Tribune", "Alder Courier"]
    assert "engine" in told["Alder Courier"][0].quote
    assert "harbour master" in told["Birch Tribune"][0].quote


def test_an_outlet_that_is_named_and_has_nothing_is_said_to_have_nothing(tmp_path: Path) -> None:
    ferries = [
        report("Alder Courier", f"The ferry Kestrel sank off Port Alder{n} and its engine had stopped.", f"2024-02-{n}")
        for n in range(10, 22)
    ]
    question = "Did the ferry Kestrel sink, as Alder Courier says, while Heron Gazette says that it sailed on?"
    told = {side.source: side.quotes for side in asked(tmp_path, question, *ferries, ROWS[2]).sides}
    assert told["Alder Courier"]
    assert told["Heron Gazette"] == ()


def test_two_reports_of_one_outlet_stand_together_the_earliest_first(tmp_path: Path) -> None:
    rows = (
        report("Alder Courier", "The ferry Kestrel sank off Port Alder, sailors said.", "2024-03-31"),
        report("Alder Courier", "The ferry Kestrel had a new engine that stopped twice in Port Alder.", "2024-03-29"),
    )
    question = (
        "Did Alder Courier say that the ferry Kestrel sank off Port Alder, and did Alder Courier also say that its new "
        "engine stopped?"
    )
    [side] = asked(tmp_path, question, *rows).sides
    assert [quote.published_at for quote in side.quotes] == ["2024-03-29", "2024-03-31"]


@pytest.mark.parametrize(
    "question",
    [
        "Where did the ferry Kestrel sink?",
        "What does Alder Courier say on the ferry Kestrel?",
        "How do I bake a pizza?",
    ],
)
def test_other_questions_have_no_sides(question: str, tmp_path: Path) -> None:
    assert asked(tmp_path, question).sides == ()


def test_where_one_source_alone_tells_it_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert asked(tmp_path, "Did the ferry Kestrel sink off Port Alder?", ROWS[0], ROWS[2]).sides == ()
