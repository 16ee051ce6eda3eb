from pathlib import Path

import pytest

from assistant.access.store import ACCESS_NAME, Store
from assistant.errors import IndexDamagedError


def test_a_torn_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / ACCESS_NAME).write_bytes(b"no database, but long enough to be looked at as one" * 100)
    with pytest.raises(IndexDamagedError, match="file of users"), Store(tmp_path).reading():
        pass


def test_an_error_takes_the_change_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    insert = "INSERT INTO audit (at, who, via, address, action, detail) VALUES (1, '', '', '', '', ?)"
    with pytest.raises(IndexDamagedError), store.writing() as connection:
        connection.executemany(insert, [("fits",), (None,)])
    with store.reading() as reading:
        assert reading is not None
        assert reading.execute("SELECT count(*) FROM audit").fetchone() == (0,)
