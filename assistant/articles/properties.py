"""What a Word or PDF file says of itself beside its text; much of it is left over from templates and programs."""

import re
from dataclasses import dataclass, replace

from assistant.articles.compose import Draft
from assistant.articles.datelines import date_of
from assistant.articles.limits import Limits
from assistant.articles.plain import draft_of

_LONGEST_TITLE = 200
_FEWEST_WORDS = 2
_MOST_NAMES = 5
_TOP = 1_500
_FILE_NAME = re.compile(
    r"\.(docx?|odt|rtf|pdf|indd?|qxp|qxd|pptx?|xlsx?|txt|html?|tmp|ps|ai|pages|tex|dvi)\b", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"(microsoft (word|powerpoint|office)|untitled|unbenannt|sans titre|document ?\d|template|normal\.dot|layout \d"
    r"|slide \d|print(ing)? |full page|page \d|press release$|pressemitteilung$)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(admin\w*|user|benutzer|utilisateur|usuario|windows|microsoft|office|owner|unknown|author|anonymous|root"
    r"|default|scanner|canon|xerox|epson|adobe|acrobat|python-docx|openoffice|libreoffice|editor|desk|pc|laptop)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """The fields of a file's own description, as they stand there.

    Attributes:
        title: Its title.
        author: Who the program thinks wrote it.
        created: When the file was made, in any form that `parse_published` reads.
        language: A language tag.
    """

    title: str | None = None
    author: str | None = None
    created: str | None = None
    language: str | None = None


def draft_with(text: str, heading: str | None, properties: Properties, limits: Limits) -> Draft:
    """Finds headline, byline and date at the top of a document's text, and in its properties what the text lacks.

    A title among the properties counts if the text begins with it, or if there is no other. A name counts if it looks
    like one. The day the file was made dates the article only if nothing in the text does: a release is mostly made
    into a file on its day, but an old article that was scanned is not, so the remark says where the date is from. The
    hour is left out, since it is that of a program and not that of a publication.

    Args:
        text: The text with its paragraphs, without the headline if `heading` has it.
        heading: The headline, where the document marks it as such.
        properties: What the file says of itself.
        limits: The bounds of this run.
    """
    title = heading if heading and len(heading) <= _LONGEST_TITLE else None
    named = properties.title if _is_title(properties.title) else None
    if not title and named and _folded(named) in _folded(text[:_TOP]):
        title = named
    draft = draft_of(f"{title}\n\n{text}" if title else text, limits)
    if named and not draft.title:
        draft = replace(draft, title=named)
    if not draft.authors and _is_name(properties.author):
        draft = replace(draft, authors=(str(properties.author),))
    if properties.created and not draft.published and not date_of(text, now=limits.now):
        remark = "dated by the day on which the file was made, as nothing in it says when it was published"
        draft = replace(draft, published=properties.created[:10], remarks=(*draft.remarks, remark))
    return replace(draft, language=properties.language)


def _is_title(title: str | None) -> bool:
    """Tells whether a title was written by a person for this text."""
    words = (title or "").split()
    return (
        len(words) >= _FEWEST_WORDS
        and len(title or "") <= _LONGEST_TITLE
        and not _PLACEHOLDER.match(title or "")
        and not _FILE_NAME.search(title or "")
    )


def _is_name(author: str | None) -> bool:
    """Tells whether an author's name is that of a person, and not of a computer or a program."""
    words = (author or "").split()
    return (
        _FEWEST_WORDS <= len(words) <= _MOST_NAMES
        and all(word[0].isalpha() for word in words)
        and words[0][0].isupper()
        and not re.search(r"[@\d_\\/]", author or "")
        and not _NOBODY.search(author or "")
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
