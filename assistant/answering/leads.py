"""Our own words before a quoted sentence: whom or what it means, where it does not say so itself.

They are no quotation and stand in brackets, as editors write them; they count among the words of an answer.
"""

import dataclasses
from collections.abc import Sequence

from assistant.answering.answer import Citation, Sentence
from assistant.answering.meant import is_open, meant
from assistant.answering.people import People
from assistant.catalog.snapshot import Snapshot

BEFORE, AFTER = 12_000, 6_000
"""Characters of an article that are read around a sentence: who is named farther off is nobody that it means."""


def with_leads(
    snapshot: Snapshot, sentences: Sequence[Sentence], citations: Sequence[Citation], most_words: int
) -> tuple[Sentence, ...]:
    """Return the sentences, each with whom or what it means, where its article names that beyond doubt.

    Args:
        snapshot: The archive.
        sentences: Quoted whole, one citation each.
        citations: In the same order.
        most_words: That the sentences and what is put before them may have together.
    """
    left = most_words - sum(len(sentence.text.split()) for sentence in sentences)
    led: list[Sentence] = []
    for number, (sentence, citation) in enumerate(zip(sentences, citations, strict=True)):
        lead = ""
        if is_open(sentence.text):
            lead = lead_of(snapshot, citation, citations[number - 1] if number else None)
        if len(lead.split()) > left:
            lead = ""
        left -= len(lead.split())
        led.append(dataclasses.replace(sentence, lead=lead))
    return tuple(led)


def lead_of(snapshot: Snapshot, citation: Citation, shown: Citation | None) -> str:
    """Return what stands before a quoted sentence; nothing where the sentence before it in its article was shown."""
    article = snapshot.article(citation.article_id, citation.version)
    if article is None:
        return ""
    is_next = shown is not None and (shown.article_id, shown.version) == (citation.article_id, citation.version)
    if is_next and shown and not article.text[shown.end : max(shown.end, citation.start)].strip():
        return ""
    begin = max(citation.start - BEFORE, 0)
    people = People(article.text[begin : citation.end + AFTER])
    name = meant(people, citation.start - begin, citation.end - begin)
    return f"[{name}]" if name else ""
