"""The proof after an ingest: a sample of the new articles is searched for by their own titles and must be found."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence

from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.errors import NewsAssistantError, QuestionError
from assistant.index.report import Proof, Proved
from assistant.retrieval.search import Hit

log = logging.getLogger(__name__)

SAMPLE = 5
"""Articles looked for: each costs a search, and together they must not be felt."""

DEPTH = 10
"""Passages among which an article must be."""

TELLING_CHARACTERS = 80
"""Length from which on a beginning is one article's own."""

REMEDY = "Run `news-assistant doctor`; it says what is wrong with the index and which command mends it."

Find = Callable[[str, int], Sequence[Hit]]
"""Searches the whole archive for a text and returns so many passages."""


def prove(snapshot: Snapshot, article_ids: Sequence[str], find: Find) -> Proof | None:
    """Look for a sample of articles, spread over the run; None where there is nothing to look for."""
    if not article_ids:
        return None
    started = time.monotonic()
    articles = tuple(_prove_one(snapshot, name, find) for name in spread_out(list(dict.fromkeys(article_ids)), SAMPLE))
    found = sum(article.found for article in articles)
    remedy = "" if found == len(articles) else REMEDY
    return Proof(len(articles), found, round(time.monotonic() - started, 3), articles, remedy)


def spread_out(names: Sequence[str], most: int) -> list[str]:
    """Return at most `most` of the names, the first and the last among them, always the same of the same."""
    if len(names) <= most:
        return list(names)
    return [names[place * (len(names) - 1) // (most - 1)] for place in range(most)]


def _prove_one(snapshot: Snapshot, article_id: str, find: Find) -> Proved:
    passages = snapshot.passages_of(article_id)
    by = "title"
    for by, text in _own_words(passages):
        rank = _rank(_found(find, text), passages[0])
        if rank is not None:
            return Proved(article_id, by, found=True, rank=rank)
    return Proved(article_id, by, found=False, rank=None)


def _own_words(passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """Yield what an article may be found by: its title, and its first sentence, since many are titled "In brief"."""
    if not passages:
        return
    first = passages[0]
    if first.title:
        yield "title", first.title
    spans = first.sentence_spans()
    # The first sentence may be a mere dateline, "Port Alder, Monday -", that a hundred others begin with.
    end = next((end for _, end in spans if end - first.start >= TELLING_CHARACTERS), first.end)
    sentence = first.text[: end - first.start]
    yield "first sentence", f"{first.title} {sentence}" if first.title else sentence


def _found(find: Find, text: str) -> Sequence[Hit]:
    try:
        return find(text, DEPTH)
    except QuestionError:  # a title may be a bare "…"
        return ()
    except NewsAssistantError as error:
        # The articles are stored all the same; that they cannot be found is what the proof is for.
        log.warning("The proof of this run failed: %s", error)
        return ()


def _rank(hits: Sequence[Hit], wanted: Passage) -> int | None:
    """Return the place of an article, or of a copy of its text, which a search shows instead."""
    for rank, hit in enumerate(hits, start=1):
        if hit.passage.article_id == wanted.article_id or hit.passage.text_hash == wanted.text_hash:
            return rank
    return None
