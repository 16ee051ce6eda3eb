"""Text of the outside world into HTML: everything is escaped here, at the boundary, and nowhere else."""

import html
import re
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from assistant.answering.answer import Citation, Statement

_NAMED = 3

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the reading direction: in a label they make one name look like another."""


def text(value: object) -> str:
    """Return `value` as HTML text, exact but for the escaping; also safe inside a quoted attribute."""
    return html.escape(str(value), quote=True)


def plain(value: str) -> str:
    """Return text without characters that change the direction of reading, escaped; its spaces stay."""
    return text(_CONTROLS.sub("", value))


def label(value: str | None, missing: str = "") -> str:
    """Return a title or a name on one line, without characters that change the direction of reading, escaped."""
    plain = " ".join(_CONTROLS.sub("", value or "").split())
    return text(plain or missing)


def shortened(value: str, most: int) -> str:
    """Return `value` cut at `most` characters with an ellipsis; not escaped yet."""
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def isolated(value: str | None, missing: str = "") -> str:
    """Return a label that keeps its own direction of reading among its neighbours."""
    return f"<bdi>{label(value, missing)}</bdi>"


def web_address(url: str | None) -> str | None:
    """Return `url` if it is a plain http or https address, else None; not escaped yet."""
    if not url or any(character.isspace() for character in url) or _CONTROLS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def outside_link(url: str | None) -> str:
    """Return a link to where the article came from, named by its host; empty without a usable address."""
    address = web_address(url)
    if address is None:
        return ""
    host = urlsplit(address).hostname or ""
    return (
        f'<a class="original" href="{text(address)}" target="_blank" rel="noopener noreferrer">'
        f"{label(host)}<span aria-hidden='true'> ↗</span><span class='unseen'> (opens the original)</span></a>"
    )


def permalink(article_id: str, version: int, start: int | None = None, end: int | None = None) -> str:
    """Return the address of an article's page, with the cited span where there is one; not escaped yet."""
    fields: dict[str, str | int] = {"id": article_id, "version": version}
    if start is None or end is None:
        return f"/article?{urlencode(fields)}"
    return f"/article?{urlencode(fields | {'start': start, 'end': end})}#cited"


def quotation(found: Citation | Statement) -> str:
    """Return quoted words as a link to where they stand; its title is the article's."""
    where = text(permalink(found.article_id, found.version, found.start, found.end))
    title = label(found.title, "Untitled article")
    return f'<a class="cite-link" href="{where}" title="{title}"><span dir="auto">{text(found.quote)}</span></a>'


def with_code(message: str) -> str:
    """Return a message of ours, escaped, with what stands in backticks set as code."""
    parts = message.split("`")
    if len(parts) % 2 == 0:
        return text(message)
    return "".join(f"<code>{text(part)}</code>" if odd % 2 else text(part) for odd, part in enumerate(parts))


def also_in(others: Sequence[str], copies: int) -> str:
    """Return in how many other outlets the same text is; empty for most articles.

    Args:
        others: The outlets, each once.
        copies: How many articles there are with it beside the one shown.
    """
    if not copies:
        return ""
    if not others:
        return f'<p class="also">The archive has it {copies + 1} times.</p>'
    count = f"{len(others)} other outlet{'s' * (len(others) != 1)}"
    names = ", ".join(isolated(name) for name in others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
    return f'<p class="also">Also in {count}: {names}</p>'
