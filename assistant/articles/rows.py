"""A row of named fields, from JSON or a table, turned into a draft: which field is which of ours."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from assistant.articles.compose import Draft
from assistant.errors import InputError, UsageError

# One thing has many names in the wild; the first that is filled counts. They are compared without case and signs, so
# `pubdate` stands for "Pub Date" and pub_date too.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "articleid", "guid", "uuid", "docid"),
    "text": (
        *("text", "body", "content", "articletext", "fulltext", "articlebody", "bodytext", "maintext"),
        *("articlecontent", "plaintext", "story", "article"),
    ),
    "title": ("title", "headline", "heading", "articletitle", "webtitle"),
    "source": ("source", "publisher", "outlet", "sourcename", "publication", "newspaper", "sitename", "site", "domain"),
    "authors": ("authors", "author", "byline", "bylines", "creator", "writer", "reporter"),
    "url": ("url", "link", "canonicalurl", "articleurl", "weburl", "permalink"),
    "section": ("section", "category", "sectionname", "categories", "desk"),
    "kind": ("kind", "articletype"),
    "language": ("language", "lang", "languagecode"),
    "published": (
        *("publishedat", "published", "date", "pubdate", "publishdate", "publicationdate", "datepublished"),
        *("publisheddate", "publishedtime", "publishtime", "webpublicationdate", "datetime", "timestamp"),
    ),
    "updated": ("updatedat", "updated", "lastmodified", "lastmod", "modified", "datemodified", "lastupdated"),
    "wire_origin": ("wireorigin",),
    "access": ("access",),
}
# The names that the contract gives: what stands under them must be right, and need not be told in the report.
_CONTRACT = {
    *("id", "text", "body", "title", "source", "authors", "url", "section", "category", "kind", "language"),
    *("published_at", "updated_at", "wire_origin", "access"),
}
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    str: "a string",
}
_SHOWN = 12
_LONGEST_NAME = 40


class _WrongKindError(Exception):
    """A value is of a kind that its field cannot be; the words say what it should be."""


def own_fields(given: Mapping[str, str]) -> dict[str, str]:
    """Returns which field of the outside is which of ours, ours in one spelling.

    Args:
        given: Our field, in any usual spelling, and what the outside calls it.

    Raises:
        UsageError: If articles have no such field.
    """
    fields: dict[str, str] = {}
    for name, outside in given.items():
        own = next((own for own, names in SPELLINGS.items() if _folded(name) in names), None)
        if own is None or not outside.strip():
            raise UsageError(
                f"{name}={outside} maps no field of an article.",
                remedy=f"Write OURS=THEIRS, ours being one of {', '.join(SPELLINGS)}.",
            )
        fields[own] = outside.strip()
    return fields


def known_fields(names: Sequence[str], mapped: Mapping[str, str]) -> set[str]:
    """Returns which of our fields stand among the names of a header."""
    folded, given = {_folded(name) for name in names}, set(names)
    return {own for own, usual in SPELLINGS.items() if folded & set(usual)} | {
        own for own, name in mapped.items() if name in given
    }


def usual_names(names: Sequence[str], mapped: Mapping[str, str]) -> list[str]:
    """Returns the names among those of a header that may be one of ours."""
    usual = {spelling for spellings in SPELLINGS.values() for spelling in spellings}
    given = {name.split(".")[0] for name in mapped.values()}
    return [name for name in names if name in given or _folded(name) in usual]


def parse_row(data: bytes, what: str) -> Mapping[str, object]:
    """Returns the JSON object in some bytes.

    Args:
        data: The bytes.
        what: What the report calls them: "line", "item".

    Raises:
        InputError: If there is none.
    """
    try:
        row = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"The {what} is not UTF-8 (byte {error.start + 1}).", remedy="Convert the file.") from None
    except json.JSONDecodeError as error:
        raise InputError(f"The {what} is not JSON ({error.msg}, character {error.pos + 1}).") from None
    except (RecursionError, ValueError) as error:
        # Brackets nested thousands deep, or a number of thousands of digits.
        raise InputError(f"The {what} is JSON that no article needs ({type(error).__name__}).") from None
    if not isinstance(row, dict):
        raise InputError(f"The {what} is JSON, but not an object with the fields of an article.")
    return row


class Fields:
    """Finds our fields in the rows of one file, and says with the first article what it took for what."""

    def __init__(self, mapped: Mapping[str, str], *, always_told: bool = False) -> None:
        self._mapped = mapped
        self._always_told = always_told
        self._told = False

    def has_text(self, row: Mapping[str, object]) -> bool:
        """Tells whether an article can be made of a row."""
        return any(isinstance(value, str) for _, value in self._candidates(row, "text"))

    def draft(self, row: Mapping[str, object]) -> Draft:
        """Returns what the row holds.

        Raises:
            InputError: If it has no text, or a field is of a kind that ours cannot be.
        """
        taken: dict[str, str] = {}

        def string(own: str) -> str | None:
            value = self._take(row, own, _string, taken)
            return value if isinstance(value, str) else None

        text = string("text")
        if text is None:
            raise InputError(f"The article has no text; its fields are {_listed(row)}.", remedy=self._remedy())
        authors = self._take(row, "authors", _authors, taken)
        draft = Draft(
            text=text,
            article_id=string("id"),
            title=string("title"),
            source=string("source"),
            authors=authors if isinstance(authors, tuple) else (),
            url=string("url"),
            section=string("section"),
            kind=string("kind"),
            language=string("language"),
            published=self._take(row, "published", _date, taken),
            updated=self._take(row, "updated", _date, taken),
            wire_origin=string("wire_origin"),
            access=string("access"),
        )
        return replace(draft, remarks=self._remarks(taken))

    def _remarks(self, taken: Mapping[str, str]) -> tuple[str, ...]:
        if self._told:
            return ()
        self._told = True
        if not self._always_told and set(taken.values()) <= _CONTRACT:
            return ()
        pairs = (own if own == name else f"{own}={name[:_LONGEST_NAME]}" for own, name in taken.items())
        return ("fields: " + ", ".join(pairs),)

    def _remedy(self) -> str:
        if "text" in self._mapped:
            return f"The text was looked for in {self._mapped['text']}, as --map says."
        return "Its body belongs in the field text; where it has another name, add --map text=NAME."

    def _take(
        self, row: Mapping[str, object], own: str, convert: Callable[[object], object], taken: dict[str, str]
    ) -> object:
        """Returns the first filled value, and notes under which name it stood."""
        for name, value in self._candidates(row, own):
            try:
                found = convert(_as_text(value) if own == "id" else value)
            except _WrongKindError as wanted:
                # Under a name that only resembles ours another thing may stand; under ours it is a mistake.
                if name not in _CONTRACT and own not in self._mapped:
                    continue
                kind = _KINDS.get(type(value), "something else")
                raise InputError(f"The field {name} is {kind} and should be {wanted}.") from None
            taken[own] = name
            return found
        return None

    def _candidates(self, row: Mapping[str, object], own: str) -> Iterator[tuple[str, object]]:
        """Yields the filled fields that may be the one of ours, the likeliest first."""
        if own in self._mapped:
            name = self._mapped[own]
            names: tuple[str, ...] = (name,)
        else:
            by_folded = {_folded(name): name for name in reversed(list(row))}
            names = tuple(by_folded[spelling] for spelling in SPELLINGS[own] if spelling in by_folded)
        for name in names:
            value = row[name] if name in row else _inner(row, name)
            if value is not None and not (isinstance(value, str) and not value.strip()):
                yield name, value


def _inner(row: Mapping[str, object], path: str) -> object:
    """Returns what stands under a path such as `fields.bodyText`."""
    value: object = row
    for part in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name[:_LONGEST_NAME]).casefold()


def _listed(row: Mapping[str, object]) -> str:
    names = ", ".join(name[:_LONGEST_NAME] for name in islice(row, _SHOWN))
    return (names or "none") + (", …" if len(row) > _SHOWN else "")


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _string(value: object) -> str:
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        value = value["name"]
    if not isinstance(value, str):
        raise _WrongKindError("a string")
    return value


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, dict)):
        value = [value]
    if not isinstance(value, list):
        raise _WrongKindError("a list of strings or one string")
    try:
        return tuple(_string(name) for name in value if name)
    except _WrongKindError:
        raise _WrongKindError("a list of strings or one string") from None


def _date(value: object) -> object:
    if isinstance(value, (list, dict, bool)):
        raise _WrongKindError("a string or a number")
    return value
