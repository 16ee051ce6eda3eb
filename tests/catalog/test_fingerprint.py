"""What is kept of a text: the same for the same words, alike for nearly the same, nothing for short items."""

import pytest

from assistant.catalog.fingerprint import BANDS, FEWEST_WORDS, estimated_jaccard, fingerprint, telling_words
from tests.catalog.prose import edited, prose


def test_case_and_spaces_make_no_other_hash() -> None:
    assert fingerprint("The  Ferry\n\nwas LATE. ").folded == fingerprint("the ferry was late.").folded
    assert fingerprint("The ferry was late.").folded != fingerprint("The ferry was late!").folded


def test_a_signature_is_the_same_in_every_process() -> None:
    # Written down once: another value would make every stored signature worthless.
    assert fingerprint(prose(1)).bands()[:2] == [235404881164528768, 37606871086117589]


def test_short_items_have_none() -> None:
    words = " ".join(f"word{number}" for number in range(FEWEST_WORDS))
    assert fingerprint(words).signature
    assert len(fingerprint(words).bands()) == BANDS
    short = fingerprint(words.rsplit(" ", 1)[0])
    assert (short.signature, short.bands()) == (b"", [])


def test_numbers_and_longer_words_tell() -> None:
    assert telling_words("In May 3 of the 1,200 ferries (RMS Kestrel) were late") == [
        "3", "1", "200", "ferries", "Kestrel", "were", "late",
    ]  # fmt: skip
    assert telling_words("東京の市長は昨日、") == ["東京", "の市", "長は", "昨日"]


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_edited_copies_meet_in_a_band_and_others_do_not(share: float) -> None:
    texts = [prose(seed, 25) for seed in range(40)]
    prints = [fingerprint(text) for text in texts]
    for seed, (text, own) in enumerate(zip(texts, prints, strict=True)):
        copy = fingerprint(edited(text, share, seed))
        assert any(one == other for one, other in zip(own.bands(), copy.bands(), strict=True))
        assert estimated_jaccard(own.signature, [copy.signature])[0] > 0.1
    others = [
        estimated_jaccard(one.signature, [other.signature])[0] for one in prints for other in prints if one != other
    ]
    assert max(others) < 0.1


def test_nothing_is_like_nothing() -> None:
    assert estimated_jaccard(b"", []) == []


def test_what_is_no_unicode_has_a_fingerprint_all_the_same() -> None:
    assert fingerprint("\ud800 lone " + prose(1)).signature
