from assistant.answering.answer import Citation, Side
from assistant.web.sides import NOTHING, sides

HOSTILE = "<script>"


def test_each_source_has_a_card_with_its_dated_words() -> None:
    quote = Citation(3, "a", 1, HOSTILE, HOSTILE, "2024-03-29", None, 3, 9, HOSTILE)
    shown = sides((Side(HOSTILE, (quote, quote)), Side("Tide", ())))
    assert shown.count("<li>") == 2
    assert shown.count("start=3&amp;end=9#cited") == 2
    assert shown.count("29 Mar 2024") + shown.count("29 March 2024") >= 2
    assert shown.count(NOTHING) == 1
    assert "<script" not in shown
    assert sides(()) == ""
