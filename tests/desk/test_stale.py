"""A turn is stale when the archive no longer holds what it quotes, under that id or with those words."""

import dataclasses

import pytest

from assistant.articles.article import Article
from assistant.desk.conversations import Turn
from assistant.desk.stale import gone_from

CITED = {"article_id": "a", "version": 1, "start": 0, "end": 10, "quote": "It rained."}
FOUND = {"article_id": "b", "version": 2, "start": 3, "end": 9, "text": "snowed"}
QUOTES = (("a", 1), ("b", 2), ("c", 1))
TURN = Turn("one", 1, 0, "?", {"citations": [CITED], "passages": [FOUND]}, QUOTES, redacted=False)
TEXTS = {("a", 1): "It rained. Then it stopped.", ("b", 2): "It snowed.", ("c", 1): "Named only."}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({("a", 1): None}, ("a",)),
        ({("c", 1): None}, ("c",)),
        ({("a", 1): None, ("b", 2): None}, ("a", "b")),
        ({("a", 1): "It poured. Then it stopped."}, ("a",)),
        ({("b", 2): "It melted."}, ("b",)),
        ({("a", 1): "It"}, ("a",)),
        ({("c", 1): "Other words, and nobody quoted any."}, ()),
    ],
)
def test_what_is_gone(changes: dict[tuple[str, int], str | None], expected: tuple[str, ...]) -> None:
    texts = TEXTS | changes

    def find(name: str, version: int) -> Article | None:
        text = texts.get((name, version))
        return None if text is None else Article(name, text, version=version)

    assert gone_from(TURN, find) == expected


def test_a_redacted_turn_quotes_nothing() -> None:
    redacted = dataclasses.replace(TURN, answer={"answer": "Taken out."}, quotes=(), redacted=True)
    assert gone_from(redacted, lambda *_: None) == ()
