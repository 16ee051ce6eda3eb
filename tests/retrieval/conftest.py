"""What the tests of retrieval share: an archive of varied articles under the tiny embedder."""

import zlib
from collections.abc import Iterator

import pytest

from assistant.catalog.records import Outline
from tests.index.tiny import Row, TinyDesk, long_story, story, tiny_desk

SOURCES = ("Sample Courier", "Sample Gazette", "SAMPLE COURIER", "Straßenblatt", None)
SECTIONS = ("Harbour", "Opinion", None)
DATES = ("2021-05-01", "2022", "2023-07", "2024-02-29T23:30:00Z", None)


def varied(number: int) -> Row:
    row = long_story(number, 25) if number % 7 == 0 else story(number)
    return row | {
        "source": SOURCES[number % len(SOURCES)],
        "section": SECTIONS[number % len(SECTIONS)],
        "published_at": DATES[number * 3 % len(DATES)],
        "language": ("da", "de", "sv")[number % 3],
        "kind": "opinion" if number % 4 == 0 else "news",
    }


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    """Sixty articles of all kinds; tests must not write to it."""
    folder = tmp_path_factory.mktemp("archive")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [varied(number) for number in range(60)])
        yield desk


def line(key: int, article: str, *, text_hash: str = "", start: int = 0, group: int = 0) -> Outline:
    """The outline of one passage, for what looks at the ranking alone; articles of one text are one group."""
    text = text_hash or article
    return Outline(key, article, text, start, start + 10, None, group or zlib.crc32(text.encode()))
