"""Users for tests: one of each role with a token, cheap to make."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.access import passwords
from assistant.access.accounts import Accounts
from assistant.access.roles import Role

PASSWORD = "correct horse battery"  # noqa: S105 - a test's


@dataclass(frozen=True)
class People:
    """Header of each role's user, by the role's word; `wrong` has a token that nobody has."""

    tokens: dict[str, str]

    def __getitem__(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"}


def settle(data_dir: Path) -> People:
    """Add ann the reader, ed the editor and ada the admin, each with a password and a token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 2)
        accounts = Accounts(data_dir)
        tokens = {"wrong": "na_wrong"}
        for name, role in (("ann", Role.READER), ("ed", Role.EDITOR), ("ada", Role.ADMIN)):
            accounts.add(name, role, PASSWORD)
            tokens[role.word] = accounts.new_token(name, "test")
    return People(tokens)
