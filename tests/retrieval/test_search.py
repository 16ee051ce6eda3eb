"""From a question to ranked passages."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from assistant import Filters
from assistant.errors import QuestionError
from tests.index.tiny import Row, TinyDesk, counter, story, tiny_desk

NO_FILTERS = Filters()
ONE_MATCH = "fuse: where one passage has the words, all others get the same keyword score as it"


def filled(tmp_path: Path, rows: list[Row], **settings: Any) -> TinyDesk:  # noqa: ANN401
    desk = tiny_desk(tmp_path / "indexes", **settings)
    desk.ingest_rows(tmp_path / "a.jsonl", rows)
    return desk


def test_every_hit_slices_to_itself_and_ranks_count_from_one(archive: TinyDesk) -> None:
    found = archive.search("Which ferry reached Port Alder9?", k=20)
    assert [item.rank for item in found] == list(range(1, 21))
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    for item in found:
        article = archive.article(item.article_id, item.version)
        assert article.text[item.start : item.end] == item.text
        assert counter().count(item.text) <= 254
        assert set(item.signals) == {"cosine", "bm25", "lift"}
    assert found[0].article_id == "story-9"


def test_filters_and_k_hold(archive: TinyDesk) -> None:
    found = archive.search("Which ferry reached Port Alder9?", k=5, filters=Filters(sources=("sample gazette",)))
    assert len(found) == 5
    assert {item.source for item in found} == {"Sample Gazette"}
    assert archive.search("ferry", filters=Filters(sources=("nobody",))) == []
    assert len(archive.search("ferry")) == archive.settings.search_k


def test_a_rare_word_alone_finds_its_article(tmp_path: Path) -> None:
    rows = [story(number) for number in range(30)]
    rows[17]["text"] += " A quaestor signed the ledger."
    with filled(tmp_path, rows) as desk:
        assert desk.search("ferry quaestor")[0].article_id == "story-17"


def test_a_rare_word_decides_where_nothing_else_is_asked(tmp_path: Path) -> None:
    rows = [story(number) for number in range(30)]
    rows[17]["text"] += " A quaestor signed the ledger."
    with filled(tmp_path, rows) as desk:
        assert desk.search("quaestor")[0].article_id == "story-17"


def test_a_quoted_phrase_must_stand_in_what_comes_first(tmp_path: Path) -> None:
    rows = [
        story(1, text="The crew of the ferry was old. It was the crew that left the old town for the harbour."),
        story(2, text="People spoke of the old crew. Others did not."),
        *[story(number, text="An old ferry and its crew lay in the old harbour.") for number in range(3, 9)],
    ]
    with filled(tmp_path, rows) as desk:
        assert desk.search('Who spoke of "the old crew" in the harbour?')[0].article_id == "story-2"
        assert desk.search("Who spoke of „the old crew“ in the harbour?")[0].article_id == "story-2"


def test_a_phrase_that_nobody_wrote_leaves_its_words_to_search_by(archive: TinyDesk) -> None:
    found = archive.search('Who said "Kestrel9 ferry reached Alder9 the"?')
    assert found[0].article_id == "story-9"
    assert found[0].signals["bm25"] > 0


def test_a_recent_article_is_lifted_and_never_another_left_out(tmp_path: Path) -> None:
    rows = [
        story(1, text="The harbour fee was raised once more.", published_at="2024-01-01"),
        story(2, text="The harbour fee was raised twice by now.", published_at="2024-06-01"),
        story(3, text="The harbour fee was raised on that day too.", published_at=None),
    ]
    for row in rows:
        row["title"] = "Harbour fee"
    with filled(tmp_path, rows) as desk:
        june = {item.article_id: item for item in desk.search("Why was the harbour fee raised?", today="2024-06-02")}
        most = desk.settings.recency_weight
        assert june["story-2"].signals["lift"] > 0.9 * most
        assert 0 < june["story-1"].signals["lift"] < 0.1 * most
        assert june["story-3"].signals["lift"] == 0
        assert len(june) == 3
        january = desk.search("Why was the harbour fee raised?", today=dt.date(2024, 1, 2))
        assert {item.article_id: item.signals["lift"] for item in january}["story-2"] == 0
        assert len(january) == 3
        dated = desk.search("Why was the harbour fee raised in January 2024?", today="2024-06-02")
        assert {item.article_id for item in dated if item.signals["lift"]} == {"story-1"}


def test_recency_can_be_switched_off(tmp_path: Path) -> None:
    with filled(tmp_path, [story(1), story(2)], recency_weight=0) as desk:
        assert {item.signals["lift"] for item in desk.search("ferry", today="2024-03-30")} == {0.0}


def test_wire_copies_fill_the_result_once(tmp_path: Path) -> None:
    text = story(1)["text"]
    copies = [story(1, id=f"copy-{n}", source=f"Outlet {n}", title=f"Headline {n}", text=text) for n in range(10)]
    with filled(tmp_path, [*copies, story(2), story(3)]) as desk:
        found = desk.search("Did the ferry Kestrel1 reach Port Alder1?", k=10)
        assert len([item for item in found if item.text == text]) == 1
        assert len(found) == 3


def test_wire_copies_with_longer_headlines_fill_the_result_once(tmp_path: Path) -> None:
    text = " ".join(f"Warehouse {n}x1 is {'very ' * (n * 7 % 12)}old." for n in range(90))
    titles = ["Short", "A much longer headline about the warehouses in the old harbour that were repainted last spring"]
    copies = [story(1, id=f"copy-{n}", source=f"Outlet {n}", title=title, text=text) for n, title in enumerate(titles)]
    with filled(tmp_path, copies) as desk:
        found = desk.search("Is warehouse 40x1 very old?", k=10)
        spans = sorted((item.start, item.end) for item in found)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "question",
    [
        "NEAR(ferry AND OR",
        'title:"ferry',
        "ferry*",
        "'; DROP TABLE passages; --",
        "ferry\x00",
        "{a}:b ferry",
        "\\",
        "^ferry -x",
    ],
)
def test_the_syntax_of_any_store_is_data(question: str, archive: TinyDesk) -> None:
    try:
        archive.search(question)
    except QuestionError:
        assert question == "\\"
    assert archive.search("ferry")


def test_nul_in_a_quotation_is_no_damage(archive: TinyDesk) -> None:
    archive.search('Who said "the ferry\x00reached" it?')
