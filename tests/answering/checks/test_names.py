"""Names stand in the sources, and in the same place."""

import pytest

from assistant.answering.checks.names import check
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources


def failed(said: str, source: str, heading: str = "") -> list[str]:
    return [reason.words for reason in check(piece(said), sources(source, heading=heading))]


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The mayor met Anna Hall.", "Mayor Ruiz met Anna Hall."),
        ("The World Health Organization warned of it.", "The WHO warned of it."),
        ("The UN warned of it.", "The United Nations warned of it."),
        ("The Iranian minister left.", "The minister of Iran left."),
        ("On Tuesday Hall left.", "Hall left on 14 March."),
        ("Later the U.S. left.", "The United States left later."),
        (
            "On that day President Hall signed the new law.",
            "On that day Anna Hall signed the new law of President Reed.",
        ),
    ],
)
def test_a_name_that_the_source_has(said: str, source: str) -> None:
    assert failed(said, source) == []


def test_a_name_of_the_heading_counts() -> None:
    assert failed("The chief of Kestrel resigned.", "The chief resigned.", "Kestrel loses its chief") == []


def test_a_name_that_no_source_has_fails() -> None:
    assert failed("The mayor met Maria Lopez.", "The mayor met Anna Hall.")[:2] == ["Maria", "Lopez"]


def test_a_name_in_the_place_of_another_fails() -> None:
    source = "In the first round Anna Hall beat Maria Lopez by ten votes. Jo Reed was third."
    said = piece("In the first round Jo Reed beat Maria Lopez by ten votes.")
    assert [(reason.words, reason.found) for reason in check(said, sources(source))] == [("Jo Reed", "Anna Hall")]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("On Monday Maria Hall signed the new law of the town.", "Maria"),
        ("On Monday President Maria Reed signed the new law of the town.", "President Maria Reed"),
    ],
)
def test_part_of_a_name_and_a_name_with_a_title_in_the_place_of_another_fail(said: str, words: str) -> None:
    assert words in failed(said, "On Monday Anna Hall signed the new law of the town. President Maria Reed saw it.")


def test_two_letters_are_no_name_spelled_out() -> None:
    assert "Thorn" in failed("He went to Thorn Oaks with Hall.", "He went to town with Hall.")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Kestrel Foods", []),
        ("Kestrel", []),
        ("It", []),
        ("The firm", []),
        ("Alder", [("Alder", "It")]),
        ("Alder Foods", [("Alder Foods", "It")]),
    ],
)
def test_a_pronoun_stands_for_what_the_article_names_before_it_not_for_a_name_of_the_heading(
    subject: str, expected: list[tuple[str, str]]
) -> None:
    span = "It brought back its soup in all of its shops two weeks ago."
    article = f"Alder sells coffee. {'Rain fell on the town. ' * 20}Kestrel Foods sells soup. {span}"
    said = piece(f"{subject} brought back its soup in all of its shops two weeks ago.")
    found = check(said, sources(span, article=article, heading="Five rivals of Alder"))
    assert [(reason.words, reason.found) for reason in found if reason.words != "Foods"] == expected
