"""RSS and Atom files: each entry a reading, its full text where the feed carries it, else its teaser, labelled so."""

import html.entities
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.blocks import text_of_html
from assistant.articles.characters import one_line
from assistant.articles.compose import Draft, compose
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format
from assistant.articles.encoding import decode_xml
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import opened
from assistant.errors import InputError

# feedparser holds a feed some fifteen times in memory; the largest of outlets' own feeds stay under two megabytes.
_LARGEST_FEED = 20_000_000
_ENTITY = re.compile(r"&([A-Za-z]{2,8});")
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_CUT_OFF = re.compile(
    r"(\u2026|\.\.\.|\[\u2026\]|\[\.\.\.\]|\((more|continued)\)|(continue|keep) reading.{0,80}"
    r"|read (more|on|the (full|whole|rest).{0,60}).{0,20})\W*$",
    re.IGNORECASE,
)
# A summary this long in several paragraphs is the whole article, which RSS allows a description to be.
_WHOLE = 1_500
_WHOLE_PARAGRAPHS = 3
# "The post … appeared first on …": what blogging software adds to each entry.
_APPEARED = re.compile(r"^The post .{1,300} appeared first on .{1,100}$", re.MULTILINE)
_EMAIL = re.compile(r"\S+@\S+\s*\((?P<name>[^()]{2,100})\)|(?P<before>[^<>@]{2,100}?)\s*<\S+@\S+>")


def read_feed(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each entry of a feed."""
    with opened(file, limits) as stream:
        data = stream.read(_LARGEST_FEED + 1)
    if len(data) > _LARGEST_FEED:
        raise InputError(
            f"The feed is larger than {_LARGEST_FEED // 1_000_000} MB, and it can only be read whole.",
            remedy="Split it by its entries.",
        )
    for number, draft in enumerate(drafts_of(data), start=1):
        given_as = f"{file.name}:{number}"
        if isinstance(draft, InputError):
            yield Reading(given_as, None, str(draft))
        else:
            yield compose(draft, given_as=given_as, file=None, limits=limits)


def drafts_of(data: bytes) -> Iterator[Draft | InputError]:
    """Yields the article of each entry, or why it has none.

    Raises:
        InputError: If the bytes are no feed, or one without entries.
    """
    mended, remark = _mended(data)
    feed = _parsed(mended)
    if not feed.version:
        raise InputError(
            "This is XML, but neither RSS, Atom, NITF nor NewsML-G2.", remedy="Leave it out, or fetch the feed again."
        )
    if not feed.entries:
        raise InputError("The feed has no entries.")
    for entry in feed.entries:
        try:
            yield _draft(entry, feed.feed, remark)
        except InputError as error:
            yield error


def _mended(data: bytes) -> tuple[bytes, str]:
    """Returns the feed as well-formed XML, so that feedparser never falls back to its parser for broken feeds.

    That one takes time by the square of the damage: 4 seconds for 300 kB of open tags.
    """
    from lxml import etree  # a question, which reads no file, need not load it

    text = _ENTITY.sub(_as_number, decode_xml(data))
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"The feed is no XML ({one_line(str(error))[:120]}).") from None
    if root is None:
        raise InputError("The feed is no XML.", remedy="Leave it out, or fetch the feed again.")
    broken = f"the feed is not well formed ({one_line(parser.error_log[0].message)[:120]})" if parser.error_log else ""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), broken


def _as_number(found: re.Match[str]) -> str:
    """Returns a character's number for the name that HTML has for it, which XML does not know."""
    character = "" if found[1] in _XML_NAMES else html.entities.html5.get(f"{found[1]};", "")
    return "".join(f"&#{ord(letter)};" for letter in character) or found[0]


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - feedparser has no types
    import feedparser  # an archive without feeds need not load it

    try:
        # As a stream: a string could be taken for an address or a path. The markup is not shown, only its text.
        return feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # A tolerant parser over broken markup raises what it likes; the feed fails with it, the run goes on.
        raise InputError(f"The feed cannot be parsed ({type(error).__name__}).") from error


def _draft(entry: Any, feed: Mapping[str, Any], remark: str) -> Draft:  # noqa: ANN401 - feedparser has no types
    text, access = _body(entry)
    title = one_line(text_of_html(entry.get("title") or ""))
    if not text:
        raise InputError(f"The entry {title[:80]!r} has no text.")
    # Where an entry has no link, feedparser gives its id in place of one.
    link = link if (link := entry.get("link") or "").startswith(("http://", "https://")) else None
    # Without the mapping of feedparser, which answers "updated" with "published" and a warning.
    published, updated = (dict.get(entry, name) for name in ("published", "updated"))
    notes = [remark, "only a teaser" if access == "teaser" else ""]
    if updated and not published:
        notes.append("dated by its last update, the only date it has")
    return Draft(
        text=text,
        article_id=None if link else entry.get("id"),
        title=title or None,
        source=one_line(text_of_html((entry.get("source") or {}).get("title") or feed.get("title") or "")) or None,
        authors=_authors(entry),
        url=link,
        section=next((tag.get("term") for tag in entry.get("tags") or () if tag.get("term")), None),
        language=_language(entry) or feed.get("language"),
        # Feeds that carry one date only mean by it the day that the entry came out.
        published=published or updated,
        updated=updated if published and updated != published else None,
        access=access,
        remarks=tuple(note for note in notes if note),
    )


def _body(entry: Any) -> tuple[str, str]:  # noqa: ANN401 - feedparser has no types
    """Returns the longest content, or the summary where there is none, and how much of the article that is."""
    contents = [_text(content.get("value")) for content in entry.get("content") or ()]
    summary = _text(dict.get(entry, "summary"))
    content = max(contents, key=len, default="")
    if len(content) > len(summary):
        return content, "teaser" if _CUT_OFF.search(content) else "full"
    whole = len(summary) >= _WHOLE and summary.count("\n\n") + 1 >= _WHOLE_PARAGRAPHS
    return summary, "full" if whole and not _CUT_OFF.search(summary) else "teaser"


def _text(markup: str | None) -> str:
    return _APPEARED.sub("", text_of_html(markup or "")).strip()


def _authors(entry: Any) -> tuple[str, ...]:  # noqa: ANN401 - feedparser has no types
    """Returns the names of the authors, without the mail addresses that RSS wants in their place."""
    names = [author.get("name") or "" for author in entry.get("authors") or ()] or [entry.get("author") or ""]
    found = []
    for name in names:
        mail = _EMAIL.fullmatch(name.strip())
        plain = (mail["name"] or mail["before"]) if mail else name
        if plain.strip() and "@" not in plain:
            found.append(plain.strip())
    return tuple(found)


def _language(entry: Any) -> str | None:  # noqa: ANN401 - feedparser has no types
    return next((part.get("language") for part in entry.get("content") or () if part.get("language")), None)


FORMAT = Format(
    "a feed",
    (".rss", ".atom", ".rdf", ".xml"),
    read_feed,
    known_by=lambda head: head.root in ("rss", "rdf", "feed"),
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"</item>") + count_marks(file, limits, b"</entry>") - 1,
)
