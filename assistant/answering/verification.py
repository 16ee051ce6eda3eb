"""Checks after writing: every sentence of an answer against the very text it cites."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.answering.answer import Citation, Sentence
from assistant.answering.checks import dates, names, negation, numbers, quotes, speakers
from assistant.answering.checks.reason import Reason
from assistant.answering.checks.support import probability
from assistant.answering.checks.text import Piece, Source, piece, source
from assistant.catalog.snapshot import Snapshot

SUPPORTED, PARTLY, NOT_FOUND = "supported", "partly", "not_found"
VERDICTS = (SUPPORTED, PARTLY, NOT_FOUND)

WORDS = "words"
"""The check that looks at wording alone."""

LEAST_SUPPORTED = 0.5
"""Estimated probability from which the words of a sentence count as supported; the fit weighs both errors the same."""

LEAST_PARTLY = 0.2

_CHECKS: tuple[Callable[[Piece, tuple[Source, ...]], Iterator[Reason]], ...] = (
    numbers.check,
    dates.check,
    names.check,
    negation.check,
    quotes.check,
    speakers.check,
)
"""A new check is one function here."""

_CONTRADICTIONS = frozenset({"negation", "quote_invented", "quote_stitched", "quote_hides_negation"})
"""What the sources do not say even in part."""


def checked(snapshot: Snapshot, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> tuple[Sentence, ...]:
    """Return the sentences with the verdict on each, and the reasons where it is not `supported`."""
    by_number = {citation.number: citation for citation in citations}
    texts = cited_texts(snapshot, by_number)
    return tuple(_with_verdict(sentence, by_number, texts) for sentence in sentences)


def verdict_of(sentence: Sentence, citations: Mapping[int, Citation], texts: Mapping[tuple[str, int], str]) -> str:
    """Return supported, partly or not_found; see `judged`."""
    return judged(sentence, citations, texts)[0]


def judged(
    sentence: Sentence, citations: Mapping[int, Citation], texts: Mapping[tuple[str, int], str]
) -> tuple[str, tuple[Reason, ...]]:
    """Return the verdict on a sentence, and why.

    Args:
        sentence: As written.
        citations: By number.
        texts: The stored text of each cited version of an article.

    Returns:
        supported if the sentence is, word for word, one of its quotes, or if no check fails on it and its words stand
        together in its own cited spans; partly if something of it is not there; not_found if its words are not there
        or nowhere near together, if they are turned into their opposite, or if it puts into quotation marks what nobody
        wrote. A citation whose quote is not the cited slice of the stored text counts for nothing.
    """
    cited = [citations[number] for number in sentence.citations if number in citations]
    sound = [citation for citation in cited if citation.quote and citation.quote == _slice(citation, texts)]
    if not sound:
        return NOT_FOUND, (Reason("citation", ""),)
    if any(sentence.text == citation.quote for citation in sound):
        return SUPPORTED, ()
    return against(sentence.text, [_source(citation, texts) for citation in sound])


def against(text: str, sources: Sequence[Source]) -> tuple[str, tuple[Reason, ...]]:
    """Return the verdict on a text that need not be a quote, and why."""
    said, all_sources = piece(text), tuple(sources)
    failed = tuple(dict.fromkeys(reason for check in _CHECKS for reason in check(said, all_sources)))
    likely = probability(said, all_sources)
    stands_there = any(text.strip() in item.span for item in all_sources)
    if likely < LEAST_SUPPORTED and not stands_there:
        failed = (*failed, _words_missing(said, all_sources))
    if not failed:
        return SUPPORTED, ()
    if (likely < LEAST_PARTLY and not stands_there) or any(reason.check in _CONTRADICTIONS for reason in failed):
        return NOT_FOUND, failed
    return PARTLY, failed


def cited_texts(snapshot: Snapshot, citations: Mapping[int, Citation]) -> dict[tuple[str, int], str]:
    """Return the stored text of every cited version of an article; versions that are gone are left out."""
    wanted = {(citation.article_id, citation.version) for citation in citations.values()}
    articles = {key: snapshot.article(*key) for key in wanted}
    return {key: article.text for key, article in articles.items() if article is not None}


def verdict_counts(sentences: Sequence[Sentence]) -> dict[str, int]:
    """Return how many sentences got each verdict."""
    return {verdict: sum(sentence.verdict == verdict for sentence in sentences) for verdict in VERDICTS}


def _with_verdict(
    sentence: Sentence, citations: Mapping[int, Citation], texts: Mapping[tuple[str, int], str]
) -> Sentence:
    verdict, reasons = judged(sentence, citations, texts)
    return dataclasses.replace(sentence, verdict=verdict, reasons=reasons)


def _source(citation: Citation, texts: Mapping[tuple[str, int], str]) -> Source:
    article = texts[citation.article_id, citation.version]
    heading = "\n".join(filter(None, (citation.title, citation.source)))
    return source(citation.quote, article, heading, citation.published_at)


def _words_missing(said: Piece, sources: Sequence[Source]) -> Reason:
    """Name the topical words that no source has; none are named where all stand there, only not together."""
    held = {name for item in sources for sentence in item.sentences for name in sentence.stems}
    missing = dict.fromkeys(word.text for word in said.words if word.is_topical and word.stem not in held)
    return Reason(WORDS, " ".join(missing))


def _slice(citation: Citation, texts: Mapping[tuple[str, int], str]) -> str:
    text = texts.get((citation.article_id, citation.version), "")
    return text[citation.start : citation.end]
