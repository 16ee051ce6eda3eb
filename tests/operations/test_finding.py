"""A look that fails is a finding too."""

from collections.abc import Iterator

import pytest

from assistant.errors import IndexBusyError
from assistant.operations.finding import Finding, guarded, plural


@pytest.mark.parametrize(
    ("error", "words"), [(IndexBusyError("busy", remedy="wait"), "busy"), (KeyError("x"), "KeyError")]
)
def test_a_look_that_fails_is_a_finding(error: Exception, words: str) -> None:
    def look() -> Iterator[Finding]:
        yield Finding("a", "ok", "fine")
        raise error

    [found] = guarded("a", look)
    assert found.severity == "error"
    assert words in found.message
    assert found.remedy


def test_a_count_agrees_with_its_noun() -> None:
    assert [plural(n, "day") for n in (0, 1, 1200)] == ["0 days", "1 day", "1,200 days"]
