"""Questions in a language that the model does not read."""

import pytest

from assistant import NewsAssistant
from assistant.retrieval.tongue import unread_language
from tests.index.tiny import TinyDesk


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wer hat die Wahl in der Hauptstadt gewonnen?", "German"),
        ("Combien de personnes sont mortes dans le séisme ?", "French"),
        ("Quem ganhou as eleições na capital?", "Portuguese"),
        ("Кто победил на выборах?", "letters other than Latin ones"),
        ("谁赢了选举？", "letters other than Latin ones"),
        ("Ποιος κέρδισε;", "letters other than Latin ones"),
        ("Who won the election?", None),
        ("ferry engine stopped harbour", None),
        ("Zxcv Qwrt Plmn Bvcx", None),
        ("séisme", None),
        ("What does «Кто победил на выборах» mean?", "letters other than Latin ones"),
        ("What does the inscription «выборах» on the ferry mean?", None),
        ("1234 5678", None),
    ],
)
def test_which_questions_are_not_read(question: str, expected: str | None, archive: TinyDesk) -> None:
    with archive._catalog.snapshot() as snapshot:
        assert unread_language(snapshot, question) == expected


def test_it_is_said_where_the_packaged_model_searches(sample_desk: NewsAssistant, archive: TinyDesk) -> None:
    question = "Wer hat die Wahl in der Hauptstadt gewonnen?"
    [note] = sample_desk.understand(question).notes
    assert note.startswith("The question seems to be in German, which the search does not understand")
    assert sample_desk.search(question), "keyword search is tried all the same"
    assert sample_desk.understand("Who won the election?").notes == ()
    assert archive.understand(question).notes == (), "nobody knows what another model reads"
