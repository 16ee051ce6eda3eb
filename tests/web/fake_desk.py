"""A small archive in memory with the assistant's methods: what the page is tested against."""

import datetime as dt
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.answering.answer import (
    SHORT,
    Answer,
    ArticleCard,
    Citation,
    Coverage,
    Sentence,
    Step,
    StreamEvent,
    TextDelta,
)
from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.assistant import NewsAssistant
from assistant.catalog.browsing import Browsed
from assistant.catalog.copies import Copy, CopyGroup
from assistant.catalog.records import Passage
from assistant.catalog.survey import Facets
from assistant.errors import IndexMissingError, NewsAssistantError, QuestionError, UsageError
from assistant.index.history import VersionNote
from assistant.retrieval.passages import ScoredPassage
from assistant.retrieval.query import Chip, Filters
from assistant.settings import Settings
from assistant.status import Status

LONGEST_QUESTION = 2000


def published(day: str | None) -> PublishedAt | None:
    return PublishedAt(day, 0, "day") if day else None


def article(
    article_id: str,
    title: str | None,
    source: str,
    day: str | None,
    text: str,
    authors: tuple[str, ...] = (),
    kind: str = "news",
) -> Article:
    url = f"https://{source.lower().replace(' ', '-')}.example.org/{article_id}"
    return Article(article_id, text, title, source, authors, url, None, kind, "en", published(day))


ARCHIVE = (
    article(
        "crew-dragon",
        "Two astronauts lift off from Florida in a privately built capsule",
        "Meridian Wire",
        "2020-05-30",
        "Two NASA astronauts left Florida on 30 May 2020 aboard a SpaceX Crew Dragon capsule.\n\n"
        "It was the first crewed launch to orbit from United States soil since the last shuttle flight in July 2011. "
        "Douglas Hurley and Robert Behnken rode a Falcon 9 rocket from pad 39A of the Kennedy Space Center.\n\n"
        "A first attempt three days earlier was called off because of the weather. "
        "The capsule reached the International Space Station about 19 hours after launch.",
        authors=("Meridian science desk",),
    ),
    article(
        "suez-1",
        "Container ship blocks the Suez Canal",
        "Harbour Courier",
        "2021-03-24",
        "The container ship Ever Given has run aground in the Suez Canal and blocks it in both directions.\n\n"
        "The vessel is about 400 metres long. Ships on either side are waiting at anchor, and tugs have been sent.\n\n"
        "The canal carries roughly 12 percent of world trade by volume.",
    ),
    article(
        "suez-2",
        "Ever Given refloated after six days across the canal",
        "Meridian Wire",
        "2021-03-29",
        "The Ever Given was refloated on 29 March 2021 after six days across the Suez Canal.\n\n"
        "More than 360 ships were waiting when traffic resumed. Dredgers and tugs worked through a spring tide.",
    ),
    article(
        "webb",
        "First deep image from the James Webb telescope is shown",
        "Lantern Daily",
        "2022-07-11",
        "The first full-colour image of the James Webb Space Telescope was presented "
        "at the White House on 11 July 2022.\n\n"
        "It shows the galaxy cluster SMACS 0723 as it appeared 4.6 billion years ago. "
        "The telescope was launched on 25 December 2021.",
    ),
    article(
        "opinion",
        "What a blocked canal says about supply chains",
        "Civic Quarterly",
        None,
        "One ship was enough to hold up trade worth billions of dollars a day.\n\nSpare capacity is not waste.",
        kind="opinion",
    ),
)

_WORDS = re.compile(r"[^\W_]{4,}")
_SENTENCE = re.compile(r"[^.\n]+\.")
_COMMON = frozenset({"what", "when", "which", "happened", "with", "from", "about", "were", "after", "that", "been"})


@dataclass
class FakeDesk(NewsAssistant):
    """Answers with every sentence that shares a word with the question; a pause after each piece makes it stream."""

    archive: tuple[Article, ...] = ARCHIVE
    pause: float = 0.0
    error: NewsAssistantError | None = None
    asked: list[tuple[str, Filters]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(Settings(data_dir=Path("no-such-folder")))

    def _healthy(self) -> None:
        if self.error is not None:
            raise self.error
        if not self.archive:
            raise IndexMissingError("There is no archive yet.", remedy="Run `news-assistant ingest --sample`.")

    def status(self) -> Status:
        self._healthy()
        held = self.coverage()
        return Status(
            data_dir="",
            articles=held.articles,
            versions=held.articles,
            passages=held.articles,
            duplicates=0,
            sources=held.sources,
            wires={},
            teasers=0,
            from_=held.from_,
            to=held.to,
            generation=1,
            revision=1,
            model="",
            dimension=0,
            interrupted_runs=0,
            waiting=0,
            bytes_on_disk=0,
            vectors="ok",
        )

    def coverage(self, nearest: tuple[ArticleCard, ...] = ()) -> Coverage:
        days = sorted(piece.published_at.iso for piece in self.archive if piece.published_at)
        names = [piece.source or "Unknown outlet" for piece in self.archive]
        sources = {name: names.count(name) for name in sorted(set(names), key=lambda name: (-names.count(name), name))}
        return Coverage(days[0] if days else None, days[-1] if days else None, len(self.archive), sources, nearest)

    def article(self, article_id: str, version: int | None = None) -> Article:
        for piece in self.archive:
            if piece.article_id == article_id and version in {None, piece.version}:
                return piece
        raise UsageError(f"There is no article {article_id!r} in this archive.", remedy="It may have been removed.")

    def versions(self, article_id: str) -> tuple[VersionNote, ...]:  # noqa: ARG002 - nothing here was ever changed
        return ()

    def copies(self, article_id: str) -> CopyGroup:
        piece = self.article(article_id)
        return CopyGroup(article_id, Copy(article_id, piece.title, piece.source, None, None, None, "", 1.0, ""), (), ())

    def passages(self, article_id: str) -> list[Passage]:  # noqa: ARG002
        return []

    def browse(self, words: str = "", **_: Any) -> Browsed:  # noqa: ANN401, ARG002
        return Browsed(0, 0, (), {}, {}, {}, {}, ())

    def titles(self, limit: int) -> list[tuple[str, str]]:
        self._healthy()
        return [(piece.article_id, piece.title or "") for piece in self.archive][:limit]

    def facets(self) -> Facets:
        self._healthy()
        kinds = [piece.kind for piece in self.archive]
        return Facets({"Science": 2}, {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}, {"en": len(kinds)})

    def stream(
        self,
        question: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        today: dt.date | str | None = None,  # noqa: ARG002
        conversation: str | None = None,  # noqa: ARG002
        choices: Sequence[str] | None = None,  # noqa: ARG002
        owner: str = "",  # noqa: ARG002
        record: bool = False,  # noqa: ARG002
    ) -> Iterator[StreamEvent]:
        self.asked.append((question, filters))
        self._healthy()
        if not question:
            raise QuestionError("The question is empty.", remedy="Type a question and ask again.")
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(
                f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read."
            )
        yield Step("searching", f"{len(self.archive)} passages")
        time.sleep(self.pause * 4)
        answer = replace(self.answer(question), understood=self.understood(question, filters))
        if answer.short_answer:
            yield Step(SHORT, answer.short_answer)
        typed = "" if not answer.refused else answer.answer
        for item in answer.sentences:
            typed += item.text + "".join(f" [{number}]" for number in item.citations) + " "
        for word in re.findall(r"\S+\s*", typed):
            yield TextDelta(word)
            time.sleep(self.pause)
        yield answer

    def understood(self, question: str, filters: Filters) -> tuple[Chip, ...]:
        """Every outlet that the question names, as long as the reader does not leave it aside."""
        named = [piece.source for piece in self.archive if piece.source and piece.source in question]
        chips = [Chip(f"outlet:{name.casefold()}", "outlet", name) for name in dict.fromkeys(named)]
        return tuple(chip for chip in chips if chip.id not in filters.ignored)

    def answer(self, question: str) -> Answer:
        words = {word.casefold() for word in _WORDS.findall(question)} - _COMMON
        hits = [
            (piece, found)
            for piece in self.archive
            for found in _SENTENCE.finditer(piece.text)
            if words & {word.casefold() for word in _WORDS.findall(found.group())}
        ][:3]
        passages = tuple(passage(rank, piece) for rank, piece in enumerate(self.archive, 1))
        if not hits:
            near = tuple(card(piece) for piece in self.archive[:3])
            words_of_refusal = "The archive does not hold an answer to this question."
            return Answer(
                question,
                words_of_refusal,
                "",
                refused=True,
                sentences=(),
                citations=(),
                passages=passages,
                coverage=self.coverage(near),
            )
        citations = tuple(cited(number, piece, found) for number, (piece, found) in enumerate(hits, 1))
        verdicts = (
            "supported",
            "partly" if "canal" in words else "supported",
            "not_found" if "canal" in words else "supported",
        )
        sentences = tuple(
            Sentence("", citation.quote, (citation.number,), verdict)
            for citation, verdict in zip(citations, verdicts, strict=False)
        )
        text = " ".join(sentence.text for sentence in sentences)
        short = "30 May 2020" if "astronauts" in words else ""
        return Answer(
            question,
            text,
            short,
            refused=False,
            sentences=sentences,
            citations=citations,
            passages=passages,
            coverage=self.coverage(),
            timings={"total": 84.0},
        )


def cited(number: int, piece: Article, found: re.Match[str]) -> Citation:
    start = found.start() + len(found.group()) - len(found.group().lstrip())
    day = piece.published_at.iso if piece.published_at else None
    quote = piece.text[start : found.end()]
    return Citation(
        number, piece.article_id, piece.version, piece.title, piece.source, day, piece.url, start, found.end(), quote
    )


def passage(rank: int, piece: Article) -> ScoredPassage:
    day = piece.published_at.iso if piece.published_at else None
    end = min(len(piece.text), 200)
    return ScoredPassage(
        rank,
        piece.article_id,
        piece.version,
        piece.title,
        piece.source,
        day,
        piece.url,
        0,
        end,
        piece.text[:end],
        1 / rank,
    )


def card(piece: Article) -> ArticleCard:
    day = piece.published_at.iso if piece.published_at else None
    return ArticleCard(piece.article_id, piece.version, piece.title, piece.source, day, piece.url)
