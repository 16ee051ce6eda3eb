"""What the labels of questions name in this archive: each piece of evidence is one article, copies are their head."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.catalog.labels import Named, articles_titled, named_articles
from assistant.catalog.snapshot import Snapshot
from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.questions import Label, Question
from assistant.evaluation.wording import packed

TEXTS_HELD = 256
"""Articles whose text is kept while answers are scored; the answers of neighbouring questions often share some."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A label that names no article of the archive."""

    id: str
    label: str


class Archive:
    """The archive as answers are scored against it: one consistent state of the catalog."""

    def __init__(self, snapshot: Snapshot, questions: Sequence[Question], answers: Iterable[AnswerRow]) -> None:
        self._snapshot = snapshot
        labels = [label for question in questions for label in question.evidence]
        self._titled = articles_titled(snapshot, {label.title for label in labels if label.title})
        ids = {label.article_id for label in labels if label.article_id}
        ids |= {article_id for question in questions for article_id in question.gold_articles}
        ids |= {article_id for found in self._titled.values() for article_id in found}
        ids |= {item["article_id"] for answer in answers for part in PARTS for item in answer.get(part, ())}
        self._named = named_articles(snapshot, ids)
        self.text = lru_cache(TEXTS_HELD)(self._text)

    def head(self, article_id: str) -> str:
        """Return the article that stands for the copies of this one; one that the archive lacks stands for itself."""
        return self._named[article_id].head if article_id in self._named else article_id

    def gold(self, question: Question) -> tuple[str, ...]:
        """Return the articles that the labels name, each once; what names none of ours stays as it was written."""
        labels = [*question.evidence, *(Label(article_id=article_id) for article_id in question.gold_articles)]
        return tuple(dict.fromkeys(name for label in labels if (name := self._resolved(label))))

    def known(self, question: Question) -> list[Named]:
        """Return what the archive knows of the articles that the labels name."""
        return [self._named[name] for name in self.gold(question) if name in self._named]

    def unknown(self, question: Question) -> list[Unknown]:
        """Return the labels of a question that name no article of the archive."""
        return [Unknown(question.id, name) for name in self.gold(question) if name not in self._named]

    def _resolved(self, label: Label) -> str | None:
        if label.article_id is not None:
            return self.head(label.article_id)
        if label.title is None:
            return None
        found = self._titled[label.title]
        return self.head(self._best(found, label)) if found else f"title:{label.title}"

    def _best(self, article_ids: Sequence[str], label: Label) -> str:
        """Return, of articles with the same title, the one with the label's words, or its outlet and day."""

        def fits(article_id: str) -> tuple[bool, bool, bool]:
            named = self._named[article_id]
            return (
                bool(label.quote) and packed(label.quote or "") in packed(self.text(article_id, None)),
                bool(label.source) and (named.source or "").casefold() == (label.source or "").casefold(),
                bool(label.published_at) and (named.published_at or "")[:10] == (label.published_at or "")[:10],
            )

        return article_ids[0] if len(article_ids) == 1 else max(article_ids, key=fits)

    def _text(self, article_id: str, version: int | None) -> str:
        article = self._snapshot.article(article_id, version)
        return "" if article is None else article.text


PARTS: tuple[str, ...] = ("passages", "citations")
"""Where articles are named in an answer."""


def heads_in_order(archive: Archive, items: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the articles of passages or citations, each once, in order."""
    return list(dict.fromkeys(archive.head(str(item["article_id"])) for item in items))
