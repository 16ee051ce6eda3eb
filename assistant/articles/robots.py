"""What a site allows programs to read, by the rules of its robots.txt (RFC 9309)."""

from dataclasses import dataclass
from typing import Self

from protego import Protego

AGENT = "news-assistant"
"""The name under which a site can address us."""

LONGEST_DELAY = 30.0
"""Seconds between two requests that we wait for at most; a site that asks for more is asked for less each run."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site.

    Attributes:
        rules: As parsed; None where one answer holds for every address.
        answer: That answer.
        delay: Seconds that the site wants between two requests.
        why: Words for why all is closed, put behind "robots.txt"; may be empty.
    """

    rules: Protego | None
    answer: bool = True
    delay: float = 0.0
    why: str = ""

    @classmethod
    def open(cls) -> Self:
        """Returns the rules of a site that has none."""
        return cls(None)

    @classmethod
    def closed(cls, why: str) -> Self:
        """Returns the rules of a site that does not say, and is left alone."""
        return cls(None, answer=False, why=why)

    def allows(self, url: str) -> bool:
        """Tells whether an address may be read."""
        return self.answer if self.rules is None else bool(self.rules.can_fetch(url, AGENT))


def rules_of(text: str) -> Robots:
    """Reads a robots.txt; lines that are no rules are passed over."""
    rules = Protego.parse(text)
    return Robots(rules, delay=min(rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY))
