"""Bylines give names: each once, without what stands around them."""

import pytest

from assistant.articles.bylines import is_person, names, signed


@pytest.mark.parametrize(
    ("bylines", "expected"),
    [
        (("Ada Moss, Ben Thorn and Cy Reed; Di Lake",), ("Ada Moss", "Ben Thorn", "Cy Reed", "Di Lake")),
        (("Ada Moss & Ben Thorn | Cy Reed",), ("Ada Moss", "Ben Thorn", "Cy Reed")),
        (("Sam Hill, Jr.",), ("Sam Hill, Jr.",)),
        (("John F. Reed Jr.",), ("John F. Reed Jr.",)),
        (("Ada Moss Ben Thorn", "Ada Moss", "Ben Thorn"), ("Ada Moss", "Ben Thorn")),
        (("", " ; ", "BY ADA MOSS"), ("ADA MOSS",)),
        (("Ada Moss", "ada moss"), ("Ada Moss",)),
        (("Written by Ada Moss",), ("Ada Moss",)),
        (("Von Ada Moss und Ben Thorn",), ("Ada Moss", "Ben Thorn")),
        (("Par Ada Moss et Ben Thorn",), ("Ada Moss", "Ben Thorn")),
        (("di Ada Moss",), ("Ada Moss",)),
        (("Автор: Ада Мох и Бен Терн",), ("Ада Мох", "Бен Терн")),
        (("Von der Heide",), ("Von der Heide",)),
        (("Di Lake",), ("Di Lake",)),
        (("José Ortega y Vela",), ("José Ortega y Vela",)),
        (("Courier et AFP",), ("Courier et AFP",)),
        (("Agence France-Presse",), ("Agence France-Presse",)),
        (("Ada Moss (amo)", "Ben Thorn (Text)", "Cy Reed [AP]"), ("Ada Moss", "Ben Thorn", "Cy Reed")),
        (("by Ada Moss, Chief Political Correspondent",), ("Ada Moss",)),
        (("Ada Moss, MS, RDN",), ("Ada Moss",)),
        (("Ada Moss", "Courier.com"), ("Ada Moss",)),
        (("Staff Reporter",), ("Staff Reporter",)),
        (("Ada Moss ada@example.org @adamoss https://example.org/ada",), ("Ada Moss",)),
        (("Ada Moss", "admin", "105092", "Last Updated", "n/a"), ("Ada Moss",)),
        (("https://www.example.org/authors/ada",), ()),
    ],
)
def test_names(bylines: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert names(bylines) == expected


def test_names_are_bounded() -> None:
    assert len(names([f"Name Number{'x' * n}" for n in range(90)])) == 50
    assert names(["x" * 500]) == ()


def test_a_hostile_byline_costs_no_time() -> None:
    for byline in ("(" * 100_000, "and " * 50_000, "Ada Moss und " * 20_000, "von : " * 50_000):
        assert len(names([byline])) <= 50


PARAGRAPH = (
    "The council of the old town voted on Tuesday to rebuild the bridge over the river before the spring of next year."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"By Ada Moss and Ben Thorn\n\n{PARAGRAPH}", ("Ada Moss", "Ben Thorn")),
        (f"Bridge opens\n\nVon Ada Moss\n\n{PARAGRAPH}", ("Ada Moss",)),
        (f"Short intro line\n\nAda Moss/Ben Thorn\n\n{PARAGRAPH}", ("Ada Moss", "Ben Thorn")),
        (f"{PARAGRAPH}\n\nAda Moss", ("Ada Moss",)),
        (f"{PARAGRAPH}\n\nRead More", ()),
        (f"By the river it rained.\n\n{PARAGRAPH}", ()),
        (f"Ada Moss\n\nshort\n\nBen Thorn\n\nshort\n\n{PARAGRAPH}", ()),
        (PARAGRAPH, ()),
        ("", ()),
    ],
)
def test_a_text_may_be_signed(text: str, expected: tuple[str, ...]) -> None:
    assert signed(text) == expected


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ada Moss", True),
        ("Ada van der Moss", True),
        ("O'Hara-Moss Ada", True),
        ("牛镛", True),
        ("Ada", False),
        ("Latest News", False),
        ("Ada moss", False),
        ("Ada Moss 2", False),
    ],
)
def test_persons(name: str, person: bool) -> None:  # noqa: FBT001 - a table
    assert is_person(name) is person
