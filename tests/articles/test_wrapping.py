"""Lines that a machine wrapped become paragraphs; lines that an author broke stay."""

from assistant.articles.wrapping import is_row, unwrap

WRAPPED = """The port authority said on Monday that it
would dredge the eastern channel before the autumn storms, at a
cost of 41 mln crowns, and reopen it to tankers in November.

Pilots had asked for the work since a grain carrier touched
ground there in the spring. No oil was lost."""


def test_joins_the_lines_of_a_wrapped_text() -> None:
    assert [line for line in unwrap(WRAPPED.split("\n")) if line] == [
        (
            "The port authority said on Monday that it would dredge the eastern channel before the autumn storms, at a "
            "cost of 41 mln crowns, and reopen it to tankers in November."
        ),
        "Pilots had asked for the work since a grain carrier touched ground there in the spring. No oil was lost.",
    ]


def test_keeps_the_lines_of_a_list() -> None:
    lines = [
        "Results of the day in short form here:",
        "Norway beat Iceland by two",
        "Malta drew with Wales",
        "Rain stopped play",
    ]
    assert unwrap(lines) == lines


def test_keeps_long_paragraphs() -> None:
    lines = [
        "A paragraph that is longer than any wrapped line would ever be, and so is one by itself, no doubt.",
        "and on",
    ]
    assert unwrap(lines) == lines


def test_keeps_a_hyphen_at_the_end_of_a_line() -> None:
    lines = [
        "The council put off its vote on the half-",
        "year budget of the regional hospitals in the",
        "north to the first of May.",
    ]
    assert unwrap(lines)[0] == (
        "The council put off its vote on the half-year budget of the regional hospitals in the north "
        "to the first of May."
    )


def test_keeps_the_rows_of_a_table() -> None:
    rows = ["Wheat        235.8    205.7", "Maize        158.4    189.0"]
    lines = [*WRAPPED.split("\n"), "", *rows]
    assert unwrap(lines)[-3:-1] == rows
    assert all(map(is_row, rows))


def test_does_not_join_lines_without_spaces_between_words() -> None:
    lines = ["\u6e2f\u53e3" * 25, "\u7b2c\u4e8c\u884c" * 16, "\u7b2c\u4e09\u884c" * 16]
    assert unwrap(lines) == lines
