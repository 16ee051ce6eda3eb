"""One writer per data directory."""

import threading
from pathlib import Path

import pytest

from assistant.errors import IndexBusyError, StoreError
from assistant.index.lock import writer_lock


def test_a_second_writer_of_the_same_thread_is_refused(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexBusyError, match=str(tmp_path)) as caught, writer_lock(tmp_path):
        pass
    assert caught.value.exit_code == 3
    assert caught.value.remedy


def test_a_second_thread_is_refused_and_let_in_later(tmp_path: Path) -> None:
    outcome: list[type[BaseException] | None] = []

    def write() -> None:
        try:
            with writer_lock(tmp_path):
                outcome.append(None)
        except IndexBusyError:
            outcome.append(IndexBusyError)

    with writer_lock(tmp_path):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    write()
    assert outcome == [IndexBusyError, None]


def test_two_directories_are_written_at_once(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "a"), writer_lock(tmp_path / "b"):
        assert (tmp_path / "a").is_dir()


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), writer_lock(tmp_path):
            raise KeyboardInterrupt


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be written") as caught, writer_lock(tmp_path / "file" / "indexes"):
        pass
    assert "--data-dir" in caught.value.remedy
