"""A sentence says "not" where, and only where, its source does."""

import pytest

from assistant.answering.checks.negation import check
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources


def failed(said: str, source: str) -> bool:
    return any(check(piece(said), sources(source)))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The landlord is permitted to end the lease.", "The landlord is not permitted to end the lease."),
        ("The landlord is not permitted to end the lease.", "The landlord is permitted to end the lease."),
        ("The bank has failed the test.", "The bank hasn’t failed the test."),
        ("The bank has not declined the offer.", "The bank has declined the offer."),
        ("There were survivors in the second car.", "There were no survivors in the second car."),
        ("permitted to end the lease", "The landlord is not permitted to end the lease."),
        ("They may not", "They may, said the mayor."),
    ],
)
def test_a_turned_sentence_fails(said: str, source: str) -> None:
    assert failed(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The bank did not sign the deal.", "The bank did not sign the deal."),
        ("The bank didn't sign the deal.", "The bank did not sign the deal."),
        ("The bank did not sign the deal.", "The bank refused to sign the deal."),
        ("She stayed at the hotel in town.", "She did not go home that night but stayed at the hotel in town."),
        ("The mayor spoke of the flood.", "No one else came. The mayor spoke of the flood."),
        ("The mayor spoke of the flood.", "No excuse: the mayor spoke of the flood."),
        ("The team won the 1 jersey it wanted.", "The team won the No 1 jersey it wanted."),
    ],
)
def test_the_same_sense_passes(said: str, source: str) -> None:
    assert not failed(said, source)


def test_what_resembles_no_source_is_left_to_the_other_checks() -> None:
    assert not failed("Nothing of the kind was ever said here.", "The landlord is permitted to end the lease.")
