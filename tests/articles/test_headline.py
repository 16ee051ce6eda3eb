"""The headline of a page without what its templates add."""

import pytest

from assistant.articles.headline import Outlet, bare, choose, printed

OUTLET = Outlet(["Sample Courier", "The Tribune-Post"], "www.samplecourier.example.com")


@pytest.mark.parametrize(
    "title",
    [
        "Bridge opens after two years",
        "Bridge opens after two years | Sample Courier",
        "Bridge opens after two years - Sample Courier",
        "Bridge opens after two years \u2013 Sample Courier Online",
        "Bridge opens after two years - samplecourier.com",
        "Bridge opens after two years * Sample Courier * samplecourier.com",
        "Sample Courier News | Bridge opens after two years",
        "Bridge opens after two years \u00b7 Tribune Post",
    ],
)
def test_the_outlet_is_taken_off_either_end(title: str) -> None:
    assert bare(title, OUTLET) == "Bridge opens after two years"


@pytest.mark.parametrize(
    "title",
    [
        "Two resign - and many questions stay",
        "Harbour: Sample Courier sails again",
        "Bridge opens - Sample Courier apologises",
        "Sample Courier",
        "A - B",
        "self-made man_of_letters",
    ],
)
def test_the_words_of_a_headline_stay(title: str) -> None:
    assert bare(title, OUTLET) == title


def test_a_section_is_off_where_another_title_ends_before_it() -> None:
    assert bare("Bridge opens | Local", OUTLET, ["Bridge opens"]) == "Bridge opens"
    assert bare("Bridge opens | Local", OUTLET, ["Bridge"]) == "Bridge opens | Local"
    assert bare("Bridge opens to all", OUTLET, ["Bridge opens"]) == "Bridge opens to all"
    assert bare("桥梁开通了吗--时政--人民", OUTLET, ["桥梁开通了吗"]) == "桥梁开通了吗"


@pytest.mark.parametrize(
    ("main", "others", "expected"),
    [
        (["Described", "Shared", "Printed"], [], "Described"),
        (["Described", "The same", "The same"], [], "The same"),
        (["The same", "Shared", "The  same"], [], "The same"),
        ([None, "Shared | Sample Courier", None], ["Shared - Sample Courier"], "Shared"),
        (["Sample Courier", None, "Printed"], [], "Printed"),
        ([None, None, None], ["In the window - Sample Courier"], "In the window"),
        (["Sample Courier"], [], "Sample Courier"),
        (["", None, " "], [None], None),
        (
            ["A headline that goes on and \u2026", None, "A headline that goes on and on"],
            [],
            "A headline that goes on and on",
        ),
    ],
)
def test_choose(main: list[str | None], others: list[str | None], expected: str | None) -> None:
    assert choose(main, others, OUTLET) == expected


def test_a_headline_cut_for_search_engines_is_completed() -> None:
    whole = "The council of the old harbour town votes to mend the bridge over the river before the coming year"
    assert choose([whole[:100], None, whole], [], OUTLET) == whole
    assert choose(["The council", None, whole], [], OUTLET) == "The council"


def test_the_heading_closest_to_the_other_titles_comes_first() -> None:
    assert printed(["Log in", "", "Bridge opens"], ["Bridge opens at last"]) == ["Bridge opens", "Log in"]
    assert printed(["Log in", "Bridge opens"], []) == ["Log in", "Bridge opens"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Sample Courier", True),
        ("SAMPLE COURIER Staff", True),
        ("courier.co.uk", True),
        ("Ada Moss", False),
        ("Sample Courier sails", False),
        ("", False),
    ],
)
def test_an_outlet_knows_its_names(name: str, named: bool) -> None:  # noqa: FBT001 - a table
    assert OUTLET.is_named(name) is named


def test_an_outlet_is_told_from_its_owner_by_the_address() -> None:
    outlet = Outlet([], "www.sample-courier.com")
    assert outlet.looks_like("Sample Courier")
    assert outlet.looks_like("SampleCourier.com")
    assert not outlet.looks_like("Big Media Holding AG")
    assert Outlet([], "www.bhn.example").looks_like("Big Harbour News")


def test_hostile_titles_cost_no_time() -> None:
    for title in ("| " * 50_000, "- a " * 50_000, "_" * 100_000):
        assert isinstance(bare(title[:1000], OUTLET, [title[:500]] * 50), str)
