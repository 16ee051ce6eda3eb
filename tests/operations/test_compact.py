"""After compacting no byte of what was deleted is left in any file of the archive."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant import Settings
from assistant.catalog import database
from assistant.catalog.database import open_for_reading
from assistant.desk.conversations import Conversations
from assistant.errors import IndexBusyError, IndexMissingError, StoreError
from assistant.index import renewal
from assistant.operations import compact as module
from assistant.operations.compact import compact
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, long_story, story, tiny_desk
from tests.index.worker import Reader, found_by_vectors, lost_vectors

RARE = "The zanzibarites of Quibbleford sealed the vellichor ledger with xylography. "
STEMS = ("zanzibarit", "quibbleford", "vellichor", "xylographi", "xylograph", "quaestorship")
"""What Porter's stemmer, which FTS5 indexes by, makes of the rare words, and the words themselves begin with."""

ROWS = [*[story(number) for number in range(40)], long_story(50, 60)]


def traces(data_dir: Path) -> list[tuple[str, str]]:
    """Return (file, word) for each rare word in any file below, in any case, as UTF-8 and as UTF-16."""
    found = []
    for path in sorted(data_dir.rglob("*")):
        if path.is_file():
            content = path.read_bytes().lower()
            forms = [(word, form) for word in STEMS for form in (word.encode(), word.encode("utf-16-le"))]
            found += [(path.relative_to(data_dir).as_posix(), word) for word, form in forms if form in content]
    return found


def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, embedding_model="tiny")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with rare words: in text, title, source, address, derived id, old version and the name of a file."""
    tmp_path = tmp_path_factory.mktemp("made")
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        rare = story(60, text=RARE * 30, title="Quaestorship of Quibbleford", source="Vellichor Times")
        old = story(61, text=RARE, url="https://example.org/quibbleford")
        unnamed = {"title": "Zanzibarites sealed it", "text": f"Once. {RARE}", "language": "da"}
        desk.ingest_rows(tmp_path / "a.jsonl", [*ROWS[:20], rare, old, unnamed, *ROWS[20:]])
        page = tmp_path / "xylography.txt"
        page.write_text(f"Quibbleford\n\n{RARE}")
        desk.ingest([page])
        desk.ingest_rows(tmp_path / "b.jsonl", [story(61, text="The second version is harmless."), story(62)])
        desk.ingest_rows(tmp_path / "c.jsonl", [story(63, text=RARE * 30)])  # a copy: the report names the first
    return tmp_path / "indexes"


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "indexes")
    return tmp_path / "indexes"


def remove_rare(data_dir: Path) -> None:
    with tiny_desk(data_dir) as desk, desk._catalog.snapshot() as snapshot:
        rows = snapshot.rows(
            "SELECT DISTINCT article_id FROM articles JOIN versions USING (article_key) WHERE text LIKE '%vellichor%'"
        )
        names = [str(row[0]) for row in rows]
    assert len(names) == 5
    with tiny_desk(data_dir) as desk:
        assert desk.remove(ids=names).removed == 5


def test_no_byte_of_what_was_deleted_is_left(data_dir: Path) -> None:
    assert {word for _, word in traces(data_dir)} >= set(STEMS) - {"xylographi"}
    remove_rare(data_dir)
    assert traces(data_dir)  # deleting alone leaves them
    before = state_of(data_dir)
    report = compact(settings(data_dir))
    assert traces(data_dir) == []
    assert state_of(data_dir) == before
    assert (report.generation, report.quoting, report.safety_copies, report.purged) == (2, (), (), False)
    assert report.bytes_after < report.bytes_before
    assert {path.name for path in (data_dir / "vectors").iterdir() if path.is_dir()} == {"2"}
    with tiny_desk(data_dir) as desk:
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        assert "story-7" in found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=30)
        assert lost_vectors(desk) == []
        assert desk.ingest_rows(data_dir.parent / "more.jsonl", [story(70)]).new == 1


def test_the_new_vectors_hold_no_word_of_any_article(data_dir: Path) -> None:
    compact(settings(data_dir))
    words = [b"kestrel", b"harbour", b"sample courier", b"story-1", b"passengers"]
    files = [path for path in (data_dir / "vectors").rglob("*") if path.is_file()]
    assert any(path.name == "chroma.sqlite3" for path in files)
    assert [(path.name, word) for path in files for word in words if word in path.read_bytes().lower()] == []
    assert traces(data_dir)  # nothing was deleted, so the catalog still has it


def test_there_must_be_an_archive(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        compact(settings(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_a_second_writer_is_turned_away(data_dir: Path) -> None:
    with Reader(data_dir) as other:
        other.hold_lock()
        with pytest.raises(IndexBusyError):
            compact(settings(data_dir))
        with pytest.raises(IndexBusyError, match="Another process is writing"):
            renewal.renew(data_dir, None)


def test_readers_go_on_and_see_the_new_generation(data_dir: Path) -> None:
    done = threading.Event()
    failures: list[BaseException] = []

    def ask(reader: Reader) -> None:
        while not done.is_set():
            try:
                assert reader.search("Kestrel7 Alder7 Rowan7")[0] == ("story-7", 1)
            except BaseException as error:  # noqa: BLE001 - a thread's error is the test's
                failures.append(error)
                return

    remove_rare(data_dir)
    with Reader(data_dir) as first, Reader(data_dir) as second:
        threads = [threading.Thread(target=ask, args=(reader,)) for reader in (first, second)]
        for thread in threads:
            thread.start()
        compact(settings(data_dir))
        compact(settings(data_dir))
        done.set()
        for thread in threads:
            thread.join(60)
        assert failures == []
        assert first.nearest("Kestrel7 Alder7 Rowan7")[0] == "story-7"
        assert traces(data_dir) == []  # though they have the files open


def test_a_question_in_flight_is_waited_for_and_told_if_it_takes_too_long(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_rare(data_dir)
    question = open_for_reading(data_dir / "catalog.sqlite")
    question.execute("BEGIN")
    assert question.execute("SELECT count(*) FROM articles").fetchone() == (42,)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(database.truncate_log, "__defaults__", (0.3,))
    with pytest.raises(IndexBusyError, match="Somebody has been reading"):
        compact(settings(data_dir))
    assert question.execute("SELECT count(*) FROM passages").fetchone()[0] > 40  # and it goes on
    monkeypatch.undo()
    timer = threading.Timer(0.5, question.rollback)
    timer.start()
    compact(settings(data_dir))
    timer.join()
    question.close()
    assert traces(data_dir) == []


def keep_turn(desk: TinyDesk, conversation: str, question: str) -> None:
    assert desk.ask(question, conversation=conversation).citations


def test_conversations_that_quote_what_is_gone_are_listed_and_redacted_on_request(data_dir: Path) -> None:
    with tiny_desk(data_dir, refusal_threshold=1e-6, search_k=1) as desk:
        keep_turn(desk, "harmless", "Did the ferry Kestrel3 reach Port Alder3?")
        keep_turn(desk, "talk", "Did the ferry Kestrel7 reach Port Alder7?")
        keep_turn(desk, "talk", "Who sealed the vellichor ledger of Quibbleford?")
    remove_rare(data_dir)
    report = compact(settings(data_dir))
    assert [(turn.conversation, turn.turn) for turn in report.quoting] == [("talk", 2)]
    assert report.quoting[0].article_ids
    assert {path for path, _ in traces(data_dir)} == {"desk.sqlite"}
    report = compact(settings(data_dir), purge=True)
    assert report.purged
    assert traces(data_dir) == []
    turns = Conversations(data_dir).turns()
    assert [(turn.conversation, turn.number, turn.redacted) for turn in turns] == [
        ("harmless", 1, False),
        ("talk", 1, False),
        ("talk", 2, True),
    ]
    assert turns[1].question == "Did the ferry Kestrel7 reach Port Alder7?"
    assert compact(settings(data_dir)).quoting == ()


def test_safety_copies_are_listed_and_deleted_on_request(data_dir: Path) -> None:
    copy = data_dir / "before-restore" / "20260101T000000"
    copy.mkdir(parents=True)
    (copy / "catalog.sqlite").write_text(RARE)
    (data_dir / "restoring.sqlite").write_text(RARE)
    remove_rare(data_dir)
    assert compact(settings(data_dir)).safety_copies == (str(copy),)
    assert {path for path, _ in traces(data_dir)} == {"before-restore/20260101T000000/catalog.sqlite"}
    compact(settings(data_dir), purge=True)
    assert traces(data_dir) == []


@pytest.mark.parametrize("stage", ["compact_catalog", "renew"])
def test_one_that_ends_early_is_completed_by_the_next(
    stage: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    remove_rare(data_dir)
    before = state_of(data_dir)
    monkeypatch.setattr(module, stage, interrupt)
    with pytest.raises(KeyboardInterrupt):
        compact(settings(data_dir))
    monkeypatch.undo()
    assert state_of(data_dir) == before
    compact(settings(data_dir))
    assert traces(data_dir) == []  # before this process, which held the words, opens the new vectors
    assert state_of(data_dir) == before


KILLED = """
import sys
from pathlib import Path
from assistant import Settings
from assistant.operations.compact import compact
print("ready", flush=True)
compact(Settings(data_dir=Path(sys.argv[1]), embedding_model="tiny"))
"""


@pytest.mark.parametrize("seconds", [0.05, 1.2])
def test_killed_at_any_moment(seconds: float, data_dir: Path) -> None:
    remove_rare(data_dir)
    before = state_of(data_dir)
    with subprocess.Popen([sys.executable, "-c", KILLED, data_dir], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while True:
        try:
            compact(settings(data_dir))
        except IndexBusyError:  # the process that writes the vectors is about to notice
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            break
    assert state_of(data_dir) == before
    assert traces(data_dir) == []


def test_a_process_that_fails_is_told_with_its_words(data_dir: Path) -> None:
    connection = sqlite3.connect(data_dir / "catalog.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match=r"could not be written anew.*newer release"):
        renewal.renew(data_dir, None)


def test_the_report_is_plain_data(data_dir: Path) -> None:
    from assistant.jsonable import as_json

    value = json.loads(json.dumps(as_json(compact(settings(data_dir)))))
    assert list(value) == [
        "bytes_before", "bytes_after", "generation", "quoting", "safety_copies", "purged", "seconds",
    ]  # fmt: skip
