from assistant.answering.answer import Citation
from assistant.answering.timeline import Development, Later, Timeline
from assistant.web.archive.story import asking, story

HOSTILE = "<script>"


def told(day: str, *later: Later) -> Development:
    cited = Citation(1, "a", 1, HOSTILE, HOSTILE, day, None, 3, 9, HOSTILE)
    return Development(day, cited, (HOSTILE,), later)


def test_developments_stand_on_a_line_with_what_became_of_them() -> None:
    later = Later("corrected", "2024-02-01", "Ten were hurt.", "Nine were hurt.")
    page = story(Timeline(HOSTILE, (told("2024-01"), told("2024-01-05", later), told("2024-03-01")), 2, 9))
    assert "<script" not in page
    assert page.count("<circle") == 3
    assert page.count("<li>") == 3
    assert "start=3&amp;end=9#cited" in page
    assert "Corrected 1 February 2024" in page
    assert '<del dir="auto">Ten were hurt.</del>' in page
    assert "2 more without a date." in page


def test_the_matter_can_be_asked_for_on_the_page() -> None:
    assert 'name="q"' in asking()
    assert f'value="{"&lt;script&gt;"}"' in asking(HOSTILE)
    assert 'value="x"' in story(Timeline("x", (), 0, 0))


def test_a_matter_that_nobody_tells_of() -> None:
    assert "nothing dated" in story(Timeline("x", (), 0, 0))
