"""How a verb gets hold of the assistant, and what it says while it works."""

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant import NewsAssistant
    from assistant.settings import Settings


def open_desk(settings: "Settings") -> "NewsAssistant":
    """Return the assistant over `settings`; tests put their own in its place."""
    from assistant import NewsAssistant  # it brings the stores and the model; --help needs neither

    return NewsAssistant(settings)


def start_logging(*, verbose: bool) -> None:
    """Log to stderr: our warnings always, everything we do on request; libraries only when they fail."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("assistant").setLevel(logging.DEBUG if verbose else logging.WARNING)
