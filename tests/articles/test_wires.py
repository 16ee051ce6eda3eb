"""A text is credited to the agency that its dateline, credit line, author or outlet names, and to no other."""

import pytest

from assistant.articles.agencies import AGENCIES, AMBIGUOUS
from assistant.articles.wires import agency, wire_origin

BODY = "The council voted on Tuesday to rebuild the old bridge over the river before the end of next year."


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("LISBON, March 12 (Reuters) - {}", "Reuters"),
        ("(Reuters) - {}", "Reuters"),
        ("WASHINGTON (AP) \u2014 {}", "AP"),
        ("PORTLAND, Maine (AP) \u2013 {}", "AP"),
        ("DAMASCUS/AMMAN, July 16 (Reuters) - {}", "Reuters"),
        ("Berlin (dpa) - {}", "dpa"),
        ("Potsdam/Cottbus (dpa/bb) \u2013 {}", "dpa"),
        ("Madrid, 12 mar (EFE).- {}", "EFE"),
        ("(ANSA) - ROMA, 12 MAR - {}", "ANSA"),
        ("MOSCOW, March 12. /TASS/. {}", "TASS"),
        ("BEIJING, March 12 (Xinhua) -- {}", "Xinhua"),
        ("New Delhi, Mar 12 (PTI) {}", "PTI"),
        ("Patna (Bihar) [India], March 12 (ANI): {}", "ANI"),
        ("ANKARA (AA) - {}", "Anadolu"),
        ("Reuters \u2014\n\n{}", "Reuters"),
    ],
)
def test_datelines(line: str, origin: str) -> None:
    assert wire_origin(line.format(BODY)) == origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Ada Moss\n\nThe Associated Press\n\n{}", "AP"),
        ("Ada Moss\n\nAP Science Writer\n\n{}", "AP"),
        ("{}\n\n\u00a9 2024 Agence France-Presse", "AFP"),
        ("{}\n\nCopyright 2024 The Associated Press. All rights reserved. This material may not be published.", "AP"),
        ("{}\n\nQuelle: dpa", "dpa"),
        ("{}\n\nSource: AFP", "AFP"),
        ("{}\n\nCon información de EFE", "EFE"),
        ("{}\n\n(dpa/lnw)", "dpa"),
        ("{}\n\nAFP, Reuters", "AFP"),
        ("{}\n\n(Reporting by Ada Moss in Lisbon; Editing by Ben Thorn)", "Reuters"),
        ("{}\n\nReporting by Ada Moss; Writing by Ben Thorn; Editing by Cy Vale", "Reuters"),
        ("{}\n\nVon PA", "PA Media"),
        ("{}\n\n\u2014 AFP", "AFP"),
    ],
)
def test_credit_lines(text: str, origin: str) -> None:
    assert wire_origin(text.format(BODY)) == origin


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{}\n\nContributing: The Associated Press",
        "{}\n\nContributing: Ada Moss, Sample Courier; Reuters",
        "SOURCE Reuters; Geological Survey; own research\n\n{}",
        "Reuters says the bridge is old. {}",
        "The bridge (Reuters called it old) is to go. {}",
        "A picture by Ben Thorn/AP shows it. {}",
        "{}\n\nIncludes reporting from Ada Moss of Reuters",
        "PA\n\n{}",
        "LISBON (SC) - {}",
        "The editors at Reuters - and they know - call it old. {}",
        "Ben Thorn, Reuters and Ada Moss\n\n{}",
        "It rained.\n\n\u2014 Ada Moss\n\n{}\n\n\u2014 Reuters",
    ],
)
def test_what_is_no_credit_for_the_whole_text(text: str) -> None:
    assert wire_origin(text.format(BODY)) is None


@pytest.mark.parametrize(
    ("author", "origin"),
    [
        ("Associated Press", "AP"),
        ("dpa", "dpa"),
        ("Reuters Staff", "Reuters"),
        ("Ada Moss, AP", "AP"),
        ("Ada Moss (AFP)", "AFP"),
        ("Sample Courier et AFP", "AFP"),
        ("Ada Moss | Associated Press", "AP"),
        ("Ada Moss", None),
        ("Pa", None),
        ("Efe Moss", None),
    ],
)
def test_authors(author: str, origin: str | None) -> None:
    assert wire_origin(BODY, authors=(author,)) == origin


def test_the_outlet_itself_may_be_an_agency() -> None:
    assert wire_origin(BODY, source="Reuters") == "Reuters"
    assert wire_origin(BODY, source="Sample Courier") is None


def test_what_the_source_says_comes_first_and_need_not_be_known() -> None:
    text = f"LISBON (Reuters) - {BODY}"
    assert wire_origin(text, given="The Associated  Press") == "AP"
    assert wire_origin(text, given="Village Wire") == "Village Wire"
    assert wire_origin(text, given=" ") == "Reuters"


def test_the_dateline_goes_before_the_outlet_that_printed_it() -> None:
    assert wire_origin(f"Berlin (dpa) - {BODY}", authors=("AFP",), source="Reuters") == "dpa"


def test_every_ambiguous_name_is_an_agency_when_the_place_is_sure() -> None:
    assert AGENCIES.keys() >= AMBIGUOUS
    assert agency("TT") is None
    assert agency("TT", sure=True) == "TT"


def test_a_hostile_text_costs_no_time() -> None:
    for text in ("(" * 200_000, "© " * 100_000, "a / " * 100_000, "Reporting by " * 50_000, "AP and " * 50_000):
        assert wire_origin(text) is None
