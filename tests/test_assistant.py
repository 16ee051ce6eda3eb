"""The object that scripts talk to: what it does before there is an archive, between threads, and after it is closed."""

import datetime as dt
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Filters, NewsAssistant, Settings
from assistant.errors import IndexDamagedError, IndexMissingError, InputError, ModelError, QuestionError, UsageError
from assistant.index import vectors
from tests.index.tiny import TinyDesk, TinyEmbedder, long_story, story, tiny_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [*[story(number) for number in range(8)], long_story(50, 30)])
        yield desk


def test_its_own_files_below_a_folder_that_is_taken_in_are_no_articles(desk: TinyDesk, tmp_path: Path) -> None:
    (tmp_path / "indexes" / "before-restore").mkdir()
    (tmp_path / "indexes" / "before-restore" / "manifest.json").write_text('{"format": 1}')
    told: list[int | None] = []
    report = desk.ingest([tmp_path], progress=lambda progress: told.append(progress.inputs_total))
    assert {line.input for line in report.report} == {str(tmp_path / f"a.jsonl:{line}") for line in range(1, 10)}
    assert (report.unchanged, report.rejected) == (9, 0)
    assert set(told) == {9}


@pytest.mark.parametrize("verb", ["search", "ask", "article", "status", "titles", "rebuild"])
def test_without_an_archive_every_verb_says_how_to_make_one(verb: str, tmp_path: Path) -> None:
    arguments: dict[str, tuple[object, ...]] = {
        "search": ("who?",),
        "ask": ("who?",),
        "article": ("a",),
        "titles": (3,),
    }
    with tiny_desk(tmp_path / "none") as desk:
        with pytest.raises(IndexMissingError, match="no archive") as caught:
            getattr(desk, verb)(*arguments.get(verb, ()))
        assert caught.value.exit_code == 3
        assert "news-assistant ingest" in caught.value.remedy
    assert not (tmp_path / "none").exists()


def test_an_open_desk_finds_an_archive_that_is_made_later(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as early, tiny_desk(tmp_path / "indexes") as late:
        with pytest.raises(IndexMissingError):
            early.search("ferry")
        late.ingest_rows(tmp_path / "a.jsonl", [story(1)])
        assert early.search("ferry Kestrel1")[0].article_id == "story-1"


def test_nothing_is_loaded_or_opened_before_it_is_needed(tmp_path: Path) -> None:
    desk = NewsAssistant(Settings(data_dir=tmp_path / "none"))
    assert desk._embedder is None
    desk.close()
    assert list(tmp_path.iterdir()) == []


def test_the_embedder_is_loaded_once_by_many_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[TinyEmbedder] = []

    def load(_: Settings) -> TinyEmbedder:
        loaded.append(TinyEmbedder())
        return loaded[-1]

    monkeypatch.setattr("assistant.assistant.load_embedder", load)
    with NewsAssistant(Settings(data_dir=tmp_path)) as desk:
        threads = [threading.Thread(target=desk.embedder) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(loaded) == 1


def test_a_model_that_cannot_be_loaded_is_told_when_it_is_needed(tmp_path: Path, desk: TinyDesk) -> None:
    assert desk.status().articles == 9
    with NewsAssistant(Settings(data_dir=tmp_path / "indexes", embedding_model=str(tmp_path / "no-model"))) as other:
        assert other.status().articles == 9
        assert other.article("story-1").title
        with pytest.raises(ModelError, match="no-model"):
            other.ask("Which ferry?")


def test_an_article_comes_with_the_text_that_spans_count_in(desk: TinyDesk) -> None:
    article = desk.article("story-3")
    assert article.article_id == "story-3"
    assert article.text == story(3)["text"]
    assert (article.version, article.title, article.source) == (1, "Ferry Kestrel3 arrives", "Sample Courier")
    assert article.published_at is not None
    assert article.published_at.iso == "2024-03-29"


@pytest.mark.parametrize(
    ("article_id", "version"), [("nobody", None), ("story-3", 2), ("story-3", 0), ("'; --", None), ("", None)]
)
def test_an_unknown_article_is_told(article_id: str, version: int | None, desk: TinyDesk) -> None:
    with pytest.raises(InputError, match="There is no article") as caught:
        desk.article(article_id, version)
    assert caught.value.exit_code == 1
    assert str(desk.settings.data_dir) not in caught.value.message  # readers see it on a page


@pytest.mark.parametrize("today", ["yesterday", "2024-02-30", "tomorrow"])
def test_a_day_of_asking_that_is_none_is_refused(today: str, desk: TinyDesk) -> None:
    for call in (desk.search, desk.ask, desk.understand):
        with pytest.raises(QuestionError, match="today"):
            call("Which ferry?", today=today)


def test_the_day_of_asking_is_a_date_or_a_string(desk: TinyDesk) -> None:
    assert desk.understand("Which ferry?", today="2024-02-29").today == dt.date(2024, 2, 29)
    assert desk.understand("Which ferry?", today=dt.date(2024, 2, 29)).today == dt.date(2024, 2, 29)


@pytest.mark.parametrize("question", ["", " ", "?", "x" * 100_000])
def test_questions_of_no_and_of_too_many_characters_are_refused(question: str, desk: TinyDesk) -> None:
    for call in (desk.search, desk.ask, lambda text: list(desk.stream(text))):
        with pytest.raises(QuestionError) as caught:
            call(question)
        assert caught.value.exit_code == 2


def test_a_wrong_filter_is_refused_by_search_and_ask(desk: TinyDesk) -> None:
    for filters in (Filters(since="soon"), Filters(since="2024-02-02", until="2024-01-01")):
        for call in (desk.search, desk.ask):
            with pytest.raises(QuestionError):
                call("Which ferry?", filters=filters)


def test_k_is_the_number_of_passages(desk: TinyDesk) -> None:
    for k in (1, 3, 5):
        assert len(desk.search("Which ferry?", k)) == k
        assert len(desk.search("Which ferry?", k=k)) == k
    assert len(desk.search("Which ferry?", k=1000)) >= 8


@pytest.mark.parametrize("k", [0, -1])
def test_a_number_of_passages_below_one_is_refused(k: int, desk: TinyDesk) -> None:
    with pytest.raises(QuestionError):
        desk.search("Which ferry?", k=k)


def test_status_counts_what_there_is(desk: TinyDesk, tmp_path: Path) -> None:
    changes = [story(1, text="Changed."), story(2, id="copy"), story(9, source=None, published_at="2020")]
    desk.ingest_rows(tmp_path / "b.jsonl", changes)
    status = desk.status()
    assert (status.articles, status.versions, status.duplicates) == (11, 12, 1)
    assert status.sources == {"Sample Courier": 10, "": 1}
    assert (status.from_, status.to) == ("2020", "2024-03-29")
    assert (status.generation, status.interrupted_runs, status.waiting, status.vectors) == (1, 0, 0, "ok")
    assert (status.model, status.dimension) == ("tiny", 64)
    assert status.bytes_on_disk > 10_000
    before = status.revision
    desk.ingest_rows(tmp_path / "c.jsonl", [story(10)])
    assert desk.status().revision > before


def test_status_survives_files_that_come_and_go(
    desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "indexes" / "chroma.sqlite3-journal"
    real = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: path == gone or real(path))
    monkeypatch.setattr(Path, "rglob", lambda path, pattern: [*path.glob(pattern), gone])
    assert desk.status().bytes_on_disk > 0


def test_status_tells_of_torn_vectors_and_does_not_raise(
    desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    monkeypatch.setattr(vectors, "CHECK_SECONDS", 0.0)
    [file] = (tmp_path / "indexes").rglob("chroma.sqlite3")
    file.write_bytes(b"")
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as again:
        assert "rebuild" in again.status().vectors
        with pytest.raises(IndexDamagedError, match="rebuild"):
            again.ask("Which ferry?")
        again.rebuild()
        assert again.ask("Did the ferry Kestrel3 reach Port Alder3?").citations


def test_titles_are_of_articles_that_exist(desk: TinyDesk) -> None:
    titles = desk.titles(4)
    assert len(titles) == 4
    assert all(desk.article(article_id).title == title for article_id, title in titles)


def test_two_desks_in_one_process_share_an_archive(desk: TinyDesk, tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as second:
        assert second.search("ferry Kestrel3")[0].article_id == "story-3"
        desk.ingest_rows(tmp_path / "b.jsonl", [story(20)])
        assert second.search("ferry Kestrel20")[0].article_id == "story-20"
    assert desk.search("ferry Kestrel3")[0].article_id == "story-3"


def test_threads_search_while_another_ingests(desk: TinyDesk, tmp_path: Path) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                assert desk.search("ferry Kestrel3")[0].article_id == "story-3"
            except BaseException as error:  # noqa: BLE001 - a thread's error is the test's
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for batch in range(5):
        desk.ingest_rows(tmp_path / f"{batch}.jsonl", [story(100 + batch * 10 + n) for n in range(10)])
    desk.rebuild()
    desk.search("ferry")
    done.set()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert desk.search("ferry Kestrel149")[0].article_id == "story-149"


def test_the_settings_bound_what_is_read_and_fields_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    row = {"id": "a", "title": "Ferry", "seen": "2024-05-07", "text": "The ferry left on Friday."}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", json.dumps([row]))
        archive.writestr("b.txt", "Ferry returns\n\nThe ferry came back on Sunday.")
    with tiny_desk(tmp_path / "indexes", archive_members=1) as desk:
        report = desk.ingest([path], fields={"published_at": "seen"})
        assert [line.outcome for line in report.report] == ["new", "rejected"]
        assert "more than 1 members" in report.report[1].reason
        published = desk.article("a").published_at
        assert published
        assert published.iso == "2024-05-07"
        with pytest.raises(UsageError, match="maps no field"):
            desk.ingest([path], fields={"colour": "seen"})
    with tiny_desk(tmp_path / "more", article_characters=1000) as desk:
        (tmp_path / "long.txt").write_text("The ferry left. " * 100)
        assert "1,000 are the most" in desk.ingest([tmp_path / "long.txt"]).report[0].reason
    with tiny_desk(tmp_path / "most", file_megabytes=1) as desk:
        (tmp_path / "large.jsonl").write_text(" " * 1_000_001)
        assert "file_megabytes" in desk.ingest([tmp_path / "large.jsonl"]).report[0].reason


def test_closing_twice_and_asking_afterwards_is_no_error(desk: TinyDesk) -> None:
    desk.close()
    desk.close()
    assert desk.search("ferry Kestrel3")[0].article_id == "story-3"
