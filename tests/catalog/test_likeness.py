"""A copy is told from another story, whatever was done to it and however alike the other one is."""

import pytest

from assistant.catalog.fingerprint import telling_words
from assistant.catalog.likeness import COMPARED, Likeness, likeness, shows_the_same
from tests.catalog.prose import edited, moulded, prose

DAY = 86_400
LEAD = "Officials confirmed late on Sunday that nothing of what follows had been known to anybody before. "


def compare(one: str, other: str, days: float | None = None) -> Likeness:
    return likeness(telling_words(one), telling_words(other), None if days is None else days * DAY)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2])
def test_an_edited_copy_is_one(share: float) -> None:
    for seed in range(10):
        found = compare(prose(seed), edited(prose(seed), share, seed), 1)
        assert found.is_copy
        assert found.similarity == pytest.approx(1 - share, abs=0.06)


def test_a_copy_may_be_cut_and_have_a_new_lead() -> None:
    text = prose(1, 40)
    sentences = text.split(". ")
    half = ". ".join(sentences[:20])
    assert compare(text, half) == Likeness(1.0, is_copy=True)
    assert compare(text, LEAD + text).is_copy
    assert compare(text, LEAD + ". ".join(sentences[1:])).is_copy
    dropped = ". ".join(sentence for number, sentence in enumerate(sentences) if number % 10)
    assert compare(text, LEAD + edited(dropped, 0.2)).is_copy


def test_a_teaser_is_no_copy() -> None:
    text = prose(1, 60)
    assert not compare(text, ". ".join(text.split(". ")[:10])).is_copy


def test_other_stories_are_none() -> None:
    assert compare(prose(1), prose(2)).similarity < 0.3
    assert not compare(prose(1), prose(2)).is_copy


@pytest.mark.parametrize("sentences", [6, 20, 60])
def test_a_story_of_the_same_mould_is_none(sentences: int) -> None:
    found = compare(moulded(1, sentences), moulded(2, sentences), 0)
    assert found.similarity > 0.7
    assert not found.is_copy


def test_a_copy_may_have_a_new_number_in_it() -> None:
    text = prose(1)
    numbers = [word for word in text.split() if word.isdigit()]
    one = text.replace(numbers[3], "77777")
    assert compare(text, one).is_copy
    for number in numbers[4:8]:
        one = one.replace(number, "88888")
    assert not compare(text, one).is_copy


def test_a_long_appendix_in_common_makes_no_copy() -> None:
    appendix = prose(9, 90)
    assert not compare(f"{prose(1, 12)} {appendix}", f"{prose(2, 12)} {appendix}").is_copy


def test_tables_must_agree_in_every_number() -> None:
    rows = [f"Wheat{number} delivered {number * 17} {number * 31} {number * 7}" for number in range(40)]
    assert compare("\n".join(rows), "\n".join([*rows, "later"])).is_copy
    changed = [*rows[:5], rows[5].replace("155", "156"), *rows[6:]]
    assert changed != rows
    assert not compare("\n".join(rows), "\n".join([*changed, "later"])).is_copy


@pytest.mark.parametrize(("sentences", "last"), [(20, 30), (6, 3)])
def test_the_same_words_much_later_are_another_story(sentences: int, last: int) -> None:
    text = prose(1, sentences)
    assert compare(text, f"Again. {text}", last).is_copy
    assert not compare(text, f"Again. {text}", last + 1).is_copy


def test_short_copies_must_be_more_alike() -> None:
    assert compare(prose(1, 6), edited(prose(1, 6), 0.03)).is_copy
    assert not compare(prose(1, 6), edited(prose(1, 6), 0.2)).is_copy


def test_however_long_a_text_is_only_its_beginning_is_compared() -> None:
    one, other = ["alpha"] * COMPARED, ["alpha"] * COMPARED
    assert likeness([*one, *["beta"] * 50_000], [*other, *["gamma"] * 50_000]).is_copy


def test_empty_texts_are_like_nothing() -> None:
    assert likeness([], []) == Likeness(0.0, is_copy=False)
    assert likeness([], telling_words(prose(1))) == Likeness(0.0, is_copy=False)


def test_a_passage_with_another_number_shows_something_else() -> None:
    shown = telling_words("The ferry Kestrel with 214 passengers reached the harbour late on Tuesday evening.")
    same = telling_words("The ferry Kestrel with 214 passengers reached the harbour late on Tuesday night.")
    other = telling_words("The ferry Kestrel with 215 passengers reached the harbour late on Tuesday evening.")
    assert shows_the_same(same, shown)
    assert not shows_the_same(other, shown)
    assert not shows_the_same(telling_words(prose(1, 1)), shown)
    assert not shows_the_same([], shown)
