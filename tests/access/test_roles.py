import pytest

from assistant.access.roles import Role, Visitor, parse_role
from assistant.errors import ForbiddenError


def test_each_role_may_what_those_before_it_may() -> None:
    ann = Visitor("user-1", "ann", Role.EDITOR, "token")
    assert ann.can(Role.READER)
    assert ann.can(Role.EDITOR)
    assert not ann.can(Role.ADMIN)
    ann.require(Role.EDITOR)
    with pytest.raises(ForbiddenError, match="needs the role admin; ann has the role editor") as caught:
        ann.require(Role.ADMIN)
    assert "news-assistant users role ann admin" in caught.value.remedy


def test_whoever_sits_at_the_machine_may_all() -> None:
    assert Visitor.local().can(Role.ADMIN)


def test_words() -> None:
    assert parse_role("Editor") is Role.EDITOR
    assert parse_role("root") is None
    assert Role.READER.word == "reader"
