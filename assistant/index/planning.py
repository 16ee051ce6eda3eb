"""What is to be done about each input, before anything is embedded: the outcome, and the passages of a new version.

Whether a new article is a copy of another is found when it is written, for only then everything before it is there.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.articles.article import Article, Reading
from assistant.articles.cleaning import canonical_hash
from assistant.articles.language import detect_language
from assistant.catalog.catalog import Catalog
from assistant.catalog.facts import Facts
from assistant.catalog.fingerprint import fingerprint
from assistant.catalog.versions import known_versions
from assistant.catalog.writer import NewVersion, Outcome
from assistant.index.splitting import date_words, split_article
from assistant.index.tokens import TokenCounter


@dataclass(frozen=True, slots=True)
class Planned:
    """One input with its outcome, what must be stored for it, if anything, and the file it came from.

    Attributes:
        told: The article, where it is stored already and brings facts that its version lacks.
    """

    outcome: Outcome
    version: NewVersion | None = None
    file: Path | None = None
    told: Article | None = None


@dataclass(slots=True)
class _History:
    """The record hashes of an article's versions, oldest first, and the number and the facts of the newest."""

    hashes: list[str] = field(default_factory=list)
    newest: int = 0
    facts: Facts | None = None


class Planner:
    """Decides outcomes for one run; remembers what this run has seen, for it is not committed yet."""

    def __init__(self, catalog: Catalog, counter: Callable[[], TokenCounter], budget: int) -> None:
        self._catalog = catalog
        self._counter = counter
        self._budget = budget
        self._histories: dict[str, _History] = {}

    def plan(self, readings: Iterable[Reading]) -> Iterator[Planned]:
        """Yield one plan per reading, in order."""
        for reading in readings:
            if reading.article is None:
                outcome = "unchanged" if reading.unchanged else "rejected"
                planned = Planned(Outcome(reading.input, outcome, None, reading.reason))
            else:
                planned = self._plan_article(reading.input, reading.article, reading.reason)
            yield dataclasses.replace(planned, file=reading.file)

    def _plan_article(self, name: str, article: Article, remark: str) -> Planned:
        record = record_hash(article)
        history = self._history(article.article_id)
        if record in history.hashes:
            outcome = Outcome(name, "unchanged", article.article_id, remark or _place(record, history))
            return Planned(outcome, told=_told(article, record, history))
        if article.access == "teaser" and history.facts and history.facts.access == "full":
            # A feed shows the beginning of what a saved page gave whole; what is stored must not shrink to it.
            reason = f"a teaser of version {history.newest}, which is whole"
            return Planned(Outcome(name, "unchanged", article.article_id, f"{reason}; {remark}" if remark else reason))
        # Asked for here, since it takes as long as the rest of the reading and most articles of a morning are known.
        language = article.language or detect_language(article.text)
        article = dataclasses.replace(article, version=history.newest + 1, language=language)
        text_hash = canonical_hash(article.text)
        passages = split_article(article, self._counter(), self._budget)
        if not passages:
            return Planned(Outcome(name, "rejected", None, "there is no sentence in it"))
        history.hashes.append(record)
        history.newest += 1
        history.facts = Facts.of(article)
        version = NewVersion(
            article, record, text_hash, date_words(article.published_at), passages, fingerprint(article.text)
        )
        return Planned(_outcome(name, article, remark), version)

    def _history(self, article_id: str) -> _History:
        if article_id not in self._histories:
            with self._catalog.snapshot() as snapshot:
                known = known_versions(snapshot, article_id)
            history = _History([row.record_hash for row in known])
            if known:
                history.newest, history.facts = known[-1].version, known[-1].facts
            self._histories[article_id] = history
        return self._histories[article_id]


def record_hash(article: Article) -> str:
    """Return a hash over everything a reader can see of an article; equal means unchanged.

    The text counts in its canonical form and `updated_at` not at all, or a feed that stamps every copy would make a new
    version each morning. Nor do `language`, `wire_origin` and `access` count: they are told from the rest, and telling
    them better must not make a new version of what an archive holds already.
    """
    seen = [
        article.title, article.source, article.authors, article.url, article.section, article.kind,
        article.published_at and article.published_at.iso, canonical_hash(article.text),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _outcome(name: str, article: Article, remark: str) -> Outcome:
    if article.version > 1:
        reason = f"stored as version {article.version}"
        return Outcome(name, "updated", article.article_id, f"{reason}; {remark}" if remark else reason)
    return Outcome(name, "new", article.article_id, remark)


def _told(article: Article, record: str, history: _History) -> Article | None:
    """Return the article as the newest version, where it is that and says more of it than is known."""
    facts = Facts.of(article)
    if record != history.hashes[-1] or (history.facts and not facts.adds_to(history.facts)):
        return None
    history.facts = facts
    return dataclasses.replace(article, version=history.newest)


def _place(record: str, history: _History) -> str:
    """Say which version an input equals, where it is not the newest one."""
    position = len(history.hashes) - history.hashes.index(record) - 1
    return f"equals version {history.newest - position}; version {history.newest} is newer" if position else ""
