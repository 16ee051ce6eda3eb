"""Pages that need no script: an article under its own address, and an error in words."""

from assistant.articles.article import Article
from assistant.errors import NewsAssistantError
from assistant.web import reading
from assistant.web.assets import address
from assistant.web.markup import label, with_code


def article_page(piece: Article, start: int | None, end: int | None) -> str:
    """Return the whole page of one article."""
    return plain_page(label(piece.title, "Untitled article"), reading.article(piece, start, end))


def error_page(error: NewsAssistantError) -> str:
    """Return a page that says what went wrong and what mends it."""
    remedy = f"<p>{with_code(error.remedy)}</p>" if error.remedy else ""
    words = f'<div class="card"><h1>{with_code(error.message)}</h1>{remedy}</div>'
    return plain_page("Not available", words)


def plain_page(title: str, content: str) -> str:
    """Return a page without a script; both parts are HTML of ours, escaped where they are not."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{title} · News assistant</title><link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
        f'<link rel="stylesheet" href="{address("style.css")}"></head>'
        '<body class="page"><nav class="masthead"><a class="wordmark" href="/">News assistant</a></nav>'
        f"<main>{content}</main></body></html>"
    )
