"""Turns that quote what the archive holds no more: their words would outlive the article."""

from collections.abc import Callable, Iterator
from typing import Any

from assistant.articles.article import Article
from assistant.desk.conversations import Turn

FindArticle = Callable[[str, int], Article | None]
"""Returns one version of an article, or None if the archive does not hold it."""


def gone_from(turn: Turn, find: FindArticle) -> tuple[str, ...]:
    """Return the ids of the articles that a turn quotes and the archive does not hold as quoted any more.

    An article that was removed and came back under its id with other words counts as gone.
    """
    gone = {name for name, version in turn.quotes if find(name, version) is None}
    for name, version, start, end, text in _spans(turn.answer):
        article = None if name in gone else find(name, version)
        if article is not None and article.text[start:end] != text:
            gone.add(name)
    return tuple(sorted(gone))


def _spans(answer: dict[str, Any]) -> Iterator[tuple[str, int, int, int, str]]:
    """Yield article id, version, start, end and words of every span in an answer."""
    for kind, words in (("citations", "quote"), ("passages", "text")):
        for item in answer.get(kind, ()):
            yield item["article_id"], item["version"], item["start"], item["end"], item[words]
