"""Names that the question spells otherwise than the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Filters
from assistant.retrieval.spelling import Spelling, respelt
from tests.index.tiny import TinyDesk, story, tiny_desk

TEXTS = (
    "Minister Halvorsen opened the bridge at Brackwater. Oskar Halvorsen spoke.",
    "Halvorsen and Grete Lindqvist came to Brackwater by boat.",
    "Lindqvist met Marten Kowalec; Anna Kowalik was away.",
    "Kowalec was seen with Oskar.",
    "Anna Kowalik met Erdoğanlı in Brackwater.",
)


@pytest.fixture(scope="module")
def spelt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    folder = tmp_path_factory.mktemp("spelt")
    with tiny_desk(folder / "indexes") as desk:
        rows = [story(number, text=text, title="News") for number, text in enumerate(TEXTS)]
        desk.ingest_rows(folder / "a.jsonl", rows)
        yield desk


def read(desk: TinyDesk, question: str) -> dict[str, str]:
    return {item.words: item.meant for item in desk.understand(question).spellings}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Halvorson say?", {"Halvorson": "Halvorsen"}),
        ("What did Halvorsen say?", {}),
        ("what did halvorson say?", {"halvorson": "Halvorsen"}),
        ("Which Bridge did halvorson open?", {}),
        ("Where is Brakwatter?", {"Brakwatter": "Brackwater"}),
        ("Where is Brook?", {}),
        ("Who is Grete Lindkvist?", {"Lindkvist": "Lindqvist"}),
        ("Who is Oskar Lindkvist?", {}),
        ("Who is Anna Kowalek?", {"Kowalek": "Kowalik"}),
        ("Who is Marten Kowalek?", {"Kowalek": "Kowalec"}),
        ("Who is Kowalek?", {}),
        ("Did Osckar Halvorson speak?", {"Osckar": "Oskar", "Halvorson": "Halvorsen"}),
        ("Who is Erdoganli?", {"Erdoganli": "Erdoğanlı"}),
        ('Who said "Minister Halvorson spoke"?', {}),
        ("What is X-1 or 2024 or Zzzzzzzz?", {}),
    ],
)
def test_what_is_read_as_what(question: str, expected: dict[str, str], spelt: TinyDesk) -> None:
    assert read(spelt, question) == expected


def test_the_archive_is_searched_for_the_name_as_it_spells_it(spelt: TinyDesk) -> None:
    question = "Did Halvorson meet Lindkvist?"
    found = spelt.search(question, 1)[0]
    assert found.why is not None
    assert {"Halvorsen", "Lindqvist"} <= set(found.why.words)
    query = spelt.understand(question)
    assert (query.text, query.words) == (question, ("Halvorsen", "meet", "Lindqvist"))
    assert query.names == ("Halvorsen", "Lindqvist")


def test_it_is_shown_and_can_be_switched_off(spelt: TinyDesk) -> None:
    question = "What did Halvorson say?"
    [chip] = [chip for chip in spelt.understand(question).chips if chip.kind == "spelling"]
    assert (chip.id, chip.label) == ("spelling:halvorson", "Halvorson, read as Halvorsen")
    for ignored in (chip.id, "spelling"):
        assert spelt.understand(question, filters=Filters(ignored=(ignored,))).spellings == ()


def test_only_whole_words_are_respelt() -> None:
    found = [Spelling("Rowen", "Rowan")]
    assert respelt("Rowen's and Rowens, Rowen", found) == "Rowan's and Rowens, Rowan"


def test_an_outlet_is_never_respelt(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, source="Kestrel Post", text="The boat KestrelPosk sank.")])
        assert read(desk, "What did KestrelPosd report?") == {"KestrelPosd": "KestrelPosk"}
        assert read(desk, "What did KestrelPost report?") == {}


def test_a_misprint_of_the_archive_is_not_taken_for_the_name(tmp_path: Path) -> None:
    texts = [f"Mayor Tamsin Verbruggen opened bridge {number}." for number in range(12)] + ["Verbrugen was there."]
    with tiny_desk(tmp_path / "indexes") as desk:
        rows = [story(number, text=text, title="News") for number, text in enumerate(texts)]
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        assert read(desk, "What did Verbrugan open?") == {"Verbrugan": "Verbruggen"}
        assert read(desk, "What did Tamsin Verbrugan open?") == {"Verbrugan": "Verbruggen"}
