"""One thing of a sentence is changed, and only that."""

import random

import pytest

from benchmarks.changes import KINDS, changed

TEXT = "On Tuesday Anna Hall said that 1,200 people were in the 3 boats of the town."
ARTICLE = f"{TEXT} Later Jo Reed left."
STRANGER = "In the city Maria Lopez and Ben Okoro met again."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(20))
def test_one_thing_is_changed(kind: str, seed: int) -> None:
    other = changed(kind, TEXT, ARTICLE, STRANGER, random.Random(seed))  # noqa: S311 - a choice that can be made again
    assert other is not None
    assert other != TEXT
    assert abs(len(other.split()) - len(TEXT.split())) <= 1


def test_the_same_seed_changes_the_same() -> None:
    one, two = (changed("number", TEXT, ARTICLE, STRANGER, random.Random(3)) for _ in range(2))  # noqa: S311 - a choice that can be made again
    assert one == two


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_nothing_of_the_kind_is_left_out(kind: str) -> None:
    assert changed(kind, "Go home.", "Go home.", "Go home.", random.Random(1)) is None  # noqa: S311 - a choice that can be made again


def test_a_negation_goes_or_comes() -> None:
    chooser = random.Random(1)  # noqa: S311 - a choice that can be made again
    assert changed("negation", "It is not open.", "", "", chooser) == "It is open."
    assert changed("negation", "It isn’t open.", "", "", chooser) == "It is open."
    assert changed("negation", "It is open.", "", "", chooser) == "It is not open."
