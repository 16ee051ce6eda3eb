"""What a question is made of: content words, names and numbers, quoted phrases, and whether it asks for now."""

import re

FUNCTION_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being between both but by can
    could did do does doing done down during each either else ever few for from further had has have having he her here
    hers him his how i if in into is it its itself just let like made make many may me might more most much must my near
    no nor not of off on once one only onto or other our out over own per said same say says shall she should since so
    some such than that the their them then there these they this those though through to too toward under until up upon
    us very was we were what when where whether which while who whom whose why will with within without would yet you
    your""".split()
)
"""English words that carry no topic; searching for them costs time and finds everything."""

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
"""Parts of a compound with a hyphen are words of their own, as they are to keyword search."""

_QUOTED = re.compile(r'"([^"]{3,200})"|“([^”]{3,200})”|„([^“”]{3,200})[“”]|«([^»]{3,200})»')
_SENTENCE_START = re.compile(r"(?:^|(?:[^\W\d_]{4}|[\d)\"'”’]|\b[a-z]{1,3})[.!?:]\s+|[!?:]\s+)[\"'“‘(]*$")
"""A stop after a short capitalised word, as in Mr. or U.S., does not end a sentence."""

_POSSESSIVES = ("'s", "’s")
_NOW = re.compile(
    r"\b(?:today|tonight|this\s+(?:week|month|weekend)|latest|newest|now|currently|recently)\b", re.IGNORECASE
)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of `text` in order, as written, possessive endings cut."""
    return [_bare(word) for word in _WORD.findall(text)]


def content_words(text: str) -> tuple[str, ...]:
    """Return the words to search for, each once, in order; all words if none carries a topic."""
    words = [word for word in tokens(text) if word]
    topical = [word for word in words if word.casefold() not in FUNCTION_WORDS]
    return tuple({word.casefold(): word for word in topical or words}.values())


def looked_for(text: str) -> tuple[str, ...]:
    """Return the phrases in quotation marks and the other words, as a list of articles is searched by them."""
    phrases = quoted_phrases(text)
    rest = text
    for phrase in phrases:
        rest = rest.replace(phrase, " ")
    return (*phrases, *(content_words(rest) if tokens(rest) else ()))


def quoted_phrases(text: str) -> tuple[str, ...]:
    """Return what stands in double quotation marks, of two words or more."""
    phrases = (next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(text))
    return tuple(phrase for phrase in phrases if len(tokens(phrase)) > 1)


def names_and_numbers(text: str) -> tuple[str, ...]:
    """Return capitalised words and numbers, each once, in order.

    The first word of a sentence counts only if it is no function word, for its capital may mean nothing.
    """
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = _bare(match.group())
        if not (word[:1].isupper() or any(map(str.isdigit, word))):
            continue
        opens = bool(_SENTENCE_START.search(text, 0, match.start()))
        if word == "I" or (word.casefold() in FUNCTION_WORDS and (opens or not word.isupper())):
            continue
        if opens and word[1:].islower() and not _followed_by_name(text, match.end()):
            continue
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def asks_for_now(text: str) -> bool:
    """Whether the question asks for the present or the newest."""
    return bool(_NOW.search(text))


def _followed_by_name(text: str, position: int) -> bool:
    following = _WORD.search(text, position)
    return following is not None and following.group()[:1].isupper() and text[position : following.start()] == " "


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(_POSSESSIVES) else word
