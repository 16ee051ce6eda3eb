import pytest

from assistant.access import passwords
from assistant.errors import UsageError


def test_a_password_fits_itself_and_nothing_else() -> None:
    kept = passwords.hashed("correct horse")
    assert "correct" not in kept
    assert passwords.fits("correct horse", kept)
    assert not passwords.fits("correct horsf", kept)
    assert not passwords.fits("", kept)
    assert not passwords.fits("anything at all", None)
    assert passwords.hashed("correct horse") != kept  # a salt of its own


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_lengths(password: str) -> None:
    with pytest.raises(UsageError, match=f"{len(password)} characters"):
        passwords.hashed(password)


def test_what_is_kept_says_how_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = passwords.hashed("correct horse")
    monkeypatch.setattr(passwords, "COST", 4)
    assert passwords.fits("correct horse", kept)


def test_the_cost_is_that_of_the_recommendation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert (passwords.COST, passwords.BLOCK, passwords.LANES) == (32768, 8, 3)
