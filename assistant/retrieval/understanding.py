"""What a question says about what is to be searched: deterministic, without a model."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator

from assistant.catalog.filters import Filters
from assistant.catalog.snapshot import Snapshot
from assistant.errors import QuestionError
from assistant.index.weights import DEFAULT_MODEL
from assistant.retrieval import tongue
from assistant.retrieval.emptied import emptied_by, remark
from assistant.retrieval.events import is_without_topic
from assistant.retrieval.outlets import aliases, mentions
from assistant.retrieval.parts import split
from assistant.retrieval.query import EVENTS, PARTS, Query, is_ignored
from assistant.retrieval.spelling import Spelling, spellings
from assistant.retrieval.times import periods
from assistant.retrieval.words import asks_for_now, content_words, names_and_numbers, quoted_phrases


def understand(question: str, filters: Filters, today: dt.date | None, longest: int) -> Query:
    """Return the question as far as it can be understood without an archive.

    Raises:
        QuestionError: It is empty, too long, or without a single word or number.
    """
    text = question.replace("\x00", " ").strip()
    if not _is_unicode(text):
        raise QuestionError("The question is not valid text.", remedy="Type it in the terminal's encoding, UTF-8.")
    if not text:
        raise QuestionError("The question is empty.", remedy="Ask something about the archive.")
    if len(text) > longest:
        raise QuestionError(
            f"The question has {len(text):,} characters, at most {longest:,} are read.", remedy="Shorten it."
        )
    words = content_words(text)
    if not words:
        raise QuestionError("The question has no word in it.", remedy="Ask something about the archive.")
    day = today or dt.datetime.now().astimezone().date()
    times = tuple(item for item in periods(text, day) if not is_ignored(filters, "time", item.words))
    return Query(
        text,
        filters,
        day,
        words,
        names_and_numbers(text),
        names_time=any(item.days_off(day) for item in times) and not asks_for_now(text),
        phrases=tuple(item for item in quoted_phrases(text) if not is_ignored(filters, "phrase", item)),
        periods=times,
    )


def within(snapshot: Snapshot, query: Query) -> Query:
    """Return the question with what only the archive tells: its outlets, the parts they make, names spelt otherwise."""
    named = mentions(query.text, aliases(snapshot.sources()))
    outlets = tuple(item for item in named if not is_ignored(query.filters, "outlet", item.words))
    # A phrase must stand as it is, and the name of an outlet is the archive's own.
    kept = {word for words in (*query.phrases, *(item.words for item in named)) for word in content_words(words)}
    words = [word for word in query.words if word not in kept and not is_ignored(query.filters, "spelling", word)]
    # A name such as "The Harbour Today" names no time.
    times = tuple(item for item in query.periods if not any(it.start <= item.start < it.end for it in named))
    parts = () if PARTS in query.filters.ignored else split(query.text, outlets, times)
    placed = dataclasses.replace(query, outlets=outlets, periods=times)
    misspelt = spellings(snapshot, query.text, words)
    emptied = emptied_by(snapshot, query.filters)
    return dataclasses.replace(
        placed,
        parts=parts,
        spellings=misspelt,
        words=_read_as(query.words, misspelt),
        names=_read_as(query.names, misspelt),
        without_topic=query.today is not None and EVENTS not in query.filters.ignored and is_without_topic(placed),
        emptied_by=emptied,
        notes=tuple(_notes(snapshot, query, emptied)),
    )


def _notes(snapshot: Snapshot, query: Query, emptied: tuple[str, ...]) -> Iterator[str]:
    if emptied:
        yield remark(emptied, query.filters)
    # Other models may read other languages; which ones, nobody says.
    if json.loads(snapshot.meta("model", "{}")).get("name") == DEFAULT_MODEL:
        language = tongue.unread_language(snapshot, query.text)
        if language:
            yield tongue.remark(language)


def _read_as(words: tuple[str, ...], misspelt: tuple[Spelling, ...]) -> tuple[str, ...]:
    """Return the words with the archive's spelling of those that are spelt otherwise in it."""
    meant = {item.words: item.meant for item in misspelt}
    return tuple(dict.fromkeys(meant.get(word, word) for word in words))


def _is_unicode(text: str) -> bool:
    """Whether there is no lone surrogate in it, as bytes that are no text leave them."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
