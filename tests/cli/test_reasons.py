"""The lines that say why a passage is there."""

from assistant.cli.reasons import COPIES_SHOWN, reasons
from assistant.retrieval.explaining import Copy, Explanation, Reason


def test_all_that_is_known_is_said_in_words() -> None:
    why = Explanation(
        ("ferry", "Alder"),
        0.613,
        12.34,
        (Reason("outlet", "The Quay", 2.0), Reason("recent", "published 3 days before 2024-04-01", 0.5)),
        "Who reached Port Alder",
        (Copy("a", "One"), Copy("b", None)),
        2,
    )
    assert list(reasons(why)) == [
        "found by the words “ferry”, “Alder” (weight 12.3); nearness of meaning 0.61 of 1",
        "moved up for the outlet asked for (The Quay): +2.00; being recent (published 3 days before 2024-04-01): +0.50",
        "for the part: Who reached Port Alder",
        "stands for 2 that tell the same: a of One, b of an unknown outlet",
        "more of the same article held back so that others have room: 2",
    ]


def test_what_is_not_there_is_not_said() -> None:
    assert list(reasons(Explanation((), 0.5, 0.0, (), "", (), 0))) == [
        "found by its meaning alone; nearness of meaning 0.50 of 1"
    ]


def test_many_copies_are_counted_and_a_few_named() -> None:
    copies = tuple(Copy(f"a{number}", "Paper") for number in range(COPIES_SHOWN + 3))
    line = list(reasons(Explanation((), 0.5, 0.0, (), "", copies, 0)))[-1]
    assert line.startswith(f"stands for {COPIES_SHOWN + 3} ")
    assert line.endswith(", and 3 more")


def test_an_event_is_there_for_those_who_report_it() -> None:
    why = Explanation((), 0.1, 0.0, (), "", (Copy("b", "Two"),), 0, ("One", "Two"))
    assert list(reasons(why)) == ["an event reported by 2: One, Two", "stands for 1 that tell the same: b of Two"]
