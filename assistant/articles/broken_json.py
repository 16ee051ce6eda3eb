"""JSON as pages really carry it: wrapped for old browsers, with comments, stray commas, and quotes inside strings."""

import html
import json
import re

_OPENING = re.compile(r"\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
_CLOSING = re.compile(r"(?:-->|(?://)?\s*\]\]>|/\*\s*\]\]>\s*\*/|;)\s*$")
_LONGEST_CLOSING = 60
_WRAPPINGS = 3
_TOKENS = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<comment>//[^\n]*|/\*.{0,200}?\*/)|(?P<comma>,(?=\s*(?:[}\]]|$)))'
    r"|(?P<empty>:(?=\s*[,}]))",
    re.DOTALL,
)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})(?:\\)?')
_LARGEST = 2_000_000
# Mending walks over broken text again and again; honest descriptions stay far below.
_LARGEST_BROKEN = 200_000
_NEIGHBOURS = 40
_MOST_DOCUMENTS = 20


def parse_json(script: str) -> list[object]:
    """Returns the values of a script, usually one, none where it cannot be understood."""
    if len(script) > _LARGEST:
        return []
    script = _unwrapped(script)
    values = _values(script)
    for mended in (html.unescape, _mended, _with_quotes_escaped) if len(script) <= _LARGEST_BROKEN else ():
        values = values or _values(mended(script))
    return values


def _unwrapped(script: str) -> str:
    for _ in range(_WRAPPINGS):
        opening = _OPENING.match(script)
        script = script[opening.end() :] if opening else script.strip()
        start = max(0, len(script) - _LONGEST_CLOSING)
        closing = _CLOSING.search(script, start)
        script = script[: closing.start()] if closing else script
    return script.strip()


def _values(script: str) -> list[object]:
    """Reads one value after the other, as scripts do that were put together; what follows the last good one is left."""
    values: list[object] = []
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while at < len(script) and len(values) < _MOST_DOCUMENTS:
        try:
            value, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(script) and script[at] in " \t\r\n,;":
            at += 1
    return values


def _mended(script: str) -> str:
    """Takes out comments and commas too many, fills empty values, and mends escapes that JSON does not have."""

    def mend(found: re.Match[str]) -> str:
        if string := found["string"]:
            return _BAD_ESCAPE.sub("", string)
        return ": null" if found["empty"] else ""

    return _TOKENS.sub(mend, script)


def _with_quotes_escaped(script: str) -> str:
    """Escapes the quotes that neither open nor close a string, as their neighbours tell."""

    def escape(found: re.Match[str]) -> str:
        before = script[max(0, found.start() - _NEIGHBOURS) : found.start()].rstrip()[-1:]
        after = script[found.end() : found.end() + _NEIGHBOURS].lstrip()[:1]
        return '"' if before in "{[,:" or after in "}],:" else '\\"'

    return _mended(re.sub(r'(?<!\\)"', escape, script))
