import pytest

from assistant.api import tabs
from assistant.api.tabs import Tabs


def test_whoever_comes_first_keeps_it() -> None:
    known = Tabs()
    assert known.belongs("abc", "user-1")
    assert known.belongs("abc", "user-1")
    assert not known.belongs("abc", "user-2")
    assert known.belongs("def", "user-2")
    assert known.belongs(None, "user-2")


def test_what_was_longest_unused_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "MOST_KNOWN", 2)
    known = Tabs()
    for name in ("a", "b", "a", "c"):
        known.belongs(name, "user-1")
    assert not known.belongs("a", "user-2")
    assert known.belongs("b", "user-2")
