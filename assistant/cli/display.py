"""What reaches the terminal: article text is hostile, so nothing is shown that was not stripped first."""

import json
import re
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

PIPE_COLUMNS = 200
"""Width of a table where there is no terminal to ask."""

_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: escape sequences move the cursor, set titles, answer back
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction controls: they reorder what the reader sees
    "\u200b\ufeff\U000e0000-\U000e007f"  # invisible: they carry text that the reader cannot see
    "\ud800-\udfff"  # halves of characters: no terminal encoding has them
    "]"
)


def plain(text: str) -> str:
    """Return `text` on one line, without anything that a terminal would obey."""
    return _UNSAFE.sub("", _SPACE.sub(" ", text)).strip()


def styled(text: str, style: str = "") -> Text:
    """Return `text` for rich: stripped, and never read as markup."""
    return Text(plain(text), style=style)


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Leave the exit code to `main`; rich would exit with 1, which here means rejected inputs."""
        raise BrokenPipeError


def console() -> Console:
    """Return a console on stdout; into a pipe it writes whole lines, as another program wants them."""
    terminal = sys.stdout.isatty()
    width = None if terminal else PIPE_COLUMNS
    return _Screen(markup=False, emoji=False, highlight=False, soft_wrap=not terminal, width=width)


def print_plain(text: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{plain(text)}\n")


def print_json_line(value: Any) -> None:  # noqa: ANN401 - whatever as_json gives
    """Print one JSON object on one line, at once; for verbs that print one after the other."""
    json.dump(value, sys.stdout, default=str, allow_nan=False)
    sys.stdout.write("\n")
    sys.stdout.flush()


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever as_json gives
    """Print one JSON object, in ASCII: valid in every encoding, and without a byte that a terminal obeys."""
    json.dump(value, sys.stdout, default=str, allow_nan=False, indent=2 if sys.stdout.isatty() else None)
    sys.stdout.write("\n")
