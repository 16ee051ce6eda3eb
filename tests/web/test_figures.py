from assistant.answering.answer import Disagreement, Statement
from assistant.web.figures import disagreements

HOSTILE = "<script>"


def test_figures_stand_side_by_side_and_lead_to_their_words() -> None:
    told = [Statement(figure, "a", 1, HOSTILE, HOSTILE, "2024-03-29", None, 3, 9, HOSTILE) for figure in ("360", "422")]
    shown = disagreements((Disagreement("ships", "differs", tuple(told)),))
    assert shown.count("<li>") == 2
    assert shown.index("360") < shown.index("422")
    assert "start=3&amp;end=9#cited" in shown
    assert "<script" not in shown
    assert disagreements(()) == ""
