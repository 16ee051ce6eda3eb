"""The list of a reader's conversations, and one of them with what can be done to it."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from assistant.desk.conversations import Summary
from assistant.desk.exporting import FORMS
from assistant.web.markup import isolated, label, text
from assistant.web.when import printed

NAMES = {"md": "Markdown", "html": "HTML", "json": "JSON"}


def listing(found: Sequence[Summary], words: str) -> str:
    """Return the list, the last one asked in first.

    Args:
        found: The conversations.
        words: What was looked for.
    """
    rows = "".join(map(_row, found))
    nothing = "Nothing here has these words." if words else "Nothing was asked yet."
    shown = f'<ol class="leaves talks">{rows}</ol>' if rows else f'<p class="said-so">{nothing}</p>'
    return (
        '<div class="upkeep"><h1>Conversations</h1>'
        '<form class="finder" method="get" action="/conversations" role="search">'
        f'<label class="grow"><span>Words</span><input type="search" name="q" value="{text(words)}"'
        ' placeholder="Search your questions and their answers"></label>'
        f'<button type="submit" class="act">Search</button></form>{shown}</div>'
    )


def one(name: str, title: str, turns: str, pages: str = "") -> str:
    """Return a conversation with its turns, already HTML."""
    where = quote(name, safe="")
    exports = " ".join(
        f'<a href="/conversations/{where}/export?form={form}" download>{NAMES.get(form, form)}</a>' for form in FORMS
    )
    return (
        f'<div class="upkeep kept"><h1 dir="auto">{isolated(title, "Untitled")}</h1><div class="article-acts">'
        f'<a class="act" href="/?conversation={where}">Ask on</a><span>Save as {exports}</span>'
        f'<a href="/conversations/{where}/delete">Delete …</a></div>'
        f'<form class="finder rename" method="post" action="/conversations/{where}/rename"><label class="grow">'
        "<span>Call it</span>"
        f'<input type="text" name="title" maxlength="200" required value="{text(title[:200])}"></label>'
        f'<button type="submit" class="act quiet-act">Rename</button></form>{turns}{pages}</div>'
    )


def confirm_deletion(name: str, title: str, turns: int) -> str:
    """Return the question whether a conversation shall go."""
    where = quote(name, safe="")
    return (
        f'<div class="upkeep"><h1>Delete this conversation?</h1><p dir="auto">{isolated(title, "Untitled")}</p>'
        f"<p>Its {turns} question{'s' * (turns != 1)}, their answers and what you said of them go for good.</p>"
        f'<form method="post" action="/conversations/{where}/delete" class="confirm">'
        '<button type="submit" class="act danger">Delete</button>'
        f'<a class="act quiet-act" href="/conversations/{where}">Keep it</a></form></div>'
    )


def _row(found: Summary) -> str:
    day = dt.datetime.fromtimestamp(found.last_at, dt.UTC).date().isoformat()
    where = quote(found.conversation, safe="")
    return (
        f'<li><a class="source-title" dir="auto" href="/conversations/{where}">{label(found.title, "Untitled")}</a>'
        f'<p class="byline"><time datetime="{day}">{printed(day)}</time><span>{found.turns} question'
        f'{"s" * (found.turns != 1)}</span><a href="/?conversation={where}">Ask on</a></p></li>'
    )
