from pathlib import Path

import pytest

from assistant.access import passwords
from assistant.access.accounts import Accounts


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that scrypt takes, but where a test is about its cost."""
    monkeypatch.setattr(passwords, "COST", 2)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)
