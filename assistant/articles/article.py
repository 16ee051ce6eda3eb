"""What every reader turns its input into."""

from dataclasses import dataclass
from pathlib import Path

from assistant.articles.dates import PublishedAt


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored, shown and indexed.

    Attributes:
        article_id: The given id, or one derived from the canonical URL or the path.
        text: The cleaned body; citations count in the characters of this very string.
        title: Headline, or None where none was found.
        source: Outlet name as printed.
        authors: Bylines in order.
        url: Canonical http(s) address.
        section: Section or category as printed.
        kind: One of news, opinion, live, correction.
        language: ISO 639-1 code. A reader gives the one that came with the article; where none did, the text tells
            before it is stored, or None where it could not be told.
        published_at: When it was published, with a precision; None where unknown, never "now".
        updated_at: When the outlet says it changed the article last.
        wire_origin: News agency that the text came from, by its usual name; None where no credit names one.
        access: `full`, or `teaser` where the rest of the article stands behind a paywall.
        version: Which version of the article this is, counted from 1; set by the catalog.
    """

    article_id: str
    text: str
    title: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    section: str | None = None
    kind: str = "news"
    language: str | None = None
    published_at: PublishedAt | None = None
    updated_at: PublishedAt | None = None
    wire_origin: str | None = None
    access: str = "full"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one input: an article, or the reason why it is none.

    Attributes:
        input: Path, or `path:line` for one line of a file with many articles.
        article: The article, or None if the input is rejected.
        reason: Why it was rejected, or a remark on an accepted one (a future date that was dropped, say); may be empty.
        file: The file or folder it came from, as an absolute path; None for what lies in no file.
        unchanged: True where there was no need to read it again: it is what an earlier run has stored.
    """

    input: str
    article: Article | None
    reason: str = ""
    file: Path | None = None
    unchanged: bool = False
