"""The vector store: near to exact, seen by other processes at once, and torn files told instead of a crash."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chromadb.api.models.Collection import Collection
from numpy.typing import NDArray

from assistant.errors import IndexDamagedError, SettingsError
from assistant.index import vectors
from assistant.index.vectors import DIRECTORIES, ChromaDirectory, ChromaServer, generation_path
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, story, tiny_desk, write_rows
from tests.index.worker import Reader, found_by_vectors, lost_vectors

MANY = 1_100
"""Enough vectors for Chroma to write its graph to disk (`sync_threshold`)."""


def directions(count: int, dimension: int = 48, seed: int = 1) -> NDArray[np.float32]:
    """Vectors of length 1 in clusters, as those of news are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(60, dimension))
    rows = centres[random.integers(0, len(centres), count)] + random.normal(scale=0.6, size=(count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChromaDirectory]:
    store = DIRECTORIES.take(tmp_path / "vectors" / "1")
    yield store
    DIRECTORIES.release(store)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose graph is on disk; copied before it is damaged."""
    folder = tmp_path_factory.mktemp("large")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [story(number) for number in range(MANY)])
    assert list((folder / "indexes").rglob("data_level0.bin"))
    return folder / "indexes"


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """New collections write their graph to disk every ten vectors."""
    monkeypatch.setitem(vectors.HNSW, "sync_threshold", 10)


def test_recall_at_ten_against_brute_force(store: ChromaDirectory) -> None:
    held, questions = directions(4000), directions(100, seed=2)
    ids = [str(number) for number in range(len(held))]
    store.add(ids, held)
    exact = np.argsort(-(questions @ held.T), axis=1)[:, :10]
    hits = 0
    for question, best in zip(questions, exact, strict=True):
        found = store.search(question, 10, ids=None, state=0)
        assert len(found) == 10
        assert all(abs(found[name] - float(question @ held[int(name)])) < 1e-4 for name in found)
        hits += len({int(name) for name in found} & set(best.tolist()))
    assert hits / (10 * len(questions)) >= 0.98


def test_a_search_among_ids_finds_the_nearest_of_them(store: ChromaDirectory) -> None:
    held = directions(500)
    store.add([str(number) for number in range(500)], held)
    among = [str(number) for number in range(0, 500, 7)]
    question = directions(1, seed=3)[0]
    expected = sorted(among, key=lambda name: -float(question @ held[int(name)]))[:5]
    assert list(store.search(question, 5, ids=among, state=0)) == expected


def test_ids_are_added_once_and_removed_if_they_are_there(store: ChromaDirectory) -> None:
    held = directions(3)
    store.add(["a", "b"], held[:2])
    store.add(["b", "c"], held[1:])
    assert store.count() == 3
    store.remove(["a", "never"])
    assert store.count() == 2
    assert set(store.search(held[0], 5, ids=None, state=0)) == {"b", "c"}


def test_more_rows_than_chroma_takes_at_once(store: ChromaDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BATCH", 7)
    ids = [str(number) for number in range(20)]
    store.add(ids, directions(20))
    assert store.count() == 20
    store.remove(ids[:15])
    assert store.count() == 5


def test_an_empty_store_finds_nothing(store: ChromaDirectory) -> None:
    assert store.search(directions(1)[0], 5, ids=None, state=0) == {}
    assert store.count() == 0


def test_a_reader_in_another_process_sees_new_vectors_when_the_revision_moves_on(
    desk: TinyDesk, tmp_path: Path
) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    with Reader(tmp_path / "indexes") as reader:
        assert reader.nearest("Kestrel7 Alder7 Rowan7")[0] == "story-7"
        desk.ingest_rows(tmp_path / "b.jsonl", [story(number) for number in range(20, 70)])
        found = [reader.nearest(f"Kestrel{n} Alder{n} Rowan{n}")[0] for n in range(70)]
        assert found == [f"story-{n}" for n in range(70)]


def test_this_process_sees_what_another_has_added_and_removed(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    assert "story-7" in found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=30)
    changed = story(7, text="Nothing is left of the old report about the ferry.")
    more = [story(number) for number in range(20, 40)]
    with Reader(tmp_path / "indexes", write_rows(tmp_path / "b.jsonl", [changed, *more])):
        assert "story-33" in found_by_vectors(desk, "Kestrel33 Alder33 Rowan33", k=30)
        assert len(found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=100)) == 40


@pytest.mark.usefixtures("eager")
def test_a_reader_that_opens_while_another_process_writes_lives_and_finds_everything(
    desk: TinyDesk, tmp_path: Path
) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(200)])
    done = threading.Event()
    failures: list[Exception] = []

    def ask(reader: Reader) -> None:
        while not done.is_set() and not failures:
            try:
                assert reader.search("ferry Kestrel7")
            except (EOFError, OSError, AssertionError) as error:  # EOFError: the process died
                failures.append(error)

    with Reader(tmp_path / "indexes") as reader:
        asking = threading.Thread(target=ask, args=(reader,))
        asking.start()
        until, batch = time.monotonic() + 6, 0
        while time.monotonic() < until and not failures:
            batch += 1
            desk.ingest_rows(tmp_path / "b.jsonl", [story(batch * 20 + 200 + number) for number in range(20)])
        done.set()
        asking.join(60)
    assert failures == []
    assert lost_vectors(desk) == []


@pytest.mark.usefixtures("eager")
def test_writing_after_another_process_wrote_loses_nothing(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(30)])
    assert desk.search("ferry Kestrel7")
    with Reader(tmp_path / "indexes", write_rows(tmp_path / "b.jsonl", [story(n) for n in range(30, 130)])):
        desk.ingest_rows(tmp_path / "c.jsonl", [story(n) for n in range(130, 230)])
    assert lost_vectors(desk) == []


def test_questions_in_flight_finish_before_a_reopening(store: ChromaDirectory) -> None:
    held = directions(50)
    store.add([str(number) for number in range(50)], held)
    first = store.search(held[0], 3, ids=None, state=1)
    inside, release = threading.Event(), threading.Event()
    order: list[str] = []

    def slow() -> None:
        with store._using(1) as collection:
            inside.set()
            release.wait(10)
            assert collection.count() == 50
            order.append("in flight")

    def newer() -> None:
        assert store.search(held[0], 3, ids=None, state=2) == first
        order.append("reopened")

    threads = [threading.Thread(target=slow), threading.Thread(target=newer)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    time.sleep(0.2)
    assert order == []
    release.set()
    for thread in threads:
        thread.join(10)
    assert order == ["in flight", "reopened"]


DEADLOCK = "a reader takes the turn and then the directory, a writer the directory and then the turn"


@pytest.mark.parametrize("opened_by", ["reader", "writer"])
def test_a_reader_and_a_writer_of_one_process_do_not_wait_for_each_other(opened_by: str, tmp_path: Path) -> None:
    store, held = ChromaDirectory(tmp_path / "1"), directions(3)
    store.add(["a"], held[:1])
    writing, searching = threading.Event(), threading.Event()
    search_state, write_state = (5, 0) if opened_by == "reader" else (0, 5)

    def write() -> None:
        with store.alone():
            writing.set()
            searching.wait(10)
            time.sleep(0.3)  # by now the reader waits for the directory
            store.add(["b"], held[1:2], state=write_state)

    def search() -> None:
        writing.wait(10)
        searching.set()
        store.search(held[0], 1, ids=None, state=search_state)

    # Threads that wait for each other are left behind, and so is their store.
    threads = [threading.Thread(target=work, daemon=True) for work in (write, search)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2)
    assert not any(thread.is_alive() for thread in threads)
    store.close()


def test_the_first_query_of_every_opening_is_made_alone(
    store: ChromaDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, alone = directions(2), []
    store.add(["a", "b"], held)
    query = Collection.query

    def watched(collection: Collection, **arguments: Any) -> Any:  # noqa: ANN401 - passed on
        alone.append(store._file_lock.is_locked)
        return query(collection, **arguments)

    monkeypatch.setattr(Collection, "query", watched)
    firsts = []
    for state in (1, 2, 3):
        alone.clear()
        store.search(held[0], 1, ids=None, state=state)
        firsts.append(alone[0])
    assert firsts == [True, True, True]  # Chroma brings the directory in step with its log there: it writes


def test_what_this_process_wrote_itself_is_found_without_a_reopening(
    desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    openings: list[object] = []
    connect = ChromaDirectory.connect

    def counted(store: ChromaDirectory) -> Any:  # noqa: ANN401 - a client
        openings.append(store)
        return connect(store)

    monkeypatch.setattr(ChromaDirectory, "connect", counted)
    desk.ingest_rows(tmp_path / "b.jsonl", [story(7, text="Of the ferry nothing is left."), story(30)])
    assert "story-30" in found_by_vectors(desk, "Kestrel30 Alder30 Rowan30", k=30)
    assert lost_vectors(desk) == []
    assert openings == []
    with Reader(tmp_path / "indexes", write_rows(tmp_path / "c.jsonl", [story(40)])):
        assert "story-40" in found_by_vectors(desk, "Kestrel40 Alder40 Rowan40", k=30)
    assert len(openings) == 1


def test_many_threads_ask_while_the_revision_moves_on(store: ChromaDirectory) -> None:
    held = directions(200)
    store.add([str(number) for number in range(200)], held)
    failures: list[object] = []

    def ask(number: int) -> None:
        for state in range(15):
            found = store.search(held[number], 1, ids=None, state=state)
            if list(found) != [str(number)]:
                failures.append(found)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


@pytest.mark.parametrize("damage", ["truncated", "missing", "empty"])
@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "chroma.sqlite3"])
def test_a_damaged_file_is_told_with_the_remedy_which_mends_it(
    name: str, damage: str, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.0)
    data_dir = tmp_path / "indexes"
    shutil.copytree(large, data_dir)
    [file] = data_dir.rglob(name)
    content = file.read_bytes()
    file.unlink() if damage == "missing" else file.write_bytes(
        content[: len(content) // 2] if damage == "truncated" else b""
    )
    with tiny_desk(data_dir) as desk:
        with pytest.raises(IndexDamagedError, match=f"{name} is torn or missing") as caught:
            desk.search("ferry Kestrel7")
        assert caught.value.exit_code == 3
        assert "news-assistant rebuild" in caught.value.remedy
        assert "damaged" in desk.status().vectors
        assert desk.rebuild() == 2
        assert desk.tiny.embedded == []
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        assert "story-9" in found_by_vectors(desk, "Kestrel9 Alder9 Rowan9", k=30)
        assert desk.status().vectors == "ok"
        assert desk.ingest_rows(tmp_path / "more.jsonl", [story(5000)]).new == 1


def test_a_lost_directory_is_told_and_made_anew(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.0)
    data_dir = tmp_path / "indexes"
    shutil.copytree(large, data_dir)
    shutil.rmtree(data_dir / "vectors")
    with tiny_desk(data_dir) as desk:
        with pytest.raises(IndexDamagedError, match="rebuild"):
            desk.search("ferry Kestrel7")
        desk.rebuild()
        assert desk.tiny.embedded == []
        assert "story-7" in found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=30)
    assert len(state_of(data_dir).vector_ids) == MANY


@pytest.mark.parametrize("name", ["header.bin", "chroma.sqlite3", "link_lists.bin", "data_level0.bin"])
def test_zeros_of_the_right_size_are_told(name: str, large: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "indexes"
    shutil.copytree(large, data_dir)
    [file] = data_dir.rglob(name)
    file.write_bytes(b"\x00" * file.stat().st_size)
    with Reader(data_dir) as reader, pytest.raises(AssertionError, match=r"IndexDamagedError[\s\S]*rebuild"):
        reader.search("ferry Kestrel7")


def test_a_writer_that_replaces_a_file_is_waited_for(store: ChromaDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(["a"], directions(1))
    store.sizes = {"chroma.sqlite3": 1, "late.bin": 4}
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.1)
    timer = threading.Timer(0.15, lambda: (store.path / "late.bin").write_bytes(b"done"))
    timer.start()
    store.check()
    timer.join()
    store.sizes = {"never.bin": 1}
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.0)
    with pytest.raises(IndexDamagedError, match=r"never\.bin is torn or missing"):
        store.check()


def test_files_that_sqlite_makes_as_it_goes_are_not_measured(store: ChromaDirectory) -> None:
    store.add(["a"], directions(1))
    for suffix in ("-journal", "-wal", "-shm"):
        (store.path / f"chroma.sqlite3{suffix}").write_bytes(b"x")
    sizes = store.measure()
    assert "chroma.sqlite3" in sizes
    assert all(size == (store.path / name).stat().st_size for name, size in sizes.items())
    assert not any(name.endswith(vectors.JOURNALS) for name in sizes)
    for suffix in ("-journal", "-wal", "-shm"):
        (store.path / f"chroma.sqlite3{suffix}").unlink()


WORDS = (b"zanzibarite", b"quaestor", b"kestrel", b"sample courier", b"story-1")


def with_words(folder: Path) -> list[str]:
    """Return the names of the files below `folder` that hold a word of an article."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if any(word in file.read_bytes().lower() for word in WORDS)]


def ledgers(desk: TinyDesk, path: Path, first: int) -> None:
    line = "The zanzibarite ledger was sealed by the quaestor of the old town. " * 20
    desk.ingest_rows(path, [story(number, text=f"{number}: {line}") for number in range(first, first + 30)])
    assert desk.search("zanzibarite ledger")


def test_chromas_database_holds_no_word_of_an_article(desk: TinyDesk, tmp_path: Path) -> None:
    ledgers(desk, tmp_path / "a.jsonl", 0)
    desk.close()
    assert {"chroma.sqlite3", "index_metadata.pickle"}.isdisjoint(with_words(tmp_path / "indexes" / "vectors"))
    assert b"zanzibarite" in (tmp_path / "indexes" / "catalog.sqlite").read_bytes()


def test_one_owner_holds_a_directory_until_its_last_user_lets_go(tmp_path: Path) -> None:
    path = generation_path(tmp_path, 1)
    first, second = DIRECTORIES.take(path), DIRECTORIES.take(tmp_path / "vectors" / ".." / "vectors" / "1")
    assert first is second
    first.add(["a"], directions(1))
    DIRECTORIES.release(first)
    assert is_open(second)
    DIRECTORIES.release(second)
    assert not is_open(second)
    third = DIRECTORIES.take(path)
    assert third is not first
    assert third.count() == 1
    DIRECTORIES.release(third)


def is_open(store: ChromaDirectory) -> bool:
    return store._client is not None


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://example.org", "http://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="no http address"):
        ChromaServer(url, "passages")
