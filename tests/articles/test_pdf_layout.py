"""Lines on pages in the order in which they are read, and joined."""

import time

from assistant.articles.pdf_layout import Line, Page, body_size, headline, in_order, paragraphs, without_running


def line(text: str, left: float, top: float, *, right: float | None = None, size: float = 10) -> Line:
    return Line(text, left, top, right if right is not None else left + 5 * len(text), top + size, size)


def texts(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def test_columns_under_a_line_across_them() -> None:
    across = line("across", 50, 200, right=550)
    left = [line(f"a{n}", 50, 100 + 12 * n, right=280) for n in range(3)]
    right = [line(f"b{n}", 310, 100 + 12 * n, right=540) for n in range(3)]
    below = [line("c", 310, 220, right=540), line("d", 50, 220, right=280)]
    page = Page(800, tuple(below + right + [across] + left))
    assert texts(in_order(page)) == "a0 a1 a2 b0 b1 b2 across d c"


def test_three_columns() -> None:
    rows = [
        line(f"{name}{n}", left, 100 + 12 * n, right=left + 140)
        for n in range(2)
        for name, left in (("a", 50), ("b", 210), ("c", 370))
    ]
    assert texts(in_order(Page(800, tuple(rows)))) == "a0 a1 b0 b1 c0 c1"


def test_a_page_of_too_many_lines_keeps_its_own_order_in_time() -> None:
    lines = tuple(line(str(n), (n * 37) % 500, (n * 91) % 800) for n in range(20_000))
    start = time.perf_counter()
    assert in_order(Page(800, lines)) == list(lines)
    in_order(Page(800, lines[:600]))
    assert time.perf_counter() - start < 5


def test_running_lines_and_numbers_go_and_the_headline_stays() -> None:
    pages = [
        Page(800, (line("Gazette 12 March", 50, 20), line(f"Story {n}", 50, 300), line(f"- {n} -", 50, 780)))
        for n in range(3)
    ]
    first = Page(800, (line("Gazette 12 March", 50, 20, size=30), *pages[0].lines[1:]))
    kept, running = without_running([first, *pages[1:]])
    assert [texts(list(page.lines)) for page in kept] == ["Gazette 12 March Story 0", "Story 1", "Story 2"]
    assert running == ["Gazette 12 March"]


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    page = Page(800, (line("1989", 50, 400),))
    assert without_running([page])[0] == [page]


def test_hyphens_at_line_ends() -> None:
    written = [
        "a half-year of the ter-",
        "minal and a half-",
        "year at the terminal in Saxe-",
        "Orvel from 4-",
        "5 and",
    ]
    lines = [line(text, 50, 100 + 12 * n, right=300) for n, text in enumerate(written)]
    assert (
        paragraphs([lines]) == "a half-year of the terminal and a half-year at the terminal in Saxe-Orvel from 4-5 and"
    )


def test_half_a_word_that_is_a_word_elsewhere_makes_no_compound() -> None:
    written = ["The cable lies in deep water. It is an under-", "water cable."]
    lines = [line(text, 50, 100 + 12 * n, right=300) for n, text in enumerate(written)]
    assert paragraphs([lines]).endswith("It is an underwater cable.")


def test_a_sentence_goes_on_over_a_page_and_one_that_ended_does_not() -> None:
    one, two = line("The lock at Orvel", 50, 700), line("opened.", 50, 100)
    assert paragraphs([[one], [two]]) == "The lock at Orvel opened."
    assert paragraphs([[two], [one]]) == "opened.\n\nThe lock at Orvel"


def test_the_headline_is_the_first_long_run_of_large_letters() -> None:
    lines = [
        line("GAZETTE", 50, 20, size=40),
        line("Orvel lock", 50, 80, size=20),
        line("opens again", 50, 102, size=20),
    ]
    body = [line("The lock at Orvel opened.", 50, 140 + 12 * n) for n in range(5)]
    size = body_size([Page(800, (*lines, *body))])
    assert (size, texts(headline([*lines, *body], size))) == (10, "Orvel lock opens again")
    assert headline(body, size) == []


def test_nothing_is_nothing() -> None:
    assert (paragraphs([]), paragraphs([[]]), in_order(Page(800, ())), body_size([])) == ("", "", [], 0.0)
