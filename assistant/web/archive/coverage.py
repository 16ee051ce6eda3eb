"""When the archive's articles were published, and by whom."""

from assistant.catalog.browsing import Browsed, by_month
from assistant.web.archive import plots
from assistant.web.markup import text


def coverage(found: Browsed) -> str:
    """Return the page's content."""
    months = by_month(found.calendar)
    drawn = plots.bars(months)
    undated = found.articles - sum(months.values())
    without = f" {undated:,} of {found.articles:,} {'has' if undated == 1 else 'have'} no date." if undated else ""
    if not drawn:
        return f'<div class="upkeep"><h1>Coverage</h1><p class="remark">No article has a date.{text(without)}</p></div>'
    unit = "month" if drawn[0].since[:7] == drawn[0].until[:7] else "year"
    return (
        f'<div class="upkeep"><h1>Coverage</h1><p class="said-so">{text(plots.summary(drawn))}.{text(without)}</p>'
        f'<section aria-labelledby="h-months"><h2 id="h-months">Articles by {unit}</h2>'
        f'<figure class="period tall">{plots.histogram(drawn)}{plots.axis(drawn)}</figure></section>'
        f'<section aria-labelledby="h-outlets"><h2 id="h-outlets">Articles by outlet and {unit}</h2>'
        f"{plots.outlets(found.calendar)}</section></div>"
    )
