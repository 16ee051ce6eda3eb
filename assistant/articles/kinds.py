"""Which kind of article it is, told by its section, its address and its headline."""

import re
from urllib.parse import urlsplit

KINDS = ("news", "opinion", "live", "correction")

_OPINION = re.compile(
    r"(opinions?|op-?eds?|comment(ary|aries|s)?|editorials?|columns?|columnists?|letters|viewpoints?|perspectives?"
    r"|kommentare?|meinung|leitartikel|opinión|opinion-y-blogs|opinione|opinioni|opinie|opinião|tribunes?|debatt)"
    r"([-_ ](pieces?|and[-_ ]analysis|section|columnists?|contributors?))?"
)
_LIVE = re.compile(
    r"live|live[-_ ]?(blog|updates?|news|ticker|coverage|reporting)|(.*[-_ ])?live[-_ ](updates?|blog)s?([-_ ].*)?"
)
_CORRECTION = re.compile(
    r"(corrections?|clarifications?|errata|erratum)([-_ ](and|&)[-_ ](corrections?|clarifications?))?"
)
_TITLES = (
    ("correction", re.compile(r"(corrections?|clarifications?|errat(um|a))\b( and \w+)?( ?[:|\u2014\u2013-]|$)")),
    ("opinion", re.compile(r"(opinion|op-?ed|commentary|editorial|guest column|column|kommentar) ?[:|\u2014\u2013]")),
    (
        "live",
        re.compile(
            r".*(\blive (updates?|blog|ticker|coverage)\b|\blive(blog|ticker)\b| [\u2013-] live$|as it happened)"
        ),
    ),
)


def kind_of(
    *, given: str | None = None, section: str | None = None, url: str | None = None, title: str | None = None
) -> str:
    """Returns news, opinion, live or correction.

    Args:
        given: What the source says it is; anything but the four kinds is looked up like a section.
        section: Section or category as printed.
        url: The address; each segment of its path is looked up like a section.
        title: The headline; only a label in it counts, such as "Opinion:".
    """
    if given and given.casefold() in KINDS:
        return given.casefold()
    path = urlsplit(url).path.casefold().split("/") if url else []
    # The last segment is the headline once more; "opinion" in it is a word of the story, "live-updates" is not.
    labels = [(given or "").casefold(), *re.split(r" ?[/,;>|] ?", (section or "").casefold()), *path[:-1]]
    for kind, pattern in (("correction", _CORRECTION), ("opinion", _OPINION), ("live", _LIVE)):
        if any(pattern.fullmatch(label) for label in labels if label):
            return kind
    for kind, pattern in _TITLES:
        if title and pattern.match(title.casefold()):
            return kind
    return "live" if path and re.search(r"live[-_](updates?|blog)|liveblog|liveticker", path[-1]) else "news"
