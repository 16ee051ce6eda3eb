"""The months in which an archive wrote most of what a question names."""

from collections.abc import Iterator

import pytest

from assistant import Filters
from tests.index.tiny import TinyDesk, story, tiny_desk

DATES = ("2024-03-01", "2024-03-20", "2024-03-21", "2023-05-02", "2023-05-09", "2022-01-01", "2021-07-07", "2020", None)


@pytest.fixture(scope="module")
def strikes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("strikes")
    with tiny_desk(folder / "indexes") as desk:
        rows = [
            story(number, text=f"Dockers of Brackwater went on strike. It was strike {number}.", published_at=day)
            for number, day in enumerate(DATES)
        ]
        rows.append(story(90, text="The mayor of Elsewhere opened a bridge.", published_at="2024-03-02"))
        desk.ingest_rows(folder / "a.jsonl", rows)
        yield desk


def months(desk: TinyDesk, question: str, filters: Filters | None = None) -> dict[str, int]:
    chosen = filters or Filters()
    return dict(desk.ask(question, filters=chosen).coverage.months)


def test_a_refusal_names_the_months_with_most(strikes: TinyDesk) -> None:
    strict = strikes.settings.model_copy(update={"refusal_threshold": 1.0})
    with TinyDesk(strict, strikes.tiny) as desk:
        found = months(desk, "Who governs Brackwater?")
        assert list(found.items()) == [("2024-03", 3), ("2023-05", 2), ("2021-07", 1)]
        assert months(desk, "Who governs Brackwater?", Filters(until="2023-12-31")) == {
            "2023-05": 2,
            "2021-07": 1,
            "2022-01": 1,
        }
        assert months(desk, "Who governs Nowhereshire?") == {}
        assert months(desk, "Did Brackwater meet Elsewhere?") == {}  # no article holds both
        assert months(desk, "who opened a bridge")["2024-03"] == 1


def test_an_answer_does_not_count_them(strikes: TinyDesk) -> None:
    lenient = strikes.settings.model_copy(update={"refusal_threshold": 0.0})
    with TinyDesk(lenient, strikes.tiny) as desk:
        assert months(desk, "Did the dockers of Brackwater strike?") == {}
