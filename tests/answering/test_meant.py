"""Whom a sentence means: named where it is certain, left open where two may be meant."""

import pytest

from assistant.answering.meant import is_open, meant
from assistant.answering.people import People

KNOWN = "Ada Rowan, 41, runs the port. Carl Birch, 50, is a pilot.\n"


def who(text: str) -> str:
    """Whom the last sentence means."""
    people = People(text)
    return meant(people, *people.spans[-1])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rowan opened the quay on Monday. She left at noon.", "Ada Rowan"),
        ("Rowan opened the quay on Monday. But she left at noon.", "Ada Rowan"),
        ("Rowan opened the quay on Monday. On Tuesday, she left.", "Ada Rowan"),
        ("Rowan opened the quay on Monday. Her speech was short.", "Ada Rowan"),
        ("On Monday, harbour captain Ada Rowan opened the quay. She left at noon.", "Ada Rowan"),
        ("Rowan opened the quay. She spoke.\nShe left at noon.", "Ada Rowan"),
        ("“The quay is open,” Rowan said. “It is a good day,” she said.", "Ada Rowan"),
        ("“The quay is open,” said Rowan. She left at noon.", "Ada Rowan"),
        ("Rowan, the minister of ferries, opened the quay. She left at noon.", "Ada Rowan"),
        ("Rowan would be the first woman and sailor in office. She left at noon.", "Ada Rowan"),
        ("Rowan's decision came late in her term. She left at noon.", "Ada Rowan"),
        ("“My father was a pilot,” Rowan said in May. She left at noon.", "Ada Rowan"),
        ("Birch landed at the Alder airport. He slept.", "Carl Birch"),
    ],
)
def test_the_only_one_of_the_sentence_before_is_meant(text: str, name: str) -> None:
    assert who(KNOWN + text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Rowan met Birch on Monday. She left at noon.",
        "An injury to harbour captain Ada Rowan stopped the quay. She left at noon.",
        "Rowan was compared to Birch and Osprey. She left at noon.",
        "Rowan asked Osprey to come. He left at noon.",
        "Rowan's sister opened the quay. She left at noon.",
        "Rowan opened the quay with her sister. She left at noon.",
        "The minister opened the quay. She left at noon.",
        "The quay was named after Rowan. She left at noon.",
        "A sailor said Rowan would come. She left at noon.",
        "She was late, Rowan said. She left at noon.",
        "Rowan opened the quay. “I came late. She left at noon.",
        "Rowan opened the quay. She thanked Rowan's crew.",
        "Rowan opened the quay. After Ada Osprey spoke, she left.",
        "Rowan opened the quay. It rained. The mayor came. It was late. Ships left. It snowed. Boats sank. She left.",
    ],
)
def test_where_it_is_not_certain_nobody_is_named(text: str) -> None:
    assert who(KNOWN + text) == ""


def test_where_nobody_is_named_nobody_is_meant() -> None:
    assert who("It rained. She left at noon.") == ""
    assert who("She left at noon.") == ""


def test_who_is_called_otherwise_is_not_meant() -> None:
    assert who(KNOWN + "Rowan said she was late. Rowan opened the quay. He left.") == ""


@pytest.mark.parametrize(
    ("sentence", "opens"),
    [
        ("She left.", True),
        ("The company left.", True),
        ("“No,” he said.", True),
        ("Rowan left.", False),
        ("The quay was opened.", False),
        ("", False),
        ("Heron Lines sank.", False),
    ],
)
def test_which_sentences_are_open(sentence: str, *, opens: bool) -> None:
    assert is_open(sentence) is opens
