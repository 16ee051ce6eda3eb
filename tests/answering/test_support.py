"""How many tell it: articles, outlets and independent origins."""

from pathlib import Path

from assistant import Answer
from assistant.answering.answer import Support
from tests.index.tiny import Row, story, tiny_desk

QUESTION = "Did the ferry Kestrel1 reach Port Alder1 at noon on Tuesday?"


def asked(tmp_path: Path, rows: list[Row], question: str = QUESTION) -> Answer:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [*rows, story(7), story(8)])
        answer = desk.ask(question)
        assert answer.citations[0].article_id in {row["id"] for row in rows}
        return answer


def wired(number: int, outlet: str) -> Row:
    """The same report of an agency in one of its customers."""
    text = f"PORT ALDER (Reuters) - {story(1)['text']}"
    return story(1, id=f"wire-{number}", source=outlet, text=text, published_at=f"2024-03-{20 + number % 9}")


def test_ten_copies_of_a_wire_report_are_one_origin(tmp_path: Path) -> None:
    support = asked(tmp_path, [wired(number, f"Outlet {number}") for number in range(10)]).support
    assert support == Support(articles=10, outlets=10, origins=1)


def test_two_outlets_that_say_the_same_in_their_own_articles_are_two(tmp_path: Path) -> None:
    first = str(story(1)["text"]).split(". ")[0] + "."
    more = " The crossing from the islands took nine hours in heavy rain, and the harbour master waited on the quay."
    rows = [story(1, id="one", source="A"), story(1, id="two", source="B", title="Nine hours", text=first + more)]
    support = asked(tmp_path, rows).support
    assert support == Support(articles=2, outlets=2, origins=2)


def test_one_outlet_is_one_origin_however_often_it_says_it(tmp_path: Path) -> None:
    first = str(story(1)["text"]).split(". ")[0] + "."
    more = " The crossing from the islands took nine hours in heavy rain, and the harbour master waited on the quay."
    rows = [story(1, id="one", source="A"), story(1, id="two", source="a", title="Nine hours", text=first + more)]
    support = asked(tmp_path, rows).support
    assert support == Support(articles=2, outlets=1, origins=1)


def test_an_article_without_an_outlet_is_an_origin(tmp_path: Path) -> None:
    assert asked(tmp_path, [story(1, source=None)]).support == Support(articles=1, outlets=0, origins=1)


def test_a_refusal_has_none(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
        assert desk.ask(QUESTION).support is None
