"""Users on the command line: added, listed, changed, removed, and a line for each change."""

import io
from pathlib import Path

import pytest

from assistant.access import passwords
from assistant.access.accounts import Accounts
from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 2)


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_user_from_the_first_day_to_the_last(
    command: Command, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    assert "There is no user" in command("users", "list").out
    typed(monkeypatch, "correct horse battery\n")
    assert "with the role editor" in command("users", "add", "jane", "--role", "editor", "--password-stdin").out
    accounts = Accounts(data_dir)
    assert accounts.by_password("jane", "correct horse battery")
    assert command("users", "role", "jane", "admin", "--json").object == {"name": "jane", "role": "admin"}
    made = command("users", "token", "jane", "--label", "feeds", "--json").object["token"]
    assert accounts.by_token(made)
    [user] = command("users", "list", "--json").object["users"]
    assert (user["name"], user["role"], user["tokens"]) == ("jane", "admin", ["feeds"])
    assert "tokens: feeds" in command("users", "list").out
    typed(monkeypatch, "another long password\n")
    command("users", "password", "jane", "--password-stdin")
    assert accounts.by_password("jane", "another long password")
    assert "worth nothing" in command("users", "revoke", "jane", "feeds").out
    assert accounts.by_token(made) is None
    assert command("users", "remove", "jane").code == 0
    assert not accounts.exist()
    lines = command("audit", "--json").object["lines"]
    assert [line["action"] for line in lines] == [
        "users remove",
        "users revoke",
        "users password",
        "users token",
        "users role",
        "users add",
    ]
    assert made not in command("audit", "--limit", "9").out


def test_a_user_who_comes_by_token_only(command: Command) -> None:
    assert command("users", "add", "nightly", "--no-password").code == 0
    assert "no password" in command("users", "list").out
    token = command("users", "token", "nightly").out.strip()
    assert token.startswith("na_")


def test_typed_at_a_terminal_it_is_asked_for_twice(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["correct horse battery", "correct horse batter", "correct horse battery", "correct horse battery"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    run = command("users", "add", "jane")
    assert (run.code, "differ" in run.err) == (2, True)
    assert command("users", "add", "jane").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "Jane"), "cannot be the name of a user"),
        (("add", "jane", "--role", "king"), "'king' is no role"),
        (("add", "jane", "--password-stdin"), "0 characters"),
        (("add", "jane"), "no terminal to type a password at"),
        (("remove", "zed"), "no user zed"),
        (("role", "zed", "admin"), "no user zed"),
        (("password", "zed", "--password-stdin"), "no user zed"),
        (("token", "zed"), "no user zed"),
        (("revoke", "zed", "x"), "no user zed"),
    ],
)
def test_what_cannot_be_done_is_said(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    typed(monkeypatch, "")
    run = command("users", *arguments)
    assert run.code == 2
    assert words in run.err
