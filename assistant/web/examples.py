"""Questions to start with, drawn from the archive that is open."""

from dataclasses import dataclass

from assistant.web.desk import Desk

SHOWN = 4
_CONSIDERED = 24
_LONGEST_TITLE = 110


@dataclass(frozen=True, slots=True)
class Example:
    """One story of the archive and the question that asks for it."""

    question: str
    title: str
    source: str | None
    published_at: str | None


def from_archive(desk: Desk) -> tuple[Example, ...]:
    """Return stories of as many outlets as there are, the same ones every time for the same archive."""
    stories = _stories(desk)
    first_of_outlet = {story.source: story for story in reversed(stories)}
    # Those that are the first of their outlet lead; the others fill up an archive of few outlets.
    stories.sort(key=lambda story: first_of_outlet[story.source] is not story)
    return tuple(stories[:SHOWN])


def _stories(desk: Desk) -> list[Example]:
    found: dict[str, Example] = {}
    for article_id, printed in desk.titles(_CONSIDERED):
        title = " ".join(printed.split())
        if not title or len(title) > _LONGEST_TITLE or title.casefold() in found:
            continue
        article = desk.article(article_id)
        if article.language not in {"en", None}:  # our words around the title are English
            continue
        published = article.published_at.iso if article.published_at else None
        question = f"What happened: {title.rstrip('.?!')}?"
        found[title.casefold()] = Example(question, title, article.source, published)
    return list(found.values())
