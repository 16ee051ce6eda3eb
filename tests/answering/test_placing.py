"""A written sentence keeps the source it names, unless that one does not say it and another given source does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.citing import Said
from assistant.answering.placing import Placing
from tests.answering.chat_server import Script
from tests.answering.test_generative import QUESTION, check, desk
from tests.index.tiny import TinyDesk, story, tiny_desk

ROWS = [
    story(1, title="Ferry stopped", text="The ferry to Alder was stopped by the storm. The harbour lost 12 boats."),
    story(2, title="Storm at sea", text="The storm sank 19 boats off Kestrel. Nobody was hurt in the town."),
    story(4, title="Council", text="The council did not approve the plan to close the library. Nobody spoke."),
    story(3, title="After the storm", text="The mayor of Kestrel thanked 40 volunteers for the rescue of the crews."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("placing")
    with tiny_desk(folder / "indexes") as made:
        made.ingest_rows(folder / "a.jsonl", ROWS)
        yield made


@pytest.mark.parametrize(
    ("text", "sources", "placed", "moved"),
    [
        ("The ferry to Alder was stopped by the storm.", (1,), (1,), 0),
        ("The storm sank 19 boats off Kestrel.", (1,), (2,), 1),
        ("The storm sank 19 boats off Kestrel.", (3, 1), (2,), 1),
        ("The storm sank 19 boats off Kestrel.", (3, 2), (3, 2), 0),
        ("The storm sank 77 boats off Kestrel.", (1,), (2,), 1),
        ("The storm sank 19 boats off Kestrel.", (), (), 0),
        ("Kestrel is in deep mourning over the loss of as many as 19 of them.", (1,), (2,), 1),
        ("Kestrel is in deep mourning over the loss of as many as 19 of them.", (2,), (2,), 0),
        ("The council approved the plan to close the library.", (4,), (4,), 0),
        ("Kestrel mourned: in the storm it had lost 12 boats off its coast.", (2, 1), (2, 1), 0),
        ("The storm sank 12 boats off Kestrel.", (2,), (2,), 0),
        ("Kestrel is in deep mourning over the loss of as many as 77 of them.", (3,), (3,), 0),
    ],
    ids=[
        "its own",
        "another's",
        "another's than both",
        "one of two",
        "another's but for a number",
        "uncited",
        "more of its facts",
        "own has the facts",
        "own denies it",
        "two of its own",
        "own has another number",
        "no more of its facts",
    ],
)
def test_a_sentence_is_given_the_source_that_says_it(
    text: str, sources: tuple[int, ...], placed: tuple[int, ...], moved: int, archive: TinyDesk
) -> None:
    with archive._catalog.snapshot() as snapshot:
        placing = Placing(snapshot, [snapshot.passages_of(f"story-{number}")[0] for number in (1, 2, 3, 4)])
        assert placing.placed(Said(text, sources)) == Said(text, placed)
        assert placing.moved == moved


def test_the_reader_sees_the_source_that_says_it_and_the_answer_counts_it(tmp_path: Path) -> None:
    script = Script()
    with desk(tmp_path, script) as made:
        passages = made.search(QUESTION)
        right = passages[4].text.split(". ")[0] + "."
        script.pieces = [f"{right} [1] And 99 ferries sank [2]."]
        answer = made.ask(QUESTION)
        check(made, answer)
        assert answer.counts["moved_citations"] == 1
        assert answer.citations[0].article_id == passages[4].article_id
        assert [one.verdict for one in answer.sentences] == ["supported", "not_found"]
        assert answer.citations[1].article_id == passages[1].article_id
