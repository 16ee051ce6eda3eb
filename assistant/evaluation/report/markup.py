"""Text of the outside world into HTML and Markdown: everything is escaped here, at the boundary."""

import html
import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKDOWN = re.compile(r"([\\&`*_{}\[\]<>()#+!|~-])")


def text(value: object) -> str:
    """Return a value as HTML text; also safe inside a quoted attribute."""
    return html.escape(_CONTROLS.sub("", str(value)), quote=True)


def label(value: object, missing: str = "") -> str:
    """Return a name on one line, isolated in its direction of reading, escaped."""
    return f"<bdi>{text(' '.join(str(value or '').split()) or missing)}</bdi>"


def shortened(value: str, most: int) -> str:
    """Return text cut at `most` characters with an ellipsis; not escaped yet."""
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def markdown(value: object) -> str:
    """Return a value on one line for a table in Markdown, read as nothing but text."""
    return _MARKDOWN.sub(r"\\\1", " ".join(_CONTROLS.sub("", str(value)).split()))
