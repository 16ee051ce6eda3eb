"""Whether a question leans on the conversation before it: a fixed test of its words, the same for everybody."""

import re

from assistant.answering.mentions import names
from assistant.retrieval.events import is_without_topic
from assistant.retrieval.query import Query
from assistant.retrieval.words import FUNCTION_WORDS, tokens

FEWEST_WORDS = 3
"""A question with fewer words that carry a topic, and no name, asks for nothing on its own."""

OPENER = re.compile(r"^(?:(?:and|but|or|so|also|then|ok|okay|well|yes|no)\b[\s,]*)+", re.IGNORECASE)
ABOUT = re.compile(r"^(?:what|how)\s+about\s+|^what\s+of\s+", re.IGNORECASE)
ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|had|will|would|can|could"
    r"|should|tell|give|show|list|explain)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:in|for|from|at|on|by|with|after|before|during|since)\b", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:who|what|where|when|how|why|any(?:one|body|thing|where))\s+else\b|\btell\s+me\s+more\b|^more\b", re.I
)
_ANOTHER = re.compile(r"\b(?:the\s+(?:others?|former|latter)|another\s+one|which\s+ones?)\b(?!\s+\w)", re.IGNORECASE)

PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs|it|its)\b", re.IGNORECASE)
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
THING = frozenset({"it", "its"})
SUBJECTS = frozenset({"he", "she", "they", "it"})
POSSESSIVES = frozenset({"his", "her", "its", "their"})

_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|might|must)"
_INVERTED = re.compile(rf"\b{_AUXILIARY}(?:n['’]t|\s+not)?\s+$", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\bit(?:['’]s)?\s+(?:be\s+)?(?:true|possible|likely|unlikely|clear|known|safe|legal|illegal|necessary|important|take|takes"
    r"|cost|costs|matter|mean|means|rain|rained|snow|snowed|that|to)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:when|after|before|as|while|since|if|because|although|though|once|until)\b[^,]*,", re.IGNORECASE
)
_DETERMINED = re.compile(
    rf"\b(?:the|an?|this|that|each|every|which)\s+(?!{_AUXILIARY}\b|happened\b)[\w-]+", re.IGNORECASE
)
_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\w\w|\d)[.!?][\"”’)]*\s+[\"“‘]?[A-Z]")
"""The end of a sentence before: what went before in the question itself tells what is meant."""

_SEVERAL = re.compile(r"\b(?:[a-z-]{2,}[^s\W]s|people|police|men|women|children|countries)\b", re.IGNORECASE)

_TIME = (
    r"(?:week|weekend|month|year|morning|afternoon|evening|night|day|decade|century|season|spring|summer|autumn|fall"
    r"|winter)"
)
_POINTING = re.compile(
    rf"\b(?:that|this|these|those)\s*[?.!]*$|\b(?:these|those|this)\s+(?!who\b|that\b|{_TIME}s?\b)[a-z-]+\b"
    rf"|\b(?:in|at|on|of|about|for|by|from|with|after|before|did|does|was|has|will)\s+that\s+(?!{_TIME}\b)[a-z-]+\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere\b", re.IGNORECASE)
_EXISTENTIAL = re.compile(rf"\b(?:{_AUXILIARY}(?:\s+there\b)|there\s+{_AUXILIARY}\b)", re.IGNORECASE)
_KNOWN = re.compile(
    r"\bthe\s+(?:company|firm|bank|group|team|man|woman|boy|girl|couple|suspects?|victims?|minister|president|country|city"
    r"|town|village|film|movie|book|show|song|game|match|event|incident|attack|crash|fire|storm|trial|case|law|bill|deal"
    r"|vote|decision|ruling|ship|plane|train|driver|pilot|author|director|winner|killer|gunman|police)\b"
    r"(?!\s+(?:of|in|that|who|which|between|from|at|on|with|for|by|where|to)\b)",
    re.IGNORECASE,
)


def leans(query: Query) -> bool:
    """Whether a question cannot be understood without the one before it."""
    text = query.text
    if dangling(text) or _ELSE.search(text) or _points(text):
        return True
    if query.phrases or is_without_topic(query):
        return False
    bare = OPENER.sub("", text)
    named, few = bool(names(bare)) or bool(query.names), _topical(query, bare) < FEWEST_WORDS
    if ABOUT.match(bare):
        return True
    if few and (bare != text or is_fragment(bare)) and not (named and ASKS.search(bare)):
        return bare != text or bool(_PREPOSITION.match(bare)) or not named
    return few and not named


def is_fragment(text: str) -> bool:
    """Whether nothing is asked in so many words, as in "In Germany?"."""
    return not ASKS.search(ABOUT.sub("", text))


def dangling(text: str) -> list[re.Match[str]]:
    """Return the personal pronouns that mean nobody and nothing in the question itself."""
    if (cataphora := _CLAUSE.match(text)) and names(text[cataphora.end() :]):
        return []
    return [match for match in PERSONAL.finditer(text) if not _has_antecedent(text, match)]


def _has_antecedent(text: str, pronoun: re.Match[str]) -> bool:
    word, before = pronoun.group().casefold(), OPENER.sub("", text[: pronoun.start()])
    if _SENTENCE.search(before) or (word in THING and _EXPLETIVE.match(text, pronoun.start())):
        return True
    if word in SUBJECTS and _INVERTED.search(before):
        return bool(names(before)) and "," in before
    if names(before) or _DETERMINED.search(before):
        return True
    if word in POSSESSIVES and _WHO.search(before) and re.match(r"\s+[a-z]", text[pronoun.end() :]):
        return True
    return word not in SINGULAR_PERSON | THING and bool(_SEVERAL.search(before))


def _points(text: str) -> bool:
    """Whether it points back: "why is that?", "these rules", "what happened there?", "the company"."""
    if names(OPENER.sub("", text)) or _SENTENCE.search(text):
        return False
    bare = _EXISTENTIAL.sub(" ", text)
    patterns = (_POINTING, _THERE, _KNOWN, _ANOTHER)
    return any(pattern.search(bare) for pattern in patterns)


def _topical(query: Query, text: str) -> int:
    """Count the words that carry a topic, those of times aside."""
    timed = {word.casefold() for period in query.periods for word in tokens(period.words)}
    return sum(word.casefold() not in FUNCTION_WORDS | timed for word in tokens(text))
