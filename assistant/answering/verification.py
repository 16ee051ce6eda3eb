"""Checks after writing: every sentence of an answer against the very text it cites."""

from collections.abc import Mapping

from assistant.answering.answer import Citation, Sentence
from assistant.catalog.snapshot import Snapshot

SUPPORTED, PARTLY, NOT_FOUND = "supported", "partly", "not_found"


def verdict_of(sentence: Sentence, citations: Mapping[int, Citation], texts: Mapping[tuple[str, int], str]) -> str:
    """Return the verdict on a sentence.

    Args:
        sentence: As written.
        citations: By number.
        texts: The stored text of each cited version of an article.

    Returns:
        supported if the sentence is, word for word, one of its quotes and that quote is the cited slice of the stored
        text; partly if it only stands inside a quote; else not_found.
    """
    quotes = [_slice(citations[number], texts) for number in sentence.citations if number in citations]
    if sentence.text in quotes:
        return SUPPORTED
    return PARTLY if any(sentence.text in quote for quote in quotes) else NOT_FOUND


def cited_texts(snapshot: Snapshot, citations: Mapping[int, Citation]) -> dict[tuple[str, int], str]:
    """Return the stored text of every cited version of an article; versions that are gone are left out."""
    wanted = {(citation.article_id, citation.version) for citation in citations.values()}
    articles = {key: snapshot.article(*key) for key in wanted}
    return {key: article.text for key, article in articles.items() if article is not None}


def _slice(citation: Citation, texts: Mapping[tuple[str, int], str]) -> str:
    text = texts.get((citation.article_id, citation.version), "")
    return text[citation.start : citation.end]
