"""Whether a question is in a language that the packaged model does not read; conservative, for questions are short."""

import unicodedata

from assistant.articles.language import detect_language
from assistant.catalog.fulltext import is_known
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.words import FUNCTION_WORDS, tokens

READ = "en"
"""The language that the packaged model was trained on."""

FEWEST_WORDS = 4
"""Words from which on the language of a question may be told."""

FEWEST_LETTERS = 15

SHORT_WORD = 2
"""Letters of function words that other languages have too, such as "in" and "an"."""


def unread_language(snapshot: Snapshot, text: str) -> str | None:
    """Return what a question is written in, in words, if clearly something else than the model reads.

    The evidence: mostly letters of another script; or no English function word, a word that the archive does not hold,
    and a language identifier that is sure. Loading the identifier takes a second, so it is asked last.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if sum(not _is_latin(letter) for letter in letters) * 2 > len(letters):
        return "letters other than Latin ones"
    words = [word.casefold() for word in tokens(text)]
    if len(words) < FEWEST_WORDS or any(word in FUNCTION_WORDS and len(word) > SHORT_WORD for word in words):
        return None
    if all(is_known(snapshot, word) for word in words):
        return None
    language = detect_language(text.lower(), FEWEST_LETTERS)
    return None if language in (None, READ) else _name_of(str(language))


def remark(language: str) -> str:
    """Return in words what follows from it."""
    return f"The question seems to be in {language}, which the search does not understand: only equal words are found."


def _name_of(language: str) -> str:
    from babel import Locale  # hardly any question needs it

    return str(Locale(READ).languages.get(language, language))


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
