"""What a page says of its article besides the body: in JSON-LD, in meta tags, and in print around the headline."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from assistant.articles import headline
from assistant.articles.bylines import names
from assistant.articles.characters import one_line
from assistant.articles.headline import Outlet
from assistant.articles.identity import canonical_url
from assistant.articles.linked_data import Described, described
from assistant.articles.page_bylines import are_editors, printed_authors, text_of
from assistant.articles.wires import agency

# Names of meta tags in lower case, best first; outlets and their systems have some hundred, these are those in use.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "article.published", "originalpublicationdate", "publication_date", "citation_publication_date", "citation_date",
    "cxenseparse:recs:publishtime", "cxenseparse:recs:published_time", "bt:pubdate", "rnews:datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "published", "displaydate", "date.release", "dc.date",
    "dcterms.date", "date", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "dc.date.modified", "dcterms.modified", "last-modified", "lastmod", "modified", "revised",
)  # fmt: skip
_AUTHOR = (
    "parsely-author", "sailthru.author", "byl", "author", "article:author", "article:author_name", "og:author",
    "og:article:author", "dc.creator", "dcterms.creator", "citation_author", "cxenseparse:author", "mrf:authors",
    "rnews:creator",
)  # fmt: skip
_TITLE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher")
_SECTION = ("article:section", "og:article:section", "og:section", "parsely-section", "section", "dc.subject.section")
_NO_SECTION = re.compile(
    r"uncategori[sz]ed|home(?:page)?|startseite|inicio|accueil|index|articles?|story|stories|posts?|content|blog|page|doc"
    r"|all|news-?detail|\d+|\S+_\S+",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^\W\d_][^\W\d_-]*(?:-[^\W\d_]+){0,2}")
# Numbers of ten digits and more count seconds.
_YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?=\D|$|\d{4})|\d{10}")
_LONGEST_DATE = 60
_LONGEST_TITLE = 1_000
_MOST = 20
"""Headings, tags of one name and dates looked at; an honest page has a few."""
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].{1,20})?", re.IGNORECASE)

Meta = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What was found, each field as it stands there.

    Attributes:
        is_signed: Whether somebody else than the outlet is among the authors.
        published: Dates of publication, best first; a later one counts where those before it cannot be read.
        updated: Dates of the last change, likewise.
        free: False where the page says that its article is for subscribers.
    """

    title: str | None
    authors: tuple[str, ...]
    is_signed: bool
    source: str | None
    url: str | None
    section: str | None
    kind: str | None
    language: str | None
    published: tuple[str, ...]
    updated: tuple[str, ...]
    free: bool | None


def page_metadata(tree: Any) -> PageMetadata:  # noqa: ANN401 - lxml has no types
    """Reads the metadata of a parsed page; the tree is not changed."""
    meta = _meta(tree)
    url = _url(tree, meta)
    headings = [text for heading in islice(tree.iter("h1"), _MOST) if (text := text_of(heading, _LONGEST_TITLE))]
    window = next((text_of(title, _LONGEST_TITLE) for title in tree.iter("title")), None)
    said = _values(meta, _TITLE)
    data = described(_scripts(tree), about=[*filter(None, (url, window)), *said, *headings])
    url = url or canonical_url(data.url and urljoin(_base(tree) or "", data.url))
    host = urlsplit(url).hostname if url else None
    outlet = Outlet([data.source, *_values(meta, _SITE)], host)
    headings = headline.printed(headings, [data.title, *said, window])
    title = headline.choose([data.title, *said[:1], *headings[:1]], [*said[1:], window], outlet)
    authors = _authors(tree, meta, data, outlet, title)
    return PageMetadata(
        title=title,
        authors=authors,
        is_signed=not outlet.signs(names(authors)),
        source=_source(data, meta, outlet, host),
        url=url,
        section=_section(data, meta, outlet, title, url),
        kind=data.kind,
        language=_language(tree, meta, data),
        published=_published(tree, meta, data, url),
        updated=tuple(_once([data.updated, *_values(meta, _UPDATED)])),
        free=data.free,
    )


def _meta(tree: Any) -> Meta:  # noqa: ANN401
    """Returns the contents of the meta tags by their names in lower case."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = one_line(tag.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            if (
                content
                and (key := tag.get(attribute))
                and len(of_key := found.setdefault(key.strip().casefold(), [])) < _MOST
            ):
                of_key.append(content)
    return found


def _values(meta: Meta, keys: tuple[str, ...]) -> list[str]:
    return list(islice(chain.from_iterable(meta.get(key, ()) for key in keys), _MOST))


def _once(values: Iterator[str | None] | list[str | None]) -> Iterator[str]:
    return iter(dict.fromkeys(value for value in values if value))


def _scripts(tree: Any) -> Iterator[str]:  # noqa: ANN401
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            yield script.text or ""


def _base(tree: Any) -> str | None:  # noqa: ANN401
    return next((base.get("href") for base in tree.iter("base") if base.get("href")), None)


def _url(tree: Any, meta: Meta) -> str | None:  # noqa: ANN401
    """Returns the address that the page gives as its own; that of a front page is a mistake of its template.

    A canonical address at another outlet says whose text it is; the page is that outlet's copy, and keeps its own.
    """
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    shared = _values(meta, ("og:url", "twitter:url", "parsely-link"))
    start = next((url for url in shared if "://" in url), _base(tree) or "")
    canonical, own = (list(_addresses(start, given)) for given in (links, shared))
    if canonical and own and _site(canonical[0]) != _site(own[0]):
        return own[0]
    return next(iter([*canonical, *own]), None)


def _addresses(start: str, given: list[str]) -> Iterator[str]:
    """Yields the addresses that lead to something else than a front page, resolved."""
    for address in given:
        try:
            url = canonical_url(urljoin(start, (address or "").strip()))
        except ValueError:
            # An address in brackets that is none.
            continue
        if url and (urlsplit(url).path.strip("/") or urlsplit(url).query):
            yield url


def _site(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _source(data: Described, meta: Meta, outlet: Outlet, host: str | None) -> str | None:
    """Returns the name of the outlet; where publisher and site differ, the one that the address is made of."""
    said = [name for name in (data.source, *meta.get("og:site_name", ())) if name and not name.startswith("http")]
    # Behind a stroke stand a slogan or the topics.
    given = [name.strip().lstrip("@") for text in said for name in text.split(" | ")[:1]]
    own = next((name for name in given if outlet.looks_like(name)), None)
    # An agency is not the outlet that prints its text.
    return own or next((name for name in given if not agency(name)), re.sub(r"^www\.", "", host) if host else None)


def _section(data: Described, meta: Meta, outlet: Outlet, title: str | None, url: str | None) -> str | None:
    start = headline.squashed(title or "-") or "-"
    trail = [name for name in data.crumbs[1:] if not headline.squashed(name).startswith(start)]
    path = [unquote(part) for part in urlsplit(url).path.strip("/").split("/")[:-1]] if url else []
    segments = [part for part in path if len(part) > len("en") and _SEGMENT.fullmatch(part)]
    for given in (data.section, *_values(meta, _SECTION), *trail[-1:], *segments):
        is_title = headline.squashed(given or "").startswith(start)
        if given and not (is_title or outlet.is_named(given) or _NO_SECTION.fullmatch(given.strip())):
            return given
    return None


def _language(tree: Any, meta: Meta, data: Described) -> str | None:  # noqa: ANN401
    """Returns the language that most of the page's declarations name, the page's own first among equals."""
    root = next(iter(tree.iter("html")), None)
    of_root = [] if root is None else [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    given = [
        *of_root[:1],
        *of_root[1:],
        data.language,
        *meta.get("og:locale", ())[:1],
        *meta.get("dc.language", ())[:1],
    ]
    codes = [found[1].lower() for value in given if value and (found := _LANGUAGE.fullmatch(value.strip()))]
    counted = Counter(codes)
    return max(counted, key=lambda code: (counted[code], -codes.index(code))) if codes else None


def _published(tree: Any, meta: Meta, data: Described, url: str | None) -> tuple[str, ...]:  # noqa: ANN401
    given = list(_once([data.published, *_values(meta, _PUBLISHED), *islice(_marked_dates(tree), _MOST)]))
    if not any(_YEAR.search(value) for value in given):
        given += _once([_guessed_date(tree, url)])
    day = given[0] if given and len(given[0]) == len("2024-03-29") else None
    # The same day with its hour says more.
    return tuple(sorted(given, key=lambda value: not (day and value != day and value.startswith(day))))


def _guessed_date(tree: Any, url: str | None) -> str | None:  # noqa: ANN401
    """Returns the day that htmldate finds in the address and the print of a page that marks none."""
    from htmldate import find_date  # a page in ten needs it, and it loads for long

    # A guess from any number on the page is worse than no date.
    return find_date(tree, url=url, original_date=True, extensive_search=False, outputformat="%Y-%m-%d")


def _marked_dates(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """Yields the dates that the page marks as those of publication."""
    for element in tree.iter():
        marks = (
            f"{element.get('itemprop') or ''} {element.get('pubdate') or ''} {element.get('property') or ''}".casefold()
        )
        if "datepublished" in marks or "pubdate" in marks:
            value = element.get("datetime") or element.get("content") or text_of(element, _LONGEST_DATE)
            if value and len(value) <= _LONGEST_DATE:
                yield one_line(value)


def _authors(tree: Any, meta: Meta, data: Described, outlet: Outlet, title: str | None) -> tuple[str, ...]:  # noqa: ANN401
    """Returns who wrote it; an outlet that signs for its people gives way to those whom the page names in print."""
    given = tuple(_unaffiliated(author, outlet) for author in data.authors or _signed(meta))
    signed = names(given)
    if outlet.signs(signed) or are_editors(tree, signed):
        in_print = [name for name in printed_authors(tree, title) if not outlet.is_named(name)]
        return tuple(in_print) or given
    return given


def _unaffiliated(author: str, outlet: Outlet) -> str:
    """Returns a byline without the outlet behind the name: `Ada Moss, Sample Courier`."""
    first, *others = author[:_LONGEST_TITLE].split(",")
    return ",".join([first, *(other for other in others if not outlet.is_named(other))])


def _signed(meta: Meta) -> tuple[str, ...]:
    """Returns the authors in the meta tags, those of the best tag that has any."""
    for key in _AUTHOR:
        if found := [value for value in meta.get(key, ()) if names([value])]:
            return tuple(found)
    labels, values = (meta.get(f"twitter:{kind}1", [""])[0] for kind in ("label", "data"))
    return (
        (values,)
        if labels and re.search(r"writ|by|verfasst|von|escrit|écrit|scritt|autor", labels, re.IGNORECASE)
        else ()
    )
