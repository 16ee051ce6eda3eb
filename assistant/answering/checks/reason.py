"""Why a sentence is not wholly supported, in a form that programs can count and readers can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One check that failed.

    Attributes:
        check: citation, words, number, name, date, negation, quote_invented, quote_stitched, quote_hides_negation,
            quote_elsewhere or speaker.
        words: The words of the sentence that it failed on; may be empty.
        found: What the sources have in their place, where that is known; else empty.
    """

    check: str
    words: str
    found: str = ""


_WORDS = {
    "citation": "it cites nothing that is in the archive",
    "words": "not in its sources: {words}",
    "number": "number not in its sources: {words}",
    "name": "name not in its sources: {words}",
    "date": "date not in its sources: {words}",
    "negation": "its source says the opposite: {words}",
    "quote_invented": "nobody wrote “{words}”",
    "quote_stitched": "“{words}” is put together from words that stand apart",
    "quote_hides_negation": "“{words}” leaves out a “not”",
    "quote_elsewhere": "“{words}” stands elsewhere in the article",
    "speaker": "the article does not give these words to {words}",
}


def in_words(reason: Reason) -> str:
    """Return a reason as a reader reads it."""
    if reason.check == "words" and not reason.words:
        return "its words do not stand together in its sources"
    if reason.check == "negation":
        return _WORDS["negation"].format(words=reason.words or reason.found)
    said = _WORDS[reason.check].format(words=reason.words)
    return f"{said} (there: {reason.found})" if reason.found else said
