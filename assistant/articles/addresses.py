"""Pages and feeds by address: fetched, read as a file of the same bytes would be; a feed leads on to its pages."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from assistant.articles.article import Article, Reading
from assistant.articles.fetching import Fetched, Fetcher
from assistant.articles.identity import derive_id
from assistant.articles.input import Allowance, Input
from assistant.articles.limits import Limits
from assistant.articles.read import read_input
from assistant.articles.visits import Visit, Visits
from assistant.errors import InputError

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
}
NO_NETWORK = "The network is off. Add --allow-network, or set allow_network."


def is_address(path: Path | str) -> bool:
    """Tells whether an input is an address and not a path."""
    return isinstance(path, str) and path.strip().casefold().startswith(("http://", "https://"))


def refused(urls: Sequence[str]) -> Iterator[Reading]:
    """Yields the reading of each address where the network may not be used."""
    for url in urls:
        yield Reading(url, None, NO_NETWORK)


def read_addresses(urls: Sequence[str], fetcher: Fetcher, limits: Limits, visits: Visits) -> Iterator[Reading]:
    """Fetches and reads addresses in order, each once.

    Args:
        urls: Of pages, feeds, or anything else that is read.
        fetcher: Makes the requests.
        limits: The bounds of this run.
        visits: Earlier visits; those of this run are added to it when all that belongs to them was read.
    """
    for url in dict.fromkeys(url.strip() for url in urls):
        yield from _read(url, fetcher, limits, visits)


def _read(url: str, fetcher: Fetcher, limits: Limits, visits: Visits) -> Iterator[Reading]:
    last = visits.last(url)
    try:
        found = fetcher.get(url, last.validators if last else None)
    except InputError as error:
        yield Reading(url, None, str(error))
        return
    if not found.changed:
        yield Reading(url, None, "the server says that it has not changed", unchanged=True)
        return
    failed, missing, article_id = True, False, None
    for reading in _readings(url, found, limits):
        failed = failed and reading.article is None
        if reading.article and reading.input == url:
            article_id = reading.article.article_id
        if _leads_on(reading, found):
            followed = _page_of(reading, fetcher, limits, visits)
            missing = missing or followed.article is reading.article
            yield followed
        else:
            yield reading
    if not failed and not missing:
        # Else the next answer "not changed" would hide what is still missing.
        visits.note(Visit(url, found.validators, int(limits.now.timestamp()), article_id))


def _readings(url: str, found: Fetched, limits: Limits) -> Iterator[Reading]:
    """Reads what was fetched as a file with the name that its address and its type give it."""
    handle, name = tempfile.mkstemp(prefix="fetched-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(found.content)
        source = Input(
            name=url,
            path=Path(name),
            file_name=_file_name(found),
            place=url.encode("utf-8", "surrogatepass"),
            url=found.url,
            allowance=Allowance(len(found.content)),
        )
        for reading in read_input(source, limits):
            yield _at_home(reading, url, found.url)
    finally:
        Path(name).unlink(missing_ok=True)


def _file_name(found: Fetched) -> str:
    """Returns a name with the suffix that the server's type or the address gives, for the readers to start from."""
    kind = found.content_type.split(";")[0].strip().casefold()
    own = PurePosixPath(urlsplit(found.url).path).suffix
    return f"page{_SUFFIXES.get(kind) or own or '.html'}"


def _at_home(reading: Reading, asked: str, url: str) -> Reading:
    """Returns a reading whose id says which site it came from.

    A page may name any canonical address, and a feed any link. If that gave the id, one site could put a new version
    over another one's article.
    """
    article = reading.article
    if article is None or article.url is None or _site(article.url) == _site(url):
        return reading
    if article.article_id != derive_id(None, url=article.url, file=None):
        return reading  # the id was given, or made from something else
    if reading.input == asked:
        return replace(reading, article=replace(article, url=url, article_id=derive_id(None, url=url, file=None)))
    own = derive_id(None, url=f"{url}#{article.url}", file=None)
    return replace(reading, article=replace(article, article_id=own))


def _site(url: str) -> str:
    """Returns the registered domain of an address, or its host where there is none."""
    from courlan import extract_domain  # comes with trafilatura, which a run without addresses may not need

    return extract_domain(url, fast=True) or (urlsplit(url).hostname or "").casefold()


def _leads_on(reading: Reading, found: Fetched) -> bool:
    """Tells whether a reading is the teaser of a page elsewhere, as the entries of most feeds are."""
    article = reading.article
    return article is not None and article.access == "teaser" and article.url not in (None, found.url)


def _page_of(entry: Reading, fetcher: Fetcher, limits: Limits, visits: Visits) -> Reading:
    """Returns the article of the page that an entry leads to, or the entry itself where there is none to be had."""
    assert entry.article is not None  # noqa: S101 - asked by _leads_on
    assert entry.article.url is not None  # noqa: S101
    url, last = entry.article.url, visits.last(entry.article.url)
    if last and not _is_newer(entry.article, last):
        return Reading(entry.input, None, f"{url} was fetched before", unchanged=True)
    try:
        found = fetcher.get(url, last.validators if last else None)
    except InputError as error:
        return replace(entry, reason=f"only the teaser of the feed: {error}")
    if not found.changed:
        return Reading(entry.input, None, f"the server says that {url} has not changed", unchanged=True)
    page = next((reading for reading in _readings(url, found, limits) if reading.article), None)
    stored = entry.article if page is None or page.article is None else page.article
    visits.note(Visit(url, found.validators, int(limits.now.timestamp()), stored.article_id))
    if page is None or page.article is None or len(page.article.text) < len(entry.article.text):
        return replace(entry, reason="only the teaser of the feed: its page has no more to read")
    return Reading(entry.input, _completed(page.article, entry.article), page.reason)


def _is_newer(article: Article, last: Visit) -> bool:
    """Tells whether an entry was written after the last visit to its page; one without a date never is."""
    dates = [at.epoch for at in (article.updated_at, article.published_at) if at]
    return bool(dates) and max(dates) > last.at


def _completed(page: Article, entry: Article) -> Article:
    """Returns the article of a page with what only its feed says."""
    return replace(
        page,
        title=page.title or entry.title,
        source=page.source or entry.source,
        authors=page.authors or entry.authors,
        section=page.section or entry.section,
        published_at=page.published_at or entry.published_at,
        updated_at=page.updated_at or entry.updated_at,
    )
