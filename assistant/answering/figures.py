"""Figures in a sentence with what they count or measure, and whether two of them can both be true."""

import math
import re
from dataclasses import dataclass

from assistant.retrieval.stems import stem
from assistant.retrieval.words import FUNCTION_WORDS

PERCENT = "%"
RATES = frozenset({PERCENT, "$", "£", "€"})

AROUND = 5
"""Words to either side of a figure that tell what it is said of."""

ABOUT_SHARE, MOST_OVER = 0.1, 2.0
"""How far from a figure "about" reaches, and how many times as much "more than" still means."""

_WORDS = {
    word: number
    for number, word in enumerate(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""".split(),
        start=2,
    )
}
_MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "k": 1e3}
_FIGURE = re.compile(
    r"(?<![\w.,:/–-])(?P<currency>[$£€]|US\$)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:"
    + "|".join(_WORDS)
    + r")\b)(?P<magnitude>\s?(?:thousand|million|billion|trillion)\b|(?:m|bn|k)\b)?(?P<percent>\s?%|\s+per\s?cent\b)?"
    r"(?![\d:/–-]|\.\d|st\b|nd\b|rd\b|th\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HEDGES = {
    "over": r"more\s+than|over|at\s+least|above|exceeding|upwards?\s+of|minimum\s+of",
    "under": r"less\s+than|fewer\s+than|under|below|up\s+to|at\s+most|as\s+many\s+as|maximum\s+of",
    "about": r"about|around|nearly|almost|roughly|some|approximately|an\s+estimated|close\s+to",
}
_BEFORE = {name: re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE) for name, words in _HEDGES.items()}
_NO_UNIT = frozenset(
    """january february march april may june july august september october november december am pm year years month
    months week weeks day days hour hours minute minutes second seconds year-old years-old old percentage point points
    times time yards yard balls carries catches receptions passes plays attempts touchdowns rebounds assists runs
    wickets overs innings goals games game sets matches laps shots seats one ones least most other others""".split()
)
"""What a figure may stand before and does not count, and what is counted anew in every match."""

_FILLERS = frozenset("different separate confirmed total full".split())
_INCREASE = re.compile(r"\s*(?:more|additional|further|new|extra|fewer)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:every|each|per|another)\s+$|\bof\s+(?:(?:the|its|all)\s+)?(?:[\w-]+['’]s?\s+)?(?<!\bof\s)$", re.IGNORECASE
)
"""A figure on top of another, for each of several, or the whole of which a part is told: it stands beside others."""

_SAME = {
    stem(word): meaning
    for meaning, words in {
        "dead": "die dies died dead death deaths dying kill kills killed killing fatality fatalities fatal toll lives",
        "hurt": "injure injured injuries injury hurt wounded wounding wounds",
        "held": "arrest arrested arrests detained detain custody",
    }.items()
    for word in words.split()
}
_NAMED = re.compile(
    r"(?<!^)\b[A-Z][\w-]*\s$|^(?!(?i:about|around|nearly|almost|over|some|at|up|in|only)\b)[A-Z][\w-]*\s$"
)
"""A name before a number, as in Apollo 13: it counts nothing."""

_YEARS = range(1800, 2101)
_CLAUSE_END = re.compile(r"[,;:()–—]|\s(?:and|while|but|or|as)\s")
"""What parts "20 were killed" from "and 35 were hurt"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a sentence.

    Attributes:
        text: As written, with its unit.
        value: What it comes to.
        unit: %, a currency sign, or the stem of what is counted.
        hedge: over, under, about or empty.
        step: Half of its last digit that tells; two figures nearer than that are one, written otherwise.
        near: Stems of the words around it, in its clause, that carry a topic, the unit aside.
    """

    text: str
    value: float
    unit: str
    hedge: str
    step: float
    near: frozenset[str]


def figures(sentence: str) -> list[Figure]:
    """Return the figures of a sentence that count or measure something; years, times, ages and scores are none."""
    found = (_figure(sentence, match) for match in _FIGURE.finditer(sentence))
    return [figure for figure in found if figure is not None]


def differ(one: Figure, other: Figure) -> bool:
    """Whether two figures of the same unit cannot both be true."""
    low, high = sorted((one, other), key=lambda figure: figure.value)
    if high.value - low.value <= max(one.step, other.step):
        return False
    if low.hedge == "over" and high.value <= low.value * MOST_OVER:
        return False
    if high.hedge == "under":
        return False
    about = any(figure.hedge == "about" for figure in (one, other))
    return not (about and high.value - low.value <= ABOUT_SHARE * high.value)


def meaning(word: str) -> str:
    """Return the stem of a word; words for dying, being hurt and being held have one each."""
    root = stem(word)
    return _SAME.get(root, root)


def _figure(sentence: str, match: re.Match[str]) -> Figure | None:
    number = match["number"].casefold()
    value = float(_WORDS.get(number, 0) or number.replace(",", ""))
    magnitude = _MAGNITUDES.get((match["magnitude"] or "").strip().casefold(), 1.0)
    unit, end = _unit(sentence, match)
    before, after = sentence[: match.start()], sentence[end:]
    if not unit or _EACH.search(before) or (unit not in RATES and _is_name(sentence, match, value * magnitude)):
        return None
    near = [*_topical(_CLAUSE_END.split(before)[-1])[-AROUND:], *_topical(_CLAUSE_END.split(after)[0])[:AROUND]]
    return Figure(
        text=" ".join(sentence[match.start() : end].split()),
        value=value * magnitude,
        unit=unit,
        hedge=next((name for name, pattern in _BEFORE.items() if pattern.search(before)), ""),
        step=_step(number) * magnitude / 2,
        near=frozenset(near) - {unit},
    )


def _is_name(sentence: str, match: re.Match[str], value: float) -> bool:
    """Whether a number names a year, or what the word before it does, as in Apollo 13."""
    return bool(_NAMED.search(sentence, 0, match.start())) or (value in _YEARS and "," not in match["number"])


def _unit(sentence: str, match: re.Match[str]) -> tuple[str, int]:
    """Return what a figure counts, and where that ends in the sentence; nothing if it counts nothing."""
    end = match.end()
    if match["percent"] or match["currency"]:
        return PERCENT if match["percent"] else match["currency"][-1], end
    for word in () if _INCREASE.match(sentence, end) else _WORD.finditer(sentence, end):
        if sentence[end : word.start()].strip() or not _may_be_counted(word.group()):
            break
        end = word.end()
        if word.group().casefold() not in _FILLERS:
            return meaning(word.group()), end
    return "", end


def _may_be_counted(word: str) -> bool:
    folded = word.casefold()
    if folded in FUNCTION_WORDS or folded in _NO_UNIT or word[0].isupper():
        return False
    return len(folded) >= len("men") and not folded.endswith(("ing", "ly"))


def _topical(text: str) -> list[str]:
    """Return the meanings of the words that carry a topic; names are compared apart."""
    words = (word for word in _WORD.findall(text) if word[0].islower())
    return [meaning(word) for word in words if word not in FUNCTION_WORDS | _FILLERS]


def _step(number: str) -> float:
    """Return the worth of the last digit that tells: 1 of 57, 100 of 5,700, 0.1 of 3.2."""
    digits = number.replace(",", "")
    if not digits.replace(".", "").isdigit():
        return 1.0
    if "." in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0"))
    return 10.0**zeros if zeros >= math.log10(100) else 1.0
