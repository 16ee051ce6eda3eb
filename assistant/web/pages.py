"""Pages of one article, and of an error in words."""

from assistant.articles.article import Article
from assistant.errors import NewsAssistantError
from assistant.web import reading
from assistant.web.frame import framed
from assistant.web.markup import label, with_code


def article_page(piece: Article, start: int | None, end: int | None, beside: str = "") -> str:
    """Return the whole page of one article, with what else the archive knows about it below."""
    return framed(label(piece.title, "Untitled article"), reading.article(piece, start, end) + beside, here="/archive")


def error_page(error: NewsAssistantError) -> str:
    """Return a page that says what went wrong and what mends it."""
    remedy = f"<p>{with_code(error.remedy)}</p>" if error.remedy else ""
    return framed("Not available", f'<div class="card"><h1>{with_code(error.message)}</h1>{remedy}</div>')
