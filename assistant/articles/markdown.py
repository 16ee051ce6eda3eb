"""Markdown files, with or without front matter in YAML."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from assistant.articles.article import Reading
from assistant.articles.compose import Draft, compose
from assistant.articles.detect import Format
from assistant.articles.encoding import decode_text
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.markup import plain_text
from assistant.articles.opening import read_whole
from assistant.errors import InputError

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_HEAD = 64_000
# No article is longer; beyond it some kinds of broken markup would take minutes, so the text stays as it is.
_LONGEST_MARKUP = 300_000
# One thing has many names in the wild; the first that is filled counts.
_NAMES = {
    "article_id": ("id",),
    "source": ("source", "publisher", "outlet"),
    "url": ("url", "canonical_url", "link"),
    "section": ("section", "category"),
    "kind": ("kind",),
    "language": ("language", "lang"),
    "published": ("published_at", "published", "date"),
    "updated": ("updated_at", "updated", "lastmod"),
}


class _PlainLoader(yaml.SafeLoader):
    """Loads every scalar as the text that stands there, so that `title: 1984` and `date: 2021-03` stay as written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way; it is never written to

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - as PyYAML declares it
        """Refuses aliases: ten lines of them unfold into gigabytes, and no head of an article needs one."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def read_markdown(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields the one article of a Markdown file."""
    text, remark = decode_text(read_whole(file, limits, most=limits.text_bytes))
    head, body = split_front_matter(text)
    text, heading = plain_text(body) if len(body) <= _LONGEST_MARKUP else (body, None)
    fields = {field: _first(head, names) for field, names in _NAMES.items()}
    draft = Draft(
        text=text,
        title=_first(head, ("title", "headline")) or heading,
        authors=_authors(head),
        remarks=(remark,),
        **fields,
    )
    yield compose(draft, given_as=file.name, file=file, limits=limits)


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Parts the front matter from the body.

    Raises:
        InputError: If there is front matter that cannot be read.
    """
    text = text.replace("\r\n", "\n").lstrip("\ufeff\n")
    # Looked for only near the top: a rule of dashes further down is part of the article.
    found = _FRONT_MATTER.match(text[:_LONGEST_HEAD])
    if not found:
        return {}, text
    try:
        head = yaml.load(found[1] or "", Loader=_PlainLoader)  # noqa: S506 - a stricter SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(getattr(error, "problem", None) or error or "nested too deep")
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise InputError(f"The front matter is not readable YAML ({what[:200]}{line}).", remedy="Mend it.") from None
    if head is not None and not isinstance(head, dict):
        # Two rules with prose between them are Markdown, not front matter.
        return {}, text
    return head or {}, text[found.end() :]


def _first(head: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = head.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, (list, dict)):
            raise InputError(f"The field {name} of the front matter should be one value.")
        if value is not None and str(value).strip() not in ("", "~", "null"):
            return str(value)
    return None


def _authors(head: Mapping[str, object]) -> tuple[str, ...]:
    value = head.get("authors") or head.get("author") or ()
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
        raise InputError("The field authors of the front matter should be a list of names or one name.")
    return tuple(name for name in value if name.strip() not in ("", "~", "null"))


FORMAT = Format("Markdown", (".md", ".markdown"), read_markdown)
