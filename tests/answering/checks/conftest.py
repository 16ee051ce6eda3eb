"""What the tests of the checks share."""

from assistant.answering.checks.text import Source, source


def sources(
    *spans: str, article: str = "", heading: str = "", published_at: str | None = "2023-03-15"
) -> tuple[Source, ...]:
    """Cited spans of articles that were published on a Wednesday; `article` is the text around them."""
    return tuple(source(span, article or span, heading, published_at) for span in spans)
