"""What the industry's formats agree on: status, embargo, corrections, datelines."""

import pytest

from assistant.articles.wire_rules import check_embargo, check_status, is_correction, with_dateline
from assistant.errors import InputError
from tests.articles.conftest import NOW


@pytest.mark.parametrize("status", ["stat:canceled", "canceled", "Cancelled", "http://cv.iptc.org/x:withheld"])
def test_what_is_taken_back_is_refused(status: str) -> None:
    with pytest.raises(InputError, match="by its provider"):
        check_status(status)


@pytest.mark.parametrize("status", [None, "", "stat:usable", "usable"])
def test_what_is_usable_is_not(status: str | None) -> None:
    check_status(status)


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        ("2026-06-01T12:00:01Z", "until 2026-06-01T12:00:01"),
        ("20991231T000000Z", "until 2099-12-31"),
        ("", "without an end"),
        ("soon", "cannot be read"),
    ],
)
def test_an_embargo_holds(until: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        check_embargo(until, now=NOW)


@pytest.mark.parametrize("until", [None, "2026-06-01T12:00:00Z", "2026-06-01T14:00:00+02:00", "20260531"])
def test_an_embargo_that_has_passed_does_not(until: str | None) -> None:
    check_embargo(until, now=NOW)


@pytest.mark.parametrize(
    ("note", "corrects"),
    [
        ("sig:correction", True),
        ("CORRECTS the date", True),
        ("Berichtigung", True),
        ("sig:update", False),
        (None, False),
    ],
)
def test_corrections_are_told(note: str | None, *, corrects: bool) -> None:
    assert is_correction(None, note) is corrects


@pytest.mark.parametrize(
    ("dateline", "text", "whole"),
    [
        ("ORVEL (Wire) -", "The lock.", "ORVEL (Wire) - The lock."),
        ("ORVEL", "The lock.", "ORVEL - The lock."),
        ("Orvel", "ORVEL (Wire) - The lock.", "ORVEL (Wire) - The lock."),
        (None, "The lock.", "The lock."),
        ("ORVEL", "", ""),
    ],
)
def test_a_dateline_opens_the_text_once(dateline: str | None, text: str, whole: str) -> None:
    assert with_dateline(dateline, text) == whole
