from pathlib import Path

import pytest

from assistant.access.accounts import Accounts
from assistant.access.roles import Role, Visitor
from assistant.access.sessions import Sessions

PASSWORD = "correct horse battery"  # noqa: S105 - a test's


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Sessions:
    return Sessions(tmp_path, idle_minutes=30, hours=2, clock=clock)


@pytest.fixture
def ann(accounts: Accounts) -> Visitor:
    accounts.add("ann", Role.READER, PASSWORD)
    found = accounts.by_password("ann", PASSWORD)
    assert found is not None
    return found


def test_it_lasts_while_it_is_used_and_not_for_ever(sessions: Sessions, clock: Clock, ann: Visitor) -> None:
    secret = sessions.start(ann)
    for _ in range(5):
        clock.now += 20 * 60
        assert sessions.visitor(secret) == ann
    clock.now += 20 * 60  # two hours after it began
    assert sessions.visitor(secret) is None


def test_it_ends_when_it_is_not_used(sessions: Sessions, clock: Clock, ann: Visitor) -> None:
    secret = sessions.start(ann)
    clock.now += 30 * 60
    assert sessions.visitor(secret) is None


def test_each_login_is_another_session(sessions: Sessions, ann: Visitor) -> None:
    first, second = sessions.start(ann), sessions.start(ann)
    assert first != second
    sessions.end(first)
    assert sessions.visitor(first) is None
    assert sessions.visitor(second) == ann
    assert sessions.visitor("made up") is None


def test_it_ends_with_its_user_and_with_another_password(sessions: Sessions, accounts: Accounts, ann: Visitor) -> None:
    secret = sessions.start(ann)
    accounts.set_role("ann", Role.EDITOR)
    changed = sessions.visitor(secret)
    assert changed is not None
    assert changed.role is Role.EDITOR
    accounts.set_password("ann", PASSWORD)
    assert sessions.visitor(secret) is None
    secret = sessions.start(ann)
    accounts.remove("ann")
    assert sessions.visitor(secret) is None


def test_before_anybody_was_added(sessions: Sessions) -> None:
    assert sessions.visitor("x") is None
    sessions.end("x")
