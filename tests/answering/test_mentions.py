"""Names by their form alone."""

import pytest

from assistant.answering.mentions import names, plural_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Why did Ada Rowan resign?", ["Ada Rowan"]),
        ("Captain Ada Rowan's ship", ["Ada Rowan"]),
        ("What did the Bank of England say in March?", ["Bank of England"]),
        ("The ferry left. She waited on Monday.", []),
        ("When did Apollo 13 and Artemis II fly?", ["Apollo 13 and Artemis II"]),
        ("Did Ursula von der Leyen go?", ["Ursula von der Leyen"]),
        ("the Ever Given", ["Ever Given"]),
        ("General Motors built it for General Ada Rowan.", ["General Motors", "Ada Rowan"]),
        ("THE END", ["END"]),
        ("", []),
    ],
)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert [name.text for name in names(text)] == found
    assert all(text[name.start : name.end] == name.text for name in names(text))
    assert all(text[name.begin :].startswith(name.described) for name in names(text))


@pytest.mark.parametrize(
    ("text", "is_person", "is_place"),
    [
        ("Did Ada Rowan go?", True, False),
        ("Did President Rowan go?", True, False),
        ("Did Rowan go?", False, False),
        ("Did the Ever Given sink?", False, False),
        ("Did Alder Valley Bank fail?", False, False),
        ("What happened in Port Alder?", False, True),
        ("Did Osprey II fly?", False, False),
    ],
)
def test_persons_and_places(text: str, *, is_person: bool, is_place: bool) -> None:
    [name] = names(text)
    assert (name.is_person, name.is_place) == (is_person, is_place)


def test_what_a_name_is_described_as() -> None:
    [flood, cup] = names("How many saw the floods of Alder and the women's Harbour Cup?")
    assert (flood.described, cup.described) == ("the floods of Alder", "the women's Harbour Cup")


@pytest.mark.parametrize(
    ("question", "described"),
    [
        ("What happened in the Alder bridge collapse?", "the Alder bridge collapse"),
        ("Who spoke at the Alder climate summit yesterday?", "the Alder climate summit"),
        ("Who spoke at the Alder climate summit last week?", "the Alder climate summit"),
        ("How many people died (the Alder bridge collapse)?", "the Alder bridge collapse"),
        ("What happened to the Kestrel submersible?", "the Kestrel submersible"),
        ("Why did the Fed raise interest rates?", "the Fed"),
        ("What do we know of the Kestrel yesterday?", "the Kestrel"),
    ],
)
def test_the_nouns_behind_a_name_belong_to_it(question: str, described: str) -> None:
    assert names(question)[-1].described == described


def test_several_things() -> None:
    assert plural_of("What did the rail unions demand?") == "the rail unions"
    assert plural_of("What did the union demand?") == ""
    assert plural_of("How many people died in the floods of Alder?") == "the floods of Alder"
    assert plural_of("How many ships sank?") == "the ships"
