"""A matter as it went on, drawn on a line of time and told development by development."""

from assistant.answering.timeline import Development, Later, Timeline
from assistant.web.markup import also_in, isolated, permalink, text
from assistant.web.timeline import picture
from assistant.web.when import printed

KINDS = {"corrected": "Corrected", "updated": "Another figure later"}


def asking(matter: str = "") -> str:
    """Return the heading, with the form that asks for a matter."""
    return (
        '<h1 tabindex="-1">Timeline</h1><form class="finder" method="get" action="/timeline" role="search">'
        f'<label class="grow"><span>A matter, a place or a name</span><input type="search" name="q" dir="auto"'
        f' value="{text(matter)}" required></label><button type="submit" class="act">Show</button></form>'
    )


def story(found: Timeline) -> str:
    """Return the page's content."""
    if not found.developments:
        nothing = "The archive tells of nothing dated about this."
        return f'<article class="why">{asking(found.question)}<p class="remark">{nothing}</p></article>'
    drawn = picture((one.date, one.citation.title, number) for number, one in enumerate(found.developments, 1))
    rows = "".join(map(_development, found.developments))
    undated = f'<p class="remark">{found.undated:,} more without a date.</p>' if found.undated else ""
    return f'<article class="why">{asking(found.question)}{drawn}<ol class="story-line">{rows}</ol>{undated}</article>'


def _development(one: Development) -> str:
    cited = one.citation
    where = text(permalink(cited.article_id, cited.version, cited.start, cited.end))
    return (
        f'<li><p class="date"><time datetime="{text(one.date)}">{printed(one.date)}</time></p>'
        f'<p class="said" dir="auto"><a href="{where}">{text(cited.quote)}</a></p>'
        f'<p class="byline"><span class="outlet">{isolated(cited.source, "Unknown outlet")}</span>'
        f"<span>{isolated(cited.title, 'Untitled article')}</span></p>{also_in(one.also, len(one.also))}"
        f"{''.join(map(_later, one.later))}</li>"
    )


def _later(one: Later) -> str:
    when = f" {printed(one.date)}" if one.date else ""
    before = f'<del dir="auto">{text(one.before)}</del>' if one.before else ""
    after = f'<ins dir="auto">{text(one.after)}</ins>' if one.after else ""
    return f'<div class="later"><span class="tag">{KINDS.get(one.kind, one.kind)}{when}</span>{before}{after}</div>'
