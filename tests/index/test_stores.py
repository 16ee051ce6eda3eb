"""Which store a data directory uses: its own generation on disk, or a collection of its own on a real Chroma server."""

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Filters
from assistant.errors import StoreError
from assistant.index.stores import Stores, let_go
from assistant.index.vectors import ChromaDirectory, ChromaServer
from assistant.retrieval import dense
from tests.index.tiny import TinyDesk, TinyEmbedder, story, tiny_desk, write_rows
from tests.index.worker import found_by_vectors

# Chroma's Client.close() leaves its HTTP session to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Sessions that were left open go here, not in the middle of a test of another module."""
    yield
    gc.collect()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """A real `chroma run` that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = str(Path(sys.executable).with_name("chroma"))
        command = [chroma, "run", "--path", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("chroma run")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def collections(self) -> dict[str, int]:
        import chromadb

        client = chromadb.HttpClient(host="127.0.0.1", port=self.port)
        return {collection.name: collection.count() for collection in client.list_collections()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def served(server: Server, tmp_path: Path, tiny: TinyEmbedder) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "served", tiny, chroma_url=server.url, refusal_threshold=0.05) as desk:
        desk.ingest_rows(tmp_path / "served.jsonl", [story(number) for number in range(30)])
        yield desk


def test_the_server_is_ingested_into_and_asked(served: TinyDesk, server: Server, tmp_path: Path) -> None:
    assert "story-7" in found_by_vectors(served, "Kestrel7 Alder7 Rowan7", k=30)
    assert served.search("Who commanded Kestrel7?")[0].article_id == "story-7"
    answer = served.ask("What did captain Rowan7 say of Kestrel7 at Port Alder7?")
    assert not answer.refused
    assert answer.citations[0].article_id == "story-7"
    assert not (tmp_path / "served" / "vectors").exists()
    assert 30 in server.collections().values()


def test_what_is_new_or_changed_follows_on_the_server(served: TinyDesk, server: Server, tmp_path: Path) -> None:
    before = server.collections()
    rows = [story(7, text="Nothing is left of the old report about the ferry."), story(60)]
    served.ingest_rows(tmp_path / "more.jsonl", rows)
    changed = {name: count for name, count in server.collections().items() if before.get(name) != count}
    assert list(changed.values()) == [31]
    assert "story-60" in found_by_vectors(served, "Kestrel60 Alder60 Rowan60", k=30)
    assert served.ingest_rows(tmp_path / "more.jsonl", rows).passages_embedded == 0


def test_two_archives_on_one_server_do_not_mix(served: TinyDesk, server: Server, tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "other", chroma_url=server.url) as other:
        other.ingest_rows(tmp_path / "other.jsonl", [story(number) for number in range(100, 110)])
        assert set(found_by_vectors(other, "Kestrel7 Alder7 Rowan7", k=100)) == {f"story-{n}" for n in range(100, 110)}
        assert set(found_by_vectors(served, "Kestrel107 Alder107", k=100)) == {f"story-{n}" for n in range(30)}


def test_filters_hold_on_the_server_beyond_what_is_scored_exactly(
    served: TinyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", 1)
    assert served.search("Kestrel7", filters=Filters(sources=("sample courier",)))[0].article_id == "story-7"
    assert served.search("Kestrel7", filters=Filters(sources=("nobody",))) == []


def test_another_reader_of_the_server_sees_new_vectors_at_once(
    served: TinyDesk, server: Server, tmp_path: Path
) -> None:
    with tiny_desk(tmp_path / "served", chroma_url=server.url) as reader:
        assert "story-7" in found_by_vectors(reader, "Kestrel7 Alder7 Rowan7", k=30)
        served.ingest_rows(tmp_path / "more.jsonl", [story(60)])
        assert "story-60" in found_by_vectors(reader, "Kestrel60 Alder60 Rowan60", k=30)


def test_a_rebuild_on_the_server_embeds_nothing(served: TinyDesk) -> None:
    embedded = len(served.tiny.embedded)
    assert served.rebuild() == 2
    assert len(served.tiny.embedded) == embedded
    assert "story-7" in found_by_vectors(served, "Kestrel7 Alder7 Rowan7", k=30)


def test_closing_leaves_no_connection_to_the_server_open(served: TinyDesk) -> None:
    session = served._stores.of(1)._client._server._session  # type: ignore[union-attr]
    served.close()
    assert session.is_closed


def test_old_generations_do_not_pile_up_on_the_server(served: TinyDesk, server: Server) -> None:
    before = len(server.collections())
    for _ in range(3):
        served.rebuild()
    assert len(server.collections()) <= before + 1


@pytest.mark.parametrize("verb", ["search", "ingest"])
def test_nobody_listening_is_told_in_words(verb: str, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "a.jsonl", [story(1)])
    with tiny_desk(tmp_path / "indexes", chroma_url=f"http://127.0.0.1:{free_port()}") as desk:
        with pytest.raises(StoreError, match="No Chroma server answers"):
            desk.ingest([rows])
        with pytest.raises(StoreError, match="No Chroma server answers") as caught:
            desk.search("ferry Kestrel1") if verb == "search" else desk.ingest([rows])
        assert caught.value.exit_code == 3
        assert "chroma run" in caught.value.remedy


def test_a_server_that_goes_away_is_told_in_words(tmp_path: Path) -> None:
    server = Server(tmp_path / "server")
    server.start()
    with tiny_desk(tmp_path / "indexes", chroma_url=server.url) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
        server.stop()
        with pytest.raises(StoreError):
            desk.search("ferry Kestrel1")


def test_an_archive_that_moves_to_a_server_is_still_searched(server: Server, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
    with tiny_desk(tmp_path / "indexes") as local:
        local.ingest([rows])
    with tiny_desk(tmp_path / "indexes", chroma_url=server.url) as desk:
        assert found_or_told(desk)


def test_an_archive_that_moves_from_a_server_is_still_searched(served: TinyDesk, tmp_path: Path) -> None:
    served.close()
    with tiny_desk(tmp_path / "served") as desk:
        assert found_or_told(desk)


def test_an_archive_on_a_server_may_be_renamed(served: TinyDesk, server: Server, tmp_path: Path) -> None:
    served.close()
    (tmp_path / "served").rename(tmp_path / "renamed")
    with tiny_desk(tmp_path / "renamed", chroma_url=server.url) as desk:
        assert found_or_told(desk)


def found_or_told(desk: TinyDesk) -> bool:
    """Whether dense search works, or says that it does not."""
    try:
        return "story-1" in found_by_vectors(desk, "Kestrel1 Alder1 Rowan1")
    except StoreError as error:
        return "rebuild" in error.remedy


def test_a_new_generation_lets_go_of_the_one_before(tmp_path: Path) -> None:
    stores = Stores(tmp_path, None)
    first = stores.of(1)
    assert first.count() == 0
    assert stores.of(1) is first
    second = stores.of(2)
    assert second is not first
    assert first._client is None
    assert isinstance(second, ChromaDirectory)
    assert second.path == tmp_path / "vectors" / "2"
    stores.close()


def test_an_older_snapshot_may_still_ask_its_generation(tmp_path: Path) -> None:
    stores = Stores(tmp_path, None)
    stores.of(2).count()
    assert stores.of(1).count() == 0
    assert stores.of(2).count() == 0
    stores.close()


def test_collections_of_a_server_carry_archive_and_generation(tmp_path: Path) -> None:
    names = set()
    for archive, generation in (("a", 1), ("a", 2), ("b", 1)):
        store = Stores(tmp_path, "http://127.0.0.1:9").of(generation, archive=archive)
        assert isinstance(store, ChromaServer)
        names.add(store._collection_name)
        let_go(store)
    assert len(names) == 3
