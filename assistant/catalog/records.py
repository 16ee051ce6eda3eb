"""Rows of the catalog as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences of one version of an article, with what is shown about that article.

    Attributes:
        key: Row number in this catalog; not stable between catalogs.
        passage_id: Stable id, made from article id, version, start and end; the id in the vector store.
        start: First character in the article's text.
        end: One past the last.
        text: Exactly that slice.
        sentences: Start of each sentence, in characters of the article; the first equals `start`.
        text_hash: Hash of the whole article's text; equal for copies of one text.
        published_epoch: Seconds from 1970-01-01 UTC, None if the date is unknown.
    """

    key: int
    passage_id: str
    article_id: str
    version: int
    ordinal: int
    start: int
    end: int
    text: str
    sentences: tuple[int, ...]
    title: str | None
    source: str | None
    published_at: str | None
    published_epoch: int | None
    url: str | None
    language: str | None
    text_hash: str

    def sentence_spans(self) -> list[tuple[int, int]]:
        """Return (start, end) of each sentence in characters of the article, without the space between them."""
        ends = [*self.sentences[1:], self.end]
        spans = zip(self.sentences, ends, strict=True)
        return [(start, start + len(self.text[start - self.start : end - self.start].rstrip())) for start, end in spans]


@dataclass(frozen=True, slots=True)
class Outline:
    """What ranking needs of a passage: whose it is, which text and span, when it was published, and by whom.

    Attributes:
        group: Equal for articles that are copies of one another, exact or near.
    """

    key: int
    article_id: str
    text_hash: str
    start: int
    end: int
    published_epoch: int | None
    group: int
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the archive holds, under some filter.

    Attributes:
        oldest: `published_at` of the oldest dated article.
        newest: `published_at` of the newest one.
        sources: Articles by outlet, most first; articles without one are counted under the empty string.
    """

    articles: int
    oldest: str | None
    newest: str | None
    sources: dict[str, int]
