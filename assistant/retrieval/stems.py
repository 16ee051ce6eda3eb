"""Words by their stems, the same stems that keyword search indexes, so that "cartels" meets "cartel"."""

import functools
import unicodedata

import snowballstemmer

from assistant.retrieval.words import FUNCTION_WORDS, tokens

SHORTEST = 2
"""SQLite's stemmer leaves words of up to this many letters alone."""


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return Porter's stem of a word, folded as SQLite's `unicode61 remove_diacritics 2` folds it."""
    plain = unicodedata.normalize("NFKD", word.lower())
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if len(folded) <= SHORTEST:
        return folded
    # A stemmer keeps the word it works on in itself, so threads must not share one; making one costs nothing.
    return str(snowballstemmer.stemmer("porter").stemWord(folded))


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry a topic."""
    return frozenset(stem(word) for word in tokens(text) if word.casefold() not in FUNCTION_WORDS)


def all_stems(text: str) -> frozenset[str]:
    """Return the stems of all words of `text`, function words included."""
    return frozenset(stem(word) for word in tokens(text))
