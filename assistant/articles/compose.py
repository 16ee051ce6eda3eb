"""The last step of every reader: what was found becomes an article, or a reason why not."""

import re
from dataclasses import dataclass

from assistant.articles.article import Article, Reading
from assistant.articles.bylines import names
from assistant.articles.characters import one_line
from assistant.articles.cleaning import clean_text
from assistant.articles.datelines import date_of
from assistant.articles.dates import PublishedAt, parse_published
from assistant.articles.identity import canonical_url, derive_id
from assistant.articles.input import Input
from assistant.articles.kinds import kind_of
from assistant.articles.limits import Limits
from assistant.articles.teasers import access_of
from assistant.articles.wires import wire_origin
from assistant.errors import InputError

_LONGEST_FIELD = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found, as it found it; only `text` must be there.

    Attributes:
        text: The body with its paragraphs, uncleaned.
        article_id: An id that came with the article.
        title: Headline.
        source: Outlet.
        authors: Bylines, each one or several names.
        url: Address, in any spelling.
        section: Section or category.
        kind: What the source says it is.
        language: A language tag such as `en` or `de-AT`.
        published: Date of publication in any form that `parse_published` reads; a tuple of several, best first.
        updated: Date of the last change, likewise.
        wire_origin: News agency that the text is credited to, in any of its names.
        access: `full` or `teaser`, where the source says which.
        remarks: What the reader has to say about the input.
    """

    text: str
    article_id: str | None = None
    title: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    section: str | None = None
    kind: str | None = None
    language: str | None = None
    published: object = None
    updated: object = None
    wire_origin: str | None = None
    access: str | None = None
    remarks: tuple[str, ...] = ()


def compose(draft: Draft, *, given_as: str, file: Input | None, limits: Limits) -> Reading:
    """Cleans a draft and completes it to an article.

    Args:
        draft: What was found.
        given_as: The input as the report names it, a path or `path:line`.
        file: The input, where it holds this one article; it gives the id and the address where nothing better does.
        limits: The bounds of this run.
    """
    try:
        article, remarks = _article(draft, file, limits)
    except InputError as error:
        return Reading(given_as, None, str(error))
    return Reading(given_as, article, "; ".join(remark for remark in remarks if remark))


def _article(draft: Draft, file: Input | None, limits: Limits) -> tuple[Article, list[str]]:
    title, title_remark = _field("title", draft.title)
    source, source_remark = _field("source", draft.source)
    section, section_remark = _field("section", draft.section)
    text = _text(draft.text, title, limits)
    published, published_remark = _date(draft.published, limits)
    if published is None:
        published, _ = parse_published(date_of(text, now=limits.now), now=limits.now)
    updated, updated_remark = _date(draft.updated, limits)
    authors = names(draft.authors)
    url = canonical_url(draft.url) or canonical_url(file.url if file else None)
    article = Article(
        article_id=derive_id(
            draft.article_id,
            url=url,
            file=file,
            source=source,
            title=title,
            published=published.iso if published else None,
            text=text,
        ),
        text=text,
        title=title,
        source=source,
        authors=authors,
        url=url,
        section=section,
        kind=kind_of(given=draft.kind, section=section, url=url, title=title),
        language=_tag(draft.language),
        published_at=published,
        updated_at=updated,
        wire_origin=wire_origin(draft.text, given=draft.wire_origin, authors=draft.authors, source=source),
        access=access_of(draft.text, given=draft.access),
    )
    url_remark = "the url is no http(s) address and was left out" if draft.url and draft.url.strip() and not url else ""
    updated_remark = updated_remark and f"updated: {updated_remark}"
    fields = [title_remark, source_remark, section_remark, published_remark, updated_remark, url_remark]
    return article, [*draft.remarks, *fields]


def _text(raw: str, title: str | None, limits: Limits) -> str:
    if len(raw) > limits.article_characters:
        raise InputError(
            f"The text has {len(raw):,} characters; {limits.article_characters:,} are the most.",
            remedy="Split it, or raise article_characters.",
        )
    text = clean_text(raw, title)
    if not any(map(str.isalnum, text)):
        raise InputError("There is no text left in it to read.", remedy="Give the article a body.")
    return text


def _field(name: str, value: str | None) -> tuple[str | None, str]:
    """Returns a field on one line, None where it is empty; an endless one is a mistake of the source and is dropped."""
    line = one_line(value or "")
    if len(line) > _LONGEST_FIELD:
        return None, f"the {name} of {len(line):,} characters was left out"
    return line or None, ""


def _date(written: object, limits: Limits) -> tuple[PublishedAt | None, str]:
    """Returns the first of several dates that can be, and what was wrong with those before it."""
    remarks = []
    for value in written if isinstance(written, tuple) else (written,):
        at, remark = parse_published(value, now=limits.now)
        if remark and remark not in remarks:
            remarks.append(remark)
        if at is not None:
            return at, "; ".join(remarks)
    return None, "; ".join(remarks)


def _tag(language: str | None) -> str | None:
    """Returns the ISO 639-1 part of a language tag."""
    found = re.fullmatch(r"([a-z]{2})([-_].{1,20})?", (language or "").strip().casefold())
    return found[1] if found else None
