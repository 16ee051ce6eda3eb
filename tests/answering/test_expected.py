"""What a question asks for, and whether a sentence brings it."""

import pytest

from assistant.answering.expected import brings, expected_kind
from assistant.retrieval.stems import all_stems


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Did the bridge reopen?", "whether"),
        ("How many people died?", "number"),
        ("What percentage voted?", "number"),
        ("When did it open?", "time"),
        ("In what year was that?", "time"),
        ("Why did she resign?", "reason"),
        ("What caused the fire?", "reason"),
        ("Who won?", "name"),
        ("Where is it?", "name"),
        ("Which country joined?", "name"),
        ("What does the law say?", ""),
        ("", ""),
        ("WHO WON?", "name"),
        ("The whole story", ""),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "found"),
    [
        ("number", "It had 346 passengers.", "How many passengers?", 1.0),
        ("number", "It had twelve passengers.", "How many passengers?", 1.0),
        ("number", "It had passengers.", "How many passengers?", 0.0),
        ("number", "In 2024 it had passengers.", "How many passengers in 2024?", 0.0),
        ("time", "It opened on Friday.", "When did it open?", 1.0),
        ("time", "It opened in 2021.", "When in 2021 did it open?", 0.0),
        ("reason", "It closed because of rain.", "Why did it close?", 1.0),
        ("reason", "It closed.", "Why did it close?", 0.0),
        ("name", "The winner was Ada Moss.", "Who won?", 1.0),
        ("name", "Ada Moss did.", "Who was Ada Moss?", 0.0),
        ("name", "The winner was 42.", "Who won?", 0.0),
        ("", "Anything at 5 by Ada Moss.", "What?", 0.0),
        ("unknown", "Anything.", "What?", 0.0),
    ],
)
def test_a_sentence_brings_what_the_question_does_not_name_itself(
    kind: str, sentence: str, question: str, found: float
) -> None:
    assert brings(kind, sentence, all_stems(question)) == found
