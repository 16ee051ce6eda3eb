import stat
from pathlib import Path

import pytest

from assistant.access.accounts import Accounts
from assistant.access.roles import Role
from assistant.access.store import ACCESS_NAME
from assistant.errors import UsageError

PASSWORD = "correct horse battery"  # noqa: S105 - a test's


def test_nobody_yet(accounts: Accounts, tmp_path: Path) -> None:
    assert not accounts.exist()
    assert accounts.users() == []
    assert accounts.by_token("na_x") is None
    assert accounts.by_password("ann", PASSWORD) is None
    assert not (tmp_path / ACCESS_NAME).exists()  # looking makes no file


def test_a_user_comes_by_password(accounts: Accounts) -> None:
    accounts.add("ann", Role.EDITOR, PASSWORD)
    assert accounts.exist()
    found = accounts.by_password("ann", PASSWORD)
    assert found is not None
    assert (found.name, found.role, found.via) == ("ann", Role.EDITOR, "session")
    assert accounts.by_password("ann", PASSWORD + "x") is None
    assert accounts.by_password("bob", PASSWORD) is None
    assert accounts.by_password("ann\ud800", PASSWORD) is None


def test_a_token_is_shown_once_and_kept_as_a_hash(accounts: Accounts, tmp_path: Path) -> None:
    accounts.add("bot", Role.READER)
    token = accounts.new_token("bot", "nightly")
    found = accounts.by_token(token)
    assert found is not None
    assert (found.name, found.via) == ("bot", "token")
    assert accounts.by_token(token + "x") is None
    assert accounts.by_token(token.removeprefix("na_")) is None
    held = b"".join(path.read_bytes() for path in tmp_path.glob(f"{ACCESS_NAME}*"))
    assert token.removeprefix("na_").encode() not in held
    accounts.revoke("bot", "nightly")
    assert accounts.by_token(token) is None
    assert accounts.by_password("bot", "") is None


def test_passwords_are_in_no_file(accounts: Accounts, tmp_path: Path) -> None:
    accounts.add("ann", Role.READER, PASSWORD)
    files = list(tmp_path.glob(f"{ACCESS_NAME}*"))
    assert all(PASSWORD.encode() not in path.read_bytes() for path in files)
    assert stat.S_IMODE((tmp_path / ACCESS_NAME).stat().st_mode) == 0o600


def test_a_number_is_never_used_again(accounts: Accounts) -> None:
    accounts.add("ann", Role.READER, PASSWORD)
    first = accounts.by_password("ann", PASSWORD)
    accounts.remove("ann")
    assert accounts.by_password("ann", PASSWORD) is None
    accounts.add("ann", Role.READER, PASSWORD)
    second = accounts.by_password("ann", PASSWORD)
    assert first is not None
    assert second is not None
    assert first.owner != second.owner


def test_roles_and_passwords_change(accounts: Accounts) -> None:
    accounts.add("ann", Role.READER, PASSWORD)
    accounts.set_role("ann", Role.ADMIN)
    accounts.set_password("ann", "another password")
    assert accounts.by_password("ann", PASSWORD) is None
    found = accounts.by_password("ann", "another password")
    assert found is not None
    assert found.role is Role.ADMIN
    [user] = accounts.users()
    assert (user.name, user.role, user.has_password, user.tokens) == ("ann", Role.ADMIN, True, ())


@pytest.mark.parametrize("name", ["", "Ann", "a b", "local", "x" * 41, "<b>", "-a", "ann\n"])
def test_names_that_no_user_can_have(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        accounts.add(name, Role.READER, PASSWORD)


def test_what_cannot_be_done(accounts: Accounts) -> None:
    accounts.add("ann", Role.READER, PASSWORD)
    accounts.new_token("ann", "one")
    for act, words in (
        (lambda: accounts.add("ann", Role.READER, PASSWORD), "a user ann already"),
        (lambda: accounts.remove("bob"), "no user bob"),
        (lambda: accounts.set_role("bob", Role.ADMIN), "no user bob"),
        (lambda: accounts.set_password("bob", PASSWORD), "no user bob"),
        (lambda: accounts.new_token("bob", "x"), "no user bob"),
        (lambda: accounts.new_token("ann", "one"), "a token labelled one already"),
        (lambda: accounts.new_token("ann", " "), "labelled"),
        (lambda: accounts.revoke("ann", "two"), "no token labelled two"),
    ):
        with pytest.raises(UsageError, match=words):
            act()
