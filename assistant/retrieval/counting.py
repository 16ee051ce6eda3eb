"""Questions that count or list articles: told by their grammar, answered from the catalog, the query shown."""

import re
from collections import Counter
from dataclasses import dataclass

from assistant.catalog.filters import SECONDS_PER_DAY, Condition, condition_of, epoch_of
from assistant.catalog.listing import Listed, all_of, list_articles
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.query import Query
from assistant.retrieval.times import Period
from assistant.retrieval.words import FUNCTION_WORDS, quoted_phrases, tokens

MOST_LISTED = 50
"""Articles that are named; all are counted."""

COUNT, OUTLETS, LIST = "count", "outlets", "list"

_ARTICLES = r"(?:news\s+)?(?:articles|stories|reports|pieces|items)\b"
_PAPERS = r"(?:news\s*)?(?:outlets|papers|newspapers|sources|publications|magazines|sites|websites|media)\b"
_ABOUT = (
    r"(?:(?:that\s+|which\s+)?(?:are\s+|were\s+|is\s+)?(?:about|on|regarding|concerning|mention(?:s|ed|ing)?"
    r"|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?|deal(?:s|t|ing)?\s+with|talk(?:s|ed|ing)?\s+about)\s+)"
)
_REPORTED = (
    r"(?:report(?:ed)?(?:\s+(?:on|about))?|cover(?:ed)?|mention(?:ed)?|carried|(?:wrote|write|written)\s+about"
    rf"|(?:published|ran|printed)\s+(?:{_ARTICLES}\s+)?(?:about|on))\s+"
)
_FILLING = (
    r"(?:(?:are|were|is|was|have|has|had|do|does|did|been|there|you|we|they|it|the|this|archive|in|published|written"
    r"|printed|publish|write|print|run|appear|appeared|came|out|from|by|of|that|which|also|and)\s+)*"
)
_FORMS = (
    (
        COUNT,
        rf"(?:so\s+|and\s+)?(?:how\s+many|count(?:\s+(?:the|all))*|(?:what\s+is\s+)?the\s+number\s+of)\s+{_ARTICLES}",
    ),
    (
        LIST,
        rf"(?:please\s+)?(?:list|show|give|find)(?:\s+me)?(?:\s+(?:all|the|every|any|latest|newest))*\s+{_ARTICLES}",
    ),
    (LIST, rf"(?:which|what)\s+{_ARTICLES}"),
)
_BY_ARTICLES = tuple(
    (asks, re.compile(rf"{form}\s*{_FILLING}(?:{_ABOUT}(?P<topic>.*))?", re.IGNORECASE)) for asks, form in _FORMS
)
_BY_OUTLETS = re.compile(
    rf"(?:which|what|how\s+many)\s+(?:other\s+)?{_PAPERS}\s+(?:have\s+|has\s+|had\s+|also\s+)*{_REPORTED}(?P<topic>.*)",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(
    r"\b(?:in|on|since|during|until|till|before|after|through|between|from|of|by)\s+(?:the\s+)?$", re.I
)
_BEFORE_OUTLET = re.compile(r"\b(?:by|from|in|of|did|has|have|does|on)\s+(?:the\s+)?$", re.IGNORECASE)
_NO_TOPIC = frozenset(
    "published written printed appeared archive publish write print run topic subject articles".split()
)


@dataclass(frozen=True, slots=True)
class Overview:
    """The answer to a question that counts or lists.

    Attributes:
        question: As asked.
        asks: count, outlets or list.
        answer: A line of our own.
        looked_for: What was looked for, in words.
        words: Words and phrases that must all stand in one passage or title.
        outlets: Outlets that the question names.
        periods: The times that the question names, as first and last day.
        articles: How many there are.
        texts: How many remain if copies of one text count once.
        sources: Articles by outlet, most first; those without one under the empty string.
        listed: The newest of them.
    """

    question: str
    asks: str
    answer: str
    looked_for: str
    words: tuple[str, ...]
    outlets: tuple[str, ...]
    periods: tuple[str, ...]
    articles: int
    texts: int
    sources: dict[str, int]
    listed: tuple[Listed, ...]


def counted(snapshot: Snapshot, query: Query) -> str:
    """Return the number that a question asks for and what was looked for, in words; empty if it asks for no such.

    Raises:
        QuestionError: A filter cannot be read.
    """
    found = overview(snapshot, query)
    return f"{found.answer} Looked for: {found.looked_for}." if found else ""


def overview(snapshot: Snapshot, query: Query) -> Overview | None:
    """Count the articles that a question asks for; None if it asks for something else.

    Raises:
        QuestionError: A filter cannot be read.
    """
    asked = asked_for(query)
    if asked is None:
        return None
    asks, words = asked
    outlets = tuple(dict.fromkeys(item.words for item in query.outlets))
    found = list_articles(snapshot, all_of(words), _condition(query))
    sources = dict(Counter(item.source or "" for item in found).most_common())
    texts = len({item.group for item in found})
    looked_for = _looked_for(words, outlets, query.periods, filtered=not query.filters.is_empty())
    return Overview(
        question=query.text,
        asks=asks,
        answer=_answer(asks, len(found), texts, sources),
        looked_for=looked_for,
        words=words,
        outlets=outlets,
        periods=tuple(item.label for item in query.periods),
        articles=len(found),
        texts=texts,
        sources=sources,
        listed=tuple(found[:MOST_LISTED]),
    )


def asked_for(query: Query) -> tuple[str, tuple[str, ...]] | None:
    """Return what a question asks for, count, outlets or list, and the words of its topic; None if it is no such."""
    text = re.sub(r"\s+", " ", _without_times_and_outlets(query)).strip(" ?.!") + " "
    for asks, form in _BY_ARTICLES:
        if match := form.fullmatch(text):
            return asks, _topic(query, match["topic"] or "")
    match = _BY_OUTLETS.fullmatch(text)
    words = _topic(query, match["topic"]) if match else ()
    return (OUTLETS, words) if words else None


def _without_times_and_outlets(query: Query) -> str:
    text = query.text
    for pattern, spans in (
        (_BEFORE_TIME, [(item.start, item.end) for item in query.periods]),
        (_BEFORE_OUTLET, [(item.start, item.end) for item in query.outlets]),
    ):
        for start, end in spans:
            before = pattern.search(text, 0, start)
            begin = before.start() if before else start
            text = text[:begin] + " " * (end - begin) + text[end:]
    return text


def _topic(query: Query, text: str) -> tuple[str, ...]:
    """Return what must stand in an article: quoted phrases as they are, and the words that carry the topic."""
    phrases = quoted_phrases(text)
    for phrase in phrases:
        text = text.replace(phrase, " ")
    words = [word for word in tokens(query.searched(text)) if word.casefold() not in FUNCTION_WORDS | _NO_TOPIC]
    return tuple(dict.fromkeys([*phrases, *words]))


def _condition(query: Query) -> Condition:
    """Return the reader's filters with the outlets and times of the question, which here do exclude."""
    allowed = condition_of(query.filters)
    parts, parameters = [allowed.sql] if allowed.sql else [], list(allowed.parameters)
    names = sorted({name for item in query.outlets for name in item.sources})
    if names:
        parts.append(f"v.source IN ({', '.join('?' * len(names))})")
        parameters += names
    if query.periods:
        parts.append("(" + " OR ".join("v.published_epoch >= ? AND v.published_epoch < ?" for _ in query.periods) + ")")
        parameters += [bound for period in query.periods for bound in _bounds(period)]
    return Condition(" AND ".join(parts), tuple(parameters))


def _bounds(period: Period) -> tuple[int, int]:
    earliest, latest = -(2**62), 2**62
    since = epoch_of(period.since) if period.since else earliest
    return since, epoch_of(period.until) + SECONDS_PER_DAY if period.until else latest


def _looked_for(
    words: tuple[str, ...], outlets: tuple[str, ...], periods: tuple[Period, ...], *, filtered: bool
) -> str:
    said = " and ".join(f"“{word}”" for word in words)
    parts = [f"articles with {said} in one passage or title" if words else "all articles"]
    parts += [f"of {' or '.join(outlets)}"] if outlets else []
    parts += [f"published {' or '.join(item.label for item in periods)}"] if periods else []
    parts += ["under your filters"] if filtered else []
    return ", ".join(parts)


def _answer(asks: str, articles: int, texts: int, sources: dict[str, int]) -> str:
    if not articles:
        return "No article in this archive."
    counted = "1 article" if articles == 1 else f"{articles:,} articles"
    if texts < articles:
        counted += f" ({texts:,} without copies of the same text)"
    if asks != OUTLETS:
        return f"{counted}."
    named = [f"{name} ({count:,})" for name, count in sources.items() if name]
    return f"{', '.join(named) or 'No outlet is named'}: {counted}."
