"""Figures that do not agree, side by side."""

from assistant.answering.answer import Disagreement, Statement
from assistant.web.markup import isolated, quotation
from assistant.web.when import time_tag

HEADINGS = {"updated": "Later reports give another figure", "differs": "Reports of the same day differ"}


def disagreements(found: tuple[Disagreement, ...]) -> str:
    """Return each disagreement as a row of cards, the earliest first; empty where reports agree."""
    return "".join(_row(item) for item in found)


def _row(item: Disagreement) -> str:
    heading = HEADINGS.get(item.kind, "Reports differ")
    about = f" · {isolated(item.about)}" if item.about else ""
    cards = "".join(map(_card, item.statements))
    return f'<h3 class="small-heading">{heading}{about}</h3><ul class="figures">{cards}</ul>'


def _card(found: Statement) -> str:
    return (
        f'<li><p class="figure">{isolated(found.figure)}</p><p class="byline"><span class="outlet">'
        f"{isolated(found.source, 'Unknown outlet')}</span>{time_tag(found.published_at)}</p>"
        f"{quotation(found)}</li>"
    )
