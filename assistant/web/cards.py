"""Cards that are not answers: the welcome, an empty archive, and errors in words."""

from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, NewsAssistantError, QuestionError
from assistant.web.desk import ArchiveStatus
from assistant.web.examples import Example
from assistant.web.markup import isolated, text, with_code
from assistant.web.masthead import masthead as masthead_of
from assistant.web.render import period
from assistant.web.when import time_tag

HEADINGS: dict[type[NewsAssistantError], str] = {
    IndexMissingError: "Nothing to read yet",
    IndexBusyError: "The archive is busy",
    IndexDamagedError: "The archive needs repair",
    QuestionError: "That question cannot be asked",
}
"""What a card is headed; the message says the rest."""

EMPTY = (
    '<div class="card empty"><h2>Nothing to read yet</h2>'
    '<p>The archive holds no articles. Take some in <a href="/archive/upkeep">on the page of the archive</a>, '
    "or from the command line. This page can stay open: just ask when that is done.</p>"
    '<dl class="commands"><div><dt>Try it with the articles that come along</dt>'
    "<dd><code>news-assistant ingest --sample</code></dd></div>"
    "<div><dt>Or read a folder of your own</dt><dd><code>news-assistant ingest FOLDER</code></dd></div></dl></div>"
)
"""Shown instead of examples and answers while there is nothing to answer from."""

UNEXPECTED = (
    '<div class="card failure"><h2>Something went wrong here</h2>'
    "<p>The question was not answered. The terminal that runs the assistant has the details.</p></div>"
)
"""For an error that nobody foresaw."""


def failure(error: NewsAssistantError) -> str:
    """Return an error as a card: what failed, and what mends it."""
    if isinstance(error, IndexMissingError):
        return EMPTY
    heading = next((words for kind, words in HEADINGS.items() if isinstance(error, kind)), "Not answered")
    remedy = f"<p>{with_code(error.remedy)}</p>" if error.remedy else ""
    return f'<div class="card failure"><h2>{heading}</h2><p>{with_code(error.message)}</p>{remedy}</div>'


def remark(words: str) -> str:
    """Return a sentence of ours under a heading."""
    return f'<p class="said-so">{text(words)}</p>'


def masthead(status: ArchiveStatus | None, reader: str = "") -> str:
    """Return the line at the top of the chat: what the archive holds, and the way out for a reader who logged in."""
    held = ""
    if status is not None and status.articles:
        named = sum(1 for name in status.sources if name)
        outlets = f"{named:,} outlet{'s' * (named != 1)}"
        dates = f'<span class="held-period"> · {text(period(status.from_, status.to))}</span>'
        held = f"{status.articles:,} articles · {outlets}{dates}"
    account = f' <a class="account" href="/account">{text(reader)}</a>' if reader else ""
    return masthead_of(held + account, here="/")


def welcome(examples: tuple[Example, ...]) -> str:
    """Return the page before the first question: what this is, and stories of the archive to start with."""
    stories = "".join(
        f'<li><button type="button" class="story" data-question="{text(example.question)}">'
        f'<span class="byline"><span class="outlet">{isolated(example.source, "Unknown outlet")}</span>'
        f'{time_tag(example.published_at)}</span><span class="story-title" dir="auto">{isolated(example.title)}</span>'
        "</button></li>"
        for example in examples
    )
    start = f'<h2 class="small-heading">Start with a story</h2><ul class="stories">{stories}</ul>' if stories else ""
    return (
        '<div class="welcome"><h1>Ask the archive.</h1>'
        "<p>Every sentence of an answer is tied to the words of an article, and you can read them side by side. "
        f"What the archive does not hold, it says so.</p>{start}</div>"
    )
