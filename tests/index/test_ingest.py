"""The pipeline: unchanged articles cost nothing, updates switch, errors keep what is stored, one writer at a time."""

import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import assistant.index.ingest
from assistant import Filters, IngestProgress
from assistant.catalog.writer import CatalogWriter, Outcome
from assistant.errors import IndexBusyError, InputError, ModelError, StoreError
from assistant.index.embedding import Vectors
from assistant.index.ingest import batched
from assistant.index.planning import Planned
from tests.catalog.prose import prose
from tests.index.states import state_of
from tests.index.tiny import Row, TinyDesk, TinyEmbedder, long_story, story, tiny_desk, write_rows
from tests.index.worker import Reader, found_by_vectors

ROWS = [*[story(number) for number in range(6)], long_story(50, 40)]


class FailingEmbedder(TinyEmbedder):
    """Fails at the n-th batch."""

    def __init__(self, fails_at: int) -> None:
        super().__init__()
        self.batches = 0
        self.fails_at = fails_at

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.batches += 1
        if self.batches == self.fails_at:
            raise MemoryError("the model ran out of memory")
        return super().embed(texts)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant.index.ingest, "BATCH_PASSAGES", 3)
    monkeypatch.setattr(assistant.index.ingest, "STORE_EVERY", 5)


def test_the_same_files_three_times_are_embedded_once(desk: TinyDesk, tmp_path: Path) -> None:
    first = desk.ingest_rows(tmp_path / "a.jsonl", ROWS)
    state = state_of(tmp_path / "indexes")
    assert (first.new, first.passages_embedded) == (len(ROWS), len(desk.tiny.embedded))
    for _ in range(2):
        again = desk.ingest([tmp_path / "a.jsonl"])
        assert (again.new, again.updated, again.unchanged, again.passages_embedded) == (0, 0, len(ROWS), 0)
    assert len(desk.tiny.embedded) == first.passages_embedded
    assert state_of(tmp_path / "indexes") == state


def test_nothing_new_does_not_load_the_model(tmp_path: Path, desk: TinyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", ROWS)
    monkeypatch.setattr(TinyEmbedder, "counter", property(lambda _: pytest.fail("the model was used")), raising=False)
    assert desk.ingest([tmp_path / "a.jsonl"]).unchanged == len(ROWS)


def test_an_archive_from_before_learns_the_agencies_with_the_next_ingest(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(1, id="a", text="LISBON (Reuters) - The ferry was late again on Tuesday.")]
    desk.ingest_rows(tmp_path / "a.jsonl", rows)
    with sqlite3.connect(desk.settings.data_dir / "catalog.sqlite") as old:
        old.execute("UPDATE versions SET wire_origin = NULL")
    report = desk.ingest([tmp_path / "a.jsonl"])
    assert (report.unchanged, report.updated, report.passages_embedded) == (1, 0, 0)
    assert desk.article("a").wire_origin == "Reuters"
    assert desk.status().wires == {"Reuters": 1}


def test_only_new_articles_leave_the_old_ones_there(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "monday.jsonl", [story(number) for number in range(5)])
    report = desk.ingest_rows(tmp_path / "tuesday.jsonl", [story(number) for number in range(5, 8)])
    assert (report.new, report.passages_embedded) == (3, 3)
    assert [desk.search(f"ferry Kestrel{n}")[0].article_id for n in range(8)] == [f"story-{n}" for n in range(8)]


def test_an_update_is_a_new_version_and_the_old_words_are_found_no_more(desk: TinyDesk, tmp_path: Path) -> None:
    old = story(1, text="The zanzibarite cargo was lost.")
    desk.ingest_rows(tmp_path / "a.jsonl", [old, story(2)])
    report = desk.ingest_rows(tmp_path / "b.jsonl", [story(1, text="The cargo was found after all.")])
    assert [(line.outcome, line.reason) for line in report.report] == [("updated", "stored as version 2")]
    assert all("zanzibarite" not in hit.text for hit in desk.search("zanzibarite cargo", k=50))
    assert desk.article("story-1").text == "The cargo was found after all."
    assert desk.article("story-1").version == 2
    assert desk.article("story-1", version=1).text == old["text"]
    hit = next(hit for hit in desk.search("cargo") if hit.article_id == "story-1")
    assert (hit.version, hit.text) == (2, "The cargo was found after all.")
    assert state_of(tmp_path / "indexes").passages >= {("story-1", 2, 0, 30)}


def test_a_changed_headline_alone_is_an_update_too(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, title="Ferry lost")])
    assert desk.ingest_rows(tmp_path / "b.jsonl", [story(1, title="Correction: ferry found")]).updated == 1
    [hit] = desk.search("ferry")
    assert hit.title == "Correction: ferry found"
    assert desk.search("ferry lost")[0].signals["bm25"] < desk.search("ferry found")[0].signals["bm25"]


def test_the_same_text_under_another_id_is_a_duplicate_that_names_the_head(desk: TinyDesk, tmp_path: Path) -> None:
    copy = story(1, id="copy", source="Sample Gazette", title="Another headline")
    report = desk.ingest_rows(tmp_path / "a.jsonl", [story(1), copy])
    assert [(line.outcome, line.article_id, line.reason) for line in report.report] == [
        ("new", "story-1", ""),
        ("duplicate", "copy", "same text as story-1"),
    ]
    assert (report.new, report.duplicates) == (1, 1)
    assert desk.article("copy").source == "Sample Gazette"
    assert desk.search("Kestrel1", filters=Filters(sources=("Sample Gazette",)))[0].article_id == "copy"


def test_a_copy_that_is_the_same_to_the_embedder_is_not_embedded_again(desk: TinyDesk, tmp_path: Path) -> None:
    report = desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(1, id="copy")])
    assert report.passages_embedded == 1
    assert len(state_of(tmp_path / "indexes").vector_ids) == 2


def test_a_duplicate_id_in_one_run_is_the_next_version(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(1), story(1), story(1, text="It was another ferry.")]
    report = desk.ingest_rows(tmp_path / "a.jsonl", rows)
    assert [line.outcome for line in report.report] == ["new", "unchanged", "updated"]
    assert desk.article("story-1").text == "It was another ferry."


@pytest.mark.parametrize("batch", [1, 2, 512])
def test_two_versions_in_one_file_are_stable(
    batch: int, desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.index.ingest, "BATCH_PASSAGES", batch)
    rows = [story(1, text="Version A of it."), story(2), story(1, text="Version B of it.")]
    desk.ingest_rows(tmp_path / "a.jsonl", rows)
    state = state_of(tmp_path / "indexes")
    report = desk.ingest([tmp_path / "a.jsonl"])
    assert [line.outcome for line in report.report] == ["unchanged"] * 3
    assert report.passages_embedded == 0
    assert state_of(tmp_path / "indexes") == state
    assert desk.article("story-1").text == "Version B of it."
    assert ("story-1", 2, 2) in state.articles


@pytest.mark.usefixtures("small_batches")
def test_a_batch_boundary_changes_nothing(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [*ROWS, story(0, text="A second version."), story(3, id="copy"), long_story(51, 60), story(90)]
    small = desk.ingest_rows(tmp_path / "a.jsonl", rows)
    with pytest.MonkeyPatch.context() as patch, tiny_desk(tmp_path / "whole") as whole:
        patch.setattr(assistant.index.ingest, "BATCH_PASSAGES", 512)
        large = whole.ingest([tmp_path / "a.jsonl"])
    assert small.report == large.report
    assert state_of(tmp_path / "indexes") == state_of(tmp_path / "whole")


def test_batches_end_at_whole_articles() -> None:
    rejected = Planned(Outcome("x", "rejected", None, ""))
    assert [len(batch) for batch in batched([rejected] * (assistant.index.ingest.BATCH_INPUTS + 1))] == [4096, 1]
    assert list(batched([])) == []


def test_a_second_writer_is_turned_away_and_nothing_is_lost(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    with Reader(tmp_path / "indexes") as other:
        other.hold_lock()
        rows = write_rows(tmp_path / "b.jsonl", [story(2)])
        for call in (lambda: desk.ingest([rows]), desk.rebuild):
            with pytest.raises(IndexBusyError, match="Another process is writing") as caught:
                call()
            assert caught.value.exit_code == 3
            assert "Wait" in caught.value.remedy
        assert desk.search("Kestrel1 Alder1 Rowan1")[0].article_id == "story-1"
    assert desk.ingest([rows]).new == 1


@pytest.mark.usefixtures("small_batches")
def test_an_error_of_the_embedder_leaves_the_index_usable(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(12)])
    with tiny_desk(tmp_path / "indexes", FailingEmbedder(3)) as desk:
        with pytest.raises(MemoryError, match="ran out"):
            desk.ingest([rows])
        assert 0 < desk.status().articles < 12
        assert desk.search("Kestrel0 Alder0 Rowan0")[0].article_id == "story-0"
        assert desk.ingest([rows]).new + 6 == 12
    assert len(state_of(tmp_path / "indexes").articles) == 12


@pytest.mark.usefixtures("small_batches")
def test_ctrl_c_keeps_the_batches_that_were_done(desk: TinyDesk, tmp_path: Path) -> None:
    def interrupt(progress: IngestProgress) -> None:
        if progress.articles >= 6:
            raise KeyboardInterrupt

    rows = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(30)])
    with pytest.raises(KeyboardInterrupt):
        desk.ingest([rows], progress=interrupt)
    kept = desk.status()
    assert kept.articles == 6
    assert kept.interrupted_runs == 1
    assert desk.search("Kestrel5 Alder5 Rowan5")[0].article_id == "story-5"
    report = desk.ingest([rows])
    assert (report.unchanged, report.new) == (6, 24)
    assert len(state_of(tmp_path / "indexes").articles) == 30


@pytest.mark.usefixtures("small_batches")
def test_an_interrupted_run_stops_its_threads_at_once(desk: TinyDesk, tmp_path: Path) -> None:
    def interrupt(_: IngestProgress) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    rows = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(300)])
    with pytest.raises(KeyboardInterrupt) as caught:
        desk.ingest([rows], progress=interrupt)
    embedded = len(desk.tiny.embedded)
    time.sleep(0.3)
    assert caught.value is not None  # whoever logs the error keeps it, and its frames with it
    assert (threading.active_count(), len(desk.tiny.embedded)) == (before, embedded)


@pytest.mark.usefixtures("small_batches")
def test_progress_is_told_from_the_first_batch_to_the_storing(desk: TinyDesk, tmp_path: Path) -> None:
    told: list[IngestProgress] = []
    report = desk.ingest([write_rows(tmp_path / "a.jsonl", ROWS)], progress=told.append)
    assert [step.articles for step in told] == sorted(step.articles for step in told)
    assert told[-1] == IngestProgress(len(ROWS), report.passages_embedded, len(ROWS), "storing")
    assert {step.stage for step in told} == {"embedding", "storing"}
    assert len(told) > 2
    desk.ingest([tmp_path / "a.jsonl"], progress=told.append)
    assert told[-2].stage == "reading"


def test_bad_inputs_are_lines_of_the_report_and_the_good_ones_are_stored(desk: TinyDesk, tmp_path: Path) -> None:
    lines = tmp_path / "mixed.jsonl"
    write_rows(lines, [story(1), {"id": "no-text", "title": "T"}, story(2, published_at="2999-01-01"), story(1)])
    with lines.open("a", encoding="utf-8") as file:
        file.write('{"id": "torn", "text": "cut o\n[1, 2]\n')
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    report = desk.ingest([lines, tmp_path / "binary.txt", tmp_path / "photo.jpg", tmp_path / "nowhere"])
    found = {line.input.rsplit("/", 1)[-1]: (line.outcome, line.reason) for line in report.report}
    assert found["mixed.jsonl:1"] == ("new", "")
    assert found["mixed.jsonl:2"][0] == "rejected"
    assert found["mixed.jsonl:2"][1].startswith("The article has no text; its fields are id, title.")
    assert found["mixed.jsonl:3"][0] == "new"
    assert "future" in found["mixed.jsonl:3"][1]
    assert found["mixed.jsonl:4"] == ("unchanged", "")
    for name in ("mixed.jsonl:5", "mixed.jsonl:6", "binary.txt", "photo.jpg", "nowhere"):
        assert found[name][0] == "rejected"
        assert len(found[name][1]) > 10
    assert (report.new, report.rejected, len(report.report)) == (2, 6, 9)
    assert desk.article("story-2").published_at is None
    assert desk.search("Kestrel1 Alder1 Rowan1")[0].article_id == "story-1"


def test_no_path_at_all_is_told(desk: TinyDesk) -> None:
    with pytest.raises(InputError, match="nothing to ingest"):
        desk.ingest([])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        tiny_desk(tmp_path / "file" / "indexes") as desk,
        pytest.raises(StoreError, match="cannot be written") as caught,
    ):
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    assert caught.value.exit_code == 3
    assert "--data-dir" in caught.value.remedy
    assert (tmp_path / "file").read_text() == "no folder"


@pytest.mark.parametrize(
    "change", [{"embedder": TinyEmbedder(name="other")}, {"embedder": TinyEmbedder(32)}, {"tokens": 128}]
)
@pytest.mark.parametrize("verb", ["ingest", "search", "ask"])
def test_another_model_is_refused_with_the_command_to_run(
    verb: str, change: Row, desk: TinyDesk, tmp_path: Path
) -> None:
    rows = write_rows(tmp_path / "a.jsonl", [story(1)])
    desk.ingest([rows])
    before = state_of(tmp_path / "indexes")
    with tiny_desk(tmp_path / "indexes", change.get("embedder"), passage_tokens=change.get("tokens", 256)) as other:
        with pytest.raises(ModelError, match="This index was built with tiny") as caught:
            other.ingest([rows]) if verb == "ingest" else getattr(other, verb)("Kestrel1")
        assert "news-assistant rebuild" in caught.value.remedy
        assert caught.value.exit_code == 3
    assert state_of(tmp_path / "indexes") == before


def test_passages_longer_than_the_embedder_reads_are_refused(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes", passage_tokens=512) as desk:
        assert desk.tiny.max_tokens == 256
        try:
            desk.ingest_rows(tmp_path / "a.jsonl", [long_story(1, 60)])
        except (StoreError, ValueError):
            return
        longest = max(desk.tiny.counter.count(text) for text in desk.tiny.embedded)
        assert longest + desk.tiny.counter.special_tokens() <= 256


def test_moving_a_damaged_catalog_away_leaves_no_old_vectors_in_search(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    desk.close()
    for file in (tmp_path / "indexes").glob("catalog.sqlite*"):
        file.unlink()
    with tiny_desk(tmp_path / "indexes") as again:
        again.ingest_rows(tmp_path / "b.jsonl", [story(number) for number in range(20, 25)])
        assert len(found_by_vectors(again, "Kestrel7 Alder7 Rowan7", k=5)) == 5
    state_of(tmp_path / "indexes")


def test_a_reader_elsewhere_sees_a_new_article_within_a_second(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    with Reader(tmp_path / "indexes") as reader:
        assert ("story-2", 1) not in reader.search("ferry Kestrel2")
        desk.ingest_rows(tmp_path / "b.jsonl", [story(2)])
        started = time.monotonic()
        assert reader.search("Kestrel2 Alder2 Rowan2")[0] == ("story-2", 1)
        assert time.monotonic() - started < 1
        desk.ingest_rows(tmp_path / "c.jsonl", [story(2, text="Kestrel2 was never there.")])
        assert reader.search("Kestrel2 Alder2 Rowan2")[0] == ("story-2", 2)


def test_an_open_desk_sees_what_another_process_brings_in(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    assert desk.search("Kestrel2 Alder2 Rowan2")[0].article_id == "story-1"
    with Reader(tmp_path / "indexes", write_rows(tmp_path / "b.jsonl", [story(2)])):
        started = time.monotonic()
        assert desk.search("Kestrel2 Alder2 Rowan2")[0].article_id == "story-2"
        assert desk.status().articles == 2
        assert time.monotonic() - started < 1


def test_a_reader_sees_new_articles_while_the_run_goes_on(
    tmp_path: Path, desk: TinyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.index.ingest, "BATCH_PASSAGES", 3)
    seen: list[str] = []

    def look(progress: IngestProgress) -> None:
        if progress.articles and not seen:
            with tiny_desk(tmp_path / "indexes") as reader:
                seen.append(reader.search("Kestrel0 Alder0 Rowan0")[0].article_id)

    desk.ingest([write_rows(tmp_path / "a.jsonl", [story(number) for number in range(9)])], progress=look)
    assert seen == ["story-0"]


def test_a_near_copy_is_stored_and_told_and_shown_once_in_a_search(desk: TinyDesk, tmp_path: Path) -> None:
    original = prose(1)
    reworded = original.replace("ferry", "vessel").replace("harbour", "seaport").replace("doctor", "surgeon")
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=original, source="Sample Wire")])
    report = desk.ingest_rows(tmp_path / "b.jsonl", [story(2, text=reworded, source="Sample Courier")])
    [line] = report.report
    assert (line.outcome, report.duplicates) == ("duplicate", 1)
    assert line.reason.startswith("near copy of story-1 (similarity .9")
    assert desk.article("story-2").source == "Sample Courier"
    question = " ".join(original.split()[:12])
    found = desk.search(question)
    assert len(found) == 2, "both articles have two passages"
    assert abs(found[0].start - found[1].start) > len(original) / 2, "and not the same one twice"
    only = Filters(sources=("Sample Courier",))
    assert {item.article_id for item in desk.search(question, filters=only)} == {"story-2"}


def test_a_near_copy_with_another_number_is_not_hidden(desk: TinyDesk, tmp_path: Path) -> None:
    original = prose(1)
    number = next(word for word in original.split() if word.isdigit())
    rows = [story(1, text=original), story(2, text=original.replace(number, "77777"))]
    report = desk.ingest_rows(tmp_path / "a.jsonl", rows)
    assert [line.outcome for line in report.report] == ["new", "duplicate"]
    found = desk.search(" ".join(original.split()[:12]))
    assert {item.article_id for item in found if "77777" in item.text or number in item.text} == {"story-1", "story-2"}
    rest = [item for item in found if "77777" not in item.text and number not in item.text]
    assert len({item.text for item in rest}) == len(rest)


def test_an_archive_from_before_gets_its_copies_with_the_next_ingest(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(1, id="copy")])
    writer = CatalogWriter(tmp_path / "indexes")
    writer._connection.executescript("DELETE FROM copies; DELETE FROM fingerprints; DELETE FROM bands;")
    writer.close()
    assert desk.status().duplicates == 0
    stages: list[str] = []
    desk.ingest([tmp_path / "a.jsonl"], progress=lambda now: stages.append(now.stage))
    assert desk.status().duplicates == 1
    assert stages[0] == "comparing"
