"""What is gone from the given paths goes; what merely cannot be looked at stays."""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.catalog.database import open_for_writing
from assistant.index.pruning import Gone
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, story, write_rows

Ids = set[str]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two files of articles and one with an article of its own."""
    folder = tmp_path / "news"
    write_rows(folder / "a.jsonl", [story(number) for number in range(4)])
    write_rows(folder / "sub" / "b.jsonl", [story(number) for number in range(3, 8)])
    (folder / "sub" / "single.txt").write_text("Single\n\nA single article about the quaestor of the old town.")
    return folder


def ids(desk: TinyDesk) -> Ids:
    with desk._catalog.snapshot() as snapshot:
        return {str(row[0]) for row in snapshot.rows("SELECT article_id FROM articles")}


def pruned(desk: TinyDesk, *paths: Path, most: bool = False) -> tuple[int, int, int]:
    """Prune and return how many were removed, how many are gone, and how many nobody can tell of."""
    told: list[Gone] = []
    report = desk.ingest(paths, prune=True, prune_most=most, told=told.append)
    return report.removed, report.gone, told[0].unsure


def stories(*numbers: int) -> Ids:
    return {f"story-{number}" for number in numbers}


def test_lines_that_are_gone_go_and_an_article_that_another_file_gives_stays(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    write_rows(news / "a.jsonl", [story(0), story(1)])
    assert pruned(desk, news) == (1, 1, 0)
    assert stories(2).isdisjoint(ids(desk))
    assert stories(3) <= ids(desk)
    assert "story-2" not in {hit.article_id for hit in desk.search("ferry Kestrel2", k=100)}
    state_of(news.parent / "indexes")
    assert pruned(desk, news) == (0, 0, 0)


def test_a_file_that_is_gone_takes_its_articles_with_it(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    assert len(ids(desk)) == 9
    (news / "sub" / "single.txt").unlink()
    (news / "a.jsonl").unlink()
    assert pruned(desk, news) == (4, 4, 0)
    assert ids(desk) == stories(3, 4, 5, 6, 7)


def test_a_plain_ingest_removes_nothing(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    (news / "a.jsonl").unlink()
    report = desk.ingest([news])
    assert (report.removed, report.gone, len(ids(desk))) == (0, 0, 9)


def test_other_paths_are_none_of_its_business(desk: TinyDesk, news: Path, tmp_path: Path) -> None:
    other = write_rows(tmp_path / "newspaper" / "c.jsonl", [story(20)])
    desk.ingest([news, other])
    other.unlink()
    (news / "a.jsonl").unlink()
    assert pruned(desk, news / "sub") == (0, 0, 0)
    assert pruned(desk, news) == (3, 3, 0)
    assert stories(20) <= ids(desk)


def test_a_renamed_file_keeps_its_articles(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    (news / "a.jsonl").rename(news / "sub" / "renamed.jsonl")
    assert pruned(desk, news) == (0, 0, 0)


def test_relative_paths_and_detours_name_the_same_file(
    desk: TinyDesk, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ingest([news / "sub" / ".." / "a.jsonl", news / "sub"])
    monkeypatch.chdir(news)
    write_rows(news / "a.jsonl", [story(0)])
    assert pruned(desk, Path("sub/../a.jsonl")) == (2, 2, 0)


def _damage_line(news: Path) -> None:
    (news / "a.jsonl").write_text('{"id": "story-0", "text": "The ferry Kestrel0 came back."}\n{"id": "story-1", "te\n')


def _damage_archive(news: Path) -> None:
    whole = gzip.compress((news / "a.jsonl").read_bytes())
    (news / "a.jsonl").unlink()
    (news / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (news / "a.jsonl").mkdir()


def _replace_by_folder(news: Path) -> None:
    (news / "a.jsonl").unlink()
    (news / "a.jsonl").mkdir()


@pytest.mark.parametrize("damage", [_damage_line, _replace_by_folder, _damage_archive])
def test_what_cannot_be_read_in_full_is_not_gone(damage: Callable[[Path], None], desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    before = ids(desk)
    damage(news)
    assert pruned(desk, news, most=True)[:2] == (0, 0)
    assert ids(desk) == before


def test_an_empty_file_is_not_the_end_of_its_articles(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    (news / "a.jsonl").write_text("")
    assert pruned(desk, news) == (0, 0, 3)


def test_a_given_path_that_is_not_there_is_not_gone(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    shutil.move(news, news.with_name("unmounted"))
    assert pruned(desk, news, most=True) == (0, 0, 9)
    news.mkdir()
    assert pruned(desk, news, most=True) == (0, 0, 9)


def test_an_empty_folder_on_another_disk_may_be_a_mount_point(
    desk: TinyDesk, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ingest([news])
    shutil.rmtree(news / "sub")
    (news / "sub").mkdir()
    lstat = os.lstat

    def elsewhere(path: Path) -> os.stat_result:
        found = list(lstat(path))
        found[2] += 1  # st_dev
        return os.stat_result(found)

    with monkeypatch.context() as patch:
        patch.setattr("assistant.index.pruning.os.lstat", elsewhere)
        assert pruned(desk, news) == (0, 0, 5)
    assert pruned(desk, news, most=True) == (5, 5, 0)


def test_a_folder_that_may_not_be_entered_is_not_gone(
    desk: TinyDesk, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ingest([news])
    iterdir = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refuse)  # the tests may run as root, whom no mode keeps out
    assert pruned(desk, news, most=True) == (0, 0, 5)


def test_more_than_half_needs_a_further_word(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    (news / "a.jsonl").unlink()
    write_rows(news / "sub" / "b.jsonl", [story(7)])
    assert pruned(desk, news) == (0, 7, 0)
    assert len(ids(desk)) == 9
    assert pruned(desk, news, most=True) == (7, 7, 0)
    assert len(ids(desk)) == 2


def test_exactly_half_does_not(desk: TinyDesk, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(4)])
    desk.ingest([file])
    write_rows(file, [story(0), story(1)])
    assert pruned(desk, file) == (2, 2, 0)


def test_what_is_gone_is_told_before_it_goes(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    (news / "a.jsonl").unlink()
    there: list[tuple[Ids, Gone]] = []
    desk.ingest([news], prune=True, told=lambda gone: there.append((ids(desk), gone)))
    assert there == [(ids(desk) | stories(0, 1, 2), Gone(("story-0", "story-1", "story-2"), 0, 9))]


def test_an_article_of_before_the_origins_were_noted_is_never_gone(desk: TinyDesk, news: Path) -> None:
    desk.ingest([news])
    desk.close()
    connection = open_for_writing(news.parent / "indexes" / "catalog.sqlite")
    connection.execute("DELETE FROM origins")
    connection.close()
    (news / "a.jsonl").unlink()
    assert pruned(desk, news, most=True) == (0, 0, 0)
    assert len(ids(desk)) == 9
