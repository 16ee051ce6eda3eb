"""What "the company" or "the mayor" means, where the article names one alone."""

import pytest

from assistant.answering.described import described, what
from assistant.answering.people import People


def meaning(text: str) -> str:
    people = People(text)
    start, end = people.spans[-1]
    return what(people, start, described(text[start:end]))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Alder Ethics Committee met on Monday. The committee heard two pilots.", "Alder Ethics Committee"),
        ("Hurricane Kestrel hit Alder. On Monday, the storm weakened. The hurricane sank.", "Hurricane Kestrel"),
        ("Osprey shares fell on Monday. The company said it would sell ferries.", "Osprey"),
        ("Osprey, an Alder ferry company, sank. The company's ships were old.", "Osprey"),
        ("Osprey shares fell. Ferries stopped. The company closed.", "Osprey"),
        ("Osprey Inc. built ferries. Osprey was sold. The company closed.", "Osprey"),
        ("Osprey Island Lines, a ferry company, sank. OIL shares fell. The company closed.", "Osprey Island Lines"),
        ("Mayor Ada Rowan opened the quay. The mayor left at noon.", "Ada Rowan"),
        ("Ada Rowan, 41, the mayor, opened the quay. The mayor left at noon.", "Ada Rowan"),
    ],
)
def test_the_only_one_is_meant(text: str, name: str) -> None:
    assert meaning(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "The Alder Committee met the Birch Committee. The committee heard two pilots.",
        "Osprey shares fell and Kestrel shares rose. The company sold ferries.",
        "Osprey sold ferries. The company closed.",
        "The Alder Ethics Committee met. It rained. It snowed. Ships left. The committee closed.",
        "Former mayor Ada Rowan, 41, came. The mayor left.",
        "Mayor Ada Rowan came. Mayor Carl Birch went. The mayor slept.",
        "Mayor Ada Rowan opened the quay. Carl Birch, 50, came too. The mayor left.",
        "Court opens at noon.\nCourt Closes Early\nThe court closed.",
        "Paul blocked the No Ferries on Alder Rivers Act. The act was signed.",
        "Heron's shares fell. Heron's had eight stores. The company closed.",
        "In 2016, the company built ferries. The company closed.",
        "In Alder, the company built ferries. The company closed.",
        "Kestrel shares fell. Osprey said it would buy them, as Osprey does. The company closed.",
        "The company closed.",
    ],
)
def test_where_two_may_be_meant_or_none_is_named_it_is_left_open(text: str) -> None:
    assert meaning(text) == ""


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("The company said so.", "company"),
        ("In May, the agency's head left.", "agency"),
        ("The president of Alder said so.", ""),
        ("The College Cup began.", ""),
        ("The company that sank said so.", ""),
        ("A company said so.", ""),
    ],
)
def test_what_is_described(sentence: str, noun: str) -> None:
    assert described(sentence) == noun
