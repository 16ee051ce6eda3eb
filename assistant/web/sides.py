"""What each source says, in columns: for the reader to compare, with no verdict of ours."""

from assistant.answering.answer import Citation, Side
from assistant.web.markup import isolated, quotation
from assistant.web.when import time_tag

HEADING = "What each source says"
NOTHING = "Nothing of it was found among the passages read."


def sides(found: tuple[Side, ...]) -> str:
    """Return a card for each source, in the order found; empty without any."""
    cards = "".join(map(_card, found))
    return f'<h3 class="small-heading">{HEADING}</h3><ul class="sides">{cards}</ul>' if cards else ""


def _card(side: Side) -> str:
    quotes = "".join(map(_quote, side.quotes)) or f'<p class="remark">{NOTHING}</p>'
    return f'<li><p class="byline"><span class="outlet">{isolated(side.source)}</span></p>{quotes}</li>'


def _quote(quote: Citation) -> str:
    return f'<p class="byline">{time_tag(quote.published_at)}</p>{quotation(quote)}'
