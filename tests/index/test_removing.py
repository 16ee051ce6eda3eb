"""Articles that are removed are found by nobody any more, whatever happens on the way."""

import signal
from pathlib import Path

import pytest

from assistant.catalog.removal import Card
from assistant.errors import IndexBusyError, IndexMissingError, UsageError
from assistant.index import removing
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, story, tiny_desk
from tests.index.worker import Death, Reader, found_by_vectors, lost_vectors, remove_and_die

ROWS = [story(number) for number in range(12)]


@pytest.fixture
def filled(desk: TinyDesk, tmp_path: Path) -> TinyDesk:
    desk.ingest_rows(tmp_path / "a.jsonl", ROWS)
    return desk


def test_what_is_removed_is_found_no_more_and_the_rest_is(filled: TinyDesk, tmp_path: Path) -> None:
    report = filled.remove(ids=["story-3", "story-4", "nobody"])
    assert (report.found, report.removed, report.unknown) == (2, 2, ("nobody",))
    assert [card.article_id for card in report.report] == ["story-3", "story-4"]
    assert "story-3" not in {hit.article_id for hit in filled.search("ferry Kestrel3", k=100)}
    assert set(found_by_vectors(filled, "Kestrel3 Alder3", k=100)) == {f"story-{n}" for n in range(12)} - {
        "story-3",
        "story-4",
    }
    assert lost_vectors(filled) == []
    state = state_of(tmp_path / "indexes")
    assert len(state.articles) == state.vectors_kept == 10


def test_one_name_is_one_name(filled: TinyDesk) -> None:
    assert filled.remove(ids="story-3").removed == 1
    assert filled.remove(sources="Sample Courier").removed == 11
    assert filled.status().articles == 0


def test_nothing_goes_without_agreement(filled: TinyDesk) -> None:
    asked: list[list[str]] = []

    def refuse(cards: object) -> bool:
        assert isinstance(cards, list)
        asked.append([card.article_id for card in cards if isinstance(card, Card)])
        return False

    report = filled.remove(ids=["story-3"], agree=refuse)
    assert (report.found, report.removed, asked) == (1, 0, [["story-3"]])
    assert filled.remove(ids=["nobody"], agree=refuse).found == 0
    assert len(asked) == 1
    assert filled.status().articles == 12


def test_nothing_named_and_nothing_there(filled: TinyDesk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing says"):
        filled.remove()
    with tiny_desk(tmp_path / "none") as other, pytest.raises(IndexMissingError):
        other.remove(ids=["a"])
    assert not (tmp_path / "none").exists()


def test_the_batches_are_told(filled: TinyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removing, "BATCH_ARTICLES", 5)
    told: list[tuple[int, int]] = []
    filled.remove(sources=["Sample Courier"], progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 12), (10, 12), (12, 12)]


def test_a_second_writer_is_turned_away(filled: TinyDesk, tmp_path: Path) -> None:
    with Reader(tmp_path / "indexes") as other:
        other.hold_lock()
        with pytest.raises(IndexBusyError):
            filled.remove(ids=["story-3"])
    assert filled.remove(ids=["story-3"]).removed == 1


def test_a_reader_in_another_process_sees_it_at_once(filled: TinyDesk, tmp_path: Path) -> None:
    with Reader(tmp_path / "indexes") as reader:
        assert reader.search("Kestrel7 Alder7 Rowan7")[0] == ("story-7", 1)
        filled.remove(ids=["story-7"])
        assert ("story-7", 1) not in reader.search("Kestrel7 Alder7 Rowan7")


@pytest.mark.parametrize(
    "death", [Death("statement", 3), Death("statement", 20), Death("statement", 45), Death("remove", 1)], ids=str
)
def test_a_removal_that_is_killed_is_completed_by_the_next_run(death: Death, filled: TinyDesk, tmp_path: Path) -> None:
    data_dir = tmp_path / "indexes"
    filled.close()
    assert remove_and_die(data_dir, ["story-3", "story-4", "story-5"], death) == -signal.SIGKILL
    with tiny_desk(data_dir) as desk:
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        desk.remove(ids=["story-3", "story-4", "story-5"])
        assert "story-3" not in found_by_vectors(desk, "Kestrel3 Alder3", k=100)
    assert len(state_of(data_dir).articles) == 9


def test_an_article_that_comes_back_with_other_words_of_the_same_length(
    filled: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "write_pending", lambda *_: None)  # as if it were killed there
    filled.remove(ids=["story-3"])
    monkeypatch.undo()
    text = story(3)["text"].replace("engine", "rudder").replace("Kestrel3", "Warbler3")
    assert len(text) == len(story(3)["text"])
    filled.ingest_rows(tmp_path / "b.jsonl", [story(3, text=text)])
    state_of(tmp_path / "indexes")  # the vectors are those of the catalog
