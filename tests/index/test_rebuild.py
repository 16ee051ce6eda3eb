"""A new generation from the catalog alone: nothing is embedded unless the model changed, readers go on meanwhile."""

import signal
from pathlib import Path

import pytest

import assistant.index.rebuild
from assistant import IngestProgress
from assistant.errors import IndexMissingError, ModelError, StoreError
from assistant.index.vectors import ChromaStore, generation_path
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, TinyEmbedder, long_story, story, tiny_desk, write_rows
from tests.index.worker import Death, Reader, found_by_vectors, lost_vectors, rebuild_and_die

ROWS = [*[story(number) for number in range(10)], long_story(50, 40)]


@pytest.fixture
def filled(desk: TinyDesk, tmp_path: Path) -> TinyDesk:
    desk.ingest_rows(tmp_path / "a.jsonl", ROWS)
    return desk


def test_a_rebuild_is_the_same_index_in_the_next_generation(filled: TinyDesk, tmp_path: Path) -> None:
    before, embedded = state_of(tmp_path / "indexes"), len(filled.tiny.embedded)
    told: list[IngestProgress] = []
    assert filled.rebuild(progress=told.append) == 2
    assert filled.rebuild() == 3
    assert state_of(tmp_path / "indexes") == before
    assert len(filled.tiny.embedded) == embedded
    assert told[-1].stage == "storing"
    assert "story-7" in found_by_vectors(filled, "Kestrel7 Alder7 Rowan7", k=30)
    assert filled.status().generation == 3


def test_the_generation_before_stays_and_the_one_before_that_goes(filled: TinyDesk, tmp_path: Path) -> None:
    for _ in range(3):
        filled.rebuild()
        filled.search("ferry Kestrel7")
    kept = {path.name for path in (tmp_path / "indexes" / "vectors").iterdir() if path.is_dir()}
    assert kept == {"3", "4"}


@pytest.mark.parametrize(
    ("embedder", "tokens"),
    [(TinyEmbedder(), 96), (TinyEmbedder(dimension=32, name="other"), 256)],
    ids=["length", "model"],
)
def test_another_length_or_model_embeds_everything_anew(
    embedder: TinyEmbedder, tokens: int, filled: TinyDesk, tmp_path: Path
) -> None:
    filled.ingest_rows(tmp_path / "b.jsonl", [story(3, text="The second version speaks of zanzibarite.")])
    filled.close()
    with tiny_desk(tmp_path / "indexes", embedder, passage_tokens=tokens) as desk:
        assert desk.rebuild() == 2
        assert len(embedder.embedded) >= 11
        assert max(map(embedder.counter.count, embedder.embedded)) <= tokens - 2
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        assert desk.search("ferry zanzibarite")[0].version == 2
        assert found_by_vectors(desk, "The second version speaks of zanzibarite")[0] == "story-3"
        assert desk.status().dimension == embedder.card.dimension
        assert desk.ingest([tmp_path / "a.jsonl"]).passages_embedded == 0
        assert desk.article("story-3", 1).text == story(3)["text"]
    state = state_of(tmp_path / "indexes")
    assert {name for name, _, _, _ in state.passages} == {row["id"] for row in ROWS}


def test_a_reader_goes_on_during_a_rebuild_and_follows_after_it(filled: TinyDesk, tmp_path: Path) -> None:
    with Reader(tmp_path / "indexes") as reader:
        during: list[object] = []

        def look(_: IngestProgress) -> None:
            during.append(reader.search("Kestrel7 Alder7 Rowan7")[0])

        filled.rebuild(progress=look)
        assert during == [("story-7", 1)] * len(during) != []
        filled.ingest_rows(tmp_path / "b.jsonl", [story(60)])
        assert reader.search("Kestrel60 Alder60 Rowan60")[0] == ("story-60", 1)
        assert reader.nearest("Kestrel60 Alder60 Rowan60")[0] == "story-60"


def test_a_rebuild_elsewhere_is_followed_by_an_open_desk(filled: TinyDesk, tmp_path: Path) -> None:
    with Reader(tmp_path / "indexes") as other:
        assert other.rebuild() == 2
        assert other.rebuild() == 3
        assert "story-7" in found_by_vectors(filled, "Kestrel7 Alder7 Rowan7", k=30)
        other.ingest(write_rows(tmp_path / "b.jsonl", [story(60)]))
        assert "story-60" in found_by_vectors(filled, "Kestrel60 Alder60 Rowan60", k=30)


def test_an_interrupted_rebuild_leaves_the_generation_in_use(
    filled: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(tmp_path / "indexes")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ChromaStore, "add", full)
    with pytest.raises(OSError, match="No space"):
        filled.rebuild()
    monkeypatch.undo()
    assert filled.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
    assert state_of(tmp_path / "indexes") == before
    generation_path(tmp_path / "indexes", 2).mkdir(exist_ok=True)
    (generation_path(tmp_path / "indexes", 2) / "left.over").write_text("of the interrupted one")
    assert filled.rebuild() == 2
    assert not (generation_path(tmp_path / "indexes", 2) / "left.over").exists()
    assert state_of(tmp_path / "indexes") == before


def test_embedding_anew_is_all_or_nothing(filled: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(tmp_path / "indexes")
    filled.close()

    def interrupt(progress: IngestProgress) -> None:
        if progress.articles == 4:
            raise KeyboardInterrupt

    with tiny_desk(tmp_path / "indexes", passage_tokens=96) as desk, pytest.raises(KeyboardInterrupt):
        desk.rebuild(progress=interrupt)
    assert state_of(tmp_path / "indexes") == before
    monkeypatch.setattr(assistant.index.rebuild, "write_pending", lambda *_: None)
    with tiny_desk(tmp_path / "indexes", passage_tokens=96) as desk:
        desk.rebuild()  # and dies before the vectors follow
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        monkeypatch.undo()
        desk.ingest([tmp_path / "a.jsonl"])
        assert "story-7" in found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=30)
    state_of(tmp_path / "indexes")


def serves(data_dir: Path, passage_tokens: int) -> bool:
    """Whether the index answers under these settings; it may have been built with others."""
    with tiny_desk(data_dir, passage_tokens=passage_tokens) as desk:
        try:
            return desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        except ModelError:
            return False


@pytest.mark.parametrize("tokens", [256, 96], ids=["same", "anew"])
@pytest.mark.parametrize(
    "death", [Death("statement", 4), Death("statement", 40), Death("add", 1), Death("measure", 1)], ids=str
)
def test_a_rebuild_that_is_killed_leaves_an_index_that_serves_and_can_be_rebuilt(
    death: Death, tokens: int, filled: TinyDesk, tmp_path: Path
) -> None:
    before = state_of(tmp_path / "indexes")
    filled.close()
    assert rebuild_and_die(tmp_path / "indexes", tokens, death) in (-signal.SIGKILL, 0)
    # It was killed before the switch to the other length, or after it; nothing lies between.
    assert [serves(tmp_path / "indexes", length) for length in {256, tokens}].count(True) == 1
    with tiny_desk(tmp_path / "indexes", passage_tokens=tokens) as desk:
        desk.rebuild()
        desk.ingest([tmp_path / "a.jsonl"])
        assert lost_vectors(desk) == []
    after = state_of(tmp_path / "indexes")
    assert after.articles == before.articles
    assert tokens != 256 or after == before


def test_there_must_be_an_archive_to_rebuild(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "none") as desk, pytest.raises(IndexMissingError) as caught:
        desk.rebuild()
    assert isinstance(caught.value, StoreError)
    assert not (tmp_path / "none").exists()
