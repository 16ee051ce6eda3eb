"""Reports that give different figures for the same thing, side by side with their dates.

Few false alarms matter more than finding all: both sentences must say nearly the same, of the same named things, count
the same, and tell the same of what they count. Which one is right is not ours to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Disagreement, Statement
from assistant.answering.evidence import Quoted
from assistant.answering.figures import RATES, Figure, differ, figures, meaning
from assistant.answering.mentions import MONTHS_AND_DAYS
from assistant.catalog.filters import SECONDS_PER_DAY
from assistant.retrieval.stems import stem
from assistant.retrieval.words import names_and_numbers

ALIKE, LONG_ALIKE, NEARLY_SAME = 0.48, 0.6, 0.7
"""Likeness of words from which two sentences may tell of the same thing: of the dead, hurt or fled of some days, or of
weeks, and of whatever else is counted or priced, which is often counted anew every day."""

SHARED_NAMES = 0.5
"""Share of the names of the sentence with fewer of them that must be in both."""

SHARED_NEAR = 1
"""Words around both figures that must be the same: killed in one and hurt in the other are two things."""

COUNT_DAYS, LONG_COUNT_DAYS, RATE_DAYS = 7, 45, 3
"""How far apart reports may be: a count goes on for weeks, a price or a percentage is another one within days."""

_LOSSES = "missing displaced fled evacuated trapped homeless stranded hostages infected destroyed"
LOSSES = frozenset({"dead", "hurt", "held", *(meaning(word) for word in _LOSSES.split())})
"""What is counted once and again until all is known."""

MOST_SHOWN = 3

DIFFERS, UPDATED = "differs", "updated"


@dataclass(frozen=True, slots=True)
class _Said:
    """One figure of a sentence, and the values of all of its figures."""

    item: Quoted
    figure: Figure
    values: frozenset[float]


def disagreements(cited: Sequence[Quoted], candidates: Sequence[Quoted]) -> tuple[Disagreement, ...]:
    """Return where other reports give another figure than a cited sentence, at most three times."""
    others = [said for item in candidates for said in _single(item)]
    found: list[Disagreement] = []
    for item in cited:
        for said in _single(item):
            against = [other for other in others if contradicts(said, other)]
            if against:
                found.append(_shown(said, against))
    return tuple({disagreement.statements: disagreement for disagreement in found}.values())[:MOST_SHOWN]


def contradicts(one: _Said, other: _Said) -> bool:
    """Whether two sentences of different articles give figures for the same thing that cannot both be true."""
    a, b = one.figure, other.figure
    tells_both = a.value in other.values or b.value in one.values  # of two sides, or of two times
    if a.unit != b.unit or tells_both or not differ(a, b):
        return False
    first, second = one.item.passage, other.item.passage
    if first.article_id == second.article_id or first.text_hash == second.text_hash:
        return False
    if len(a.near & b.near) < SHARED_NEAR:
        return False
    likeness = one.item.likeness(other.item)
    of_losses = bool((a.near & b.near | {a.unit}) & LOSSES)
    if likeness < (ALIKE if of_losses else NEARLY_SAME):
        return False
    very_alike = of_losses and likeness >= LONG_ALIKE
    if not _same_days(one, other, very_alike=very_alike) or _falls(*sorted((one, other), key=_when)):
        return False
    return _same_names(one.item.text, other.item.text, strict=a.unit in RATES)


def _falls(earlier: _Said, later: _Said) -> bool:
    """Whether a later report has half as many dead or hurt, or fewer: those of another event, for none come back."""
    if not (earlier.figure.near | {earlier.figure.unit}) & {"dead", "hurt"}:
        return False
    return later.figure.value <= earlier.figure.value / 2 and _when(later) > _when(earlier)


def _single(item: Quoted) -> Iterator[_Said]:
    """Yield the figures of a sentence whose unit stands in it once: of several, which is meant would be a guess."""
    found = figures(item.text)
    units, values = [figure.unit for figure in found], frozenset(figure.value for figure in found)
    yield from (_Said(item, figure, values) for figure in found if units.count(figure.unit) == 1)


def _same_days(one: _Said, other: _Said, *, very_alike: bool) -> bool:
    first, second = (said.item.passage.published_epoch for said in (one, other))
    if first is None or second is None:
        return False
    days = RATE_DAYS if one.figure.unit in RATES else LONG_COUNT_DAYS if very_alike else COUNT_DAYS
    return abs(first - second) <= days * SECONDS_PER_DAY


def _same_names(one: str, other: str, *, strict: bool) -> bool:
    """Whether the two share at least half of their names; strictly, also the one that each names first."""
    first, second = _names(one), _names(other)
    shared = first.keys() & second.keys()
    if not shared or len(shared) < SHARED_NAMES * min(len(first), len(second)):
        return False
    return not strict or (next(iter(first)) in second and next(iter(second)) in first)


def _names(text: str) -> dict[str, None]:
    """Return the stems of a sentence's names in order; numbers, days and months are none."""
    words = (name for name in names_and_numbers(text) if not any(map(str.isdigit, name)))
    return dict.fromkeys(stem(name) for name in words if name.casefold() not in MONTHS_AND_DAYS)


def _shown(said: _Said, against: Sequence[_Said]) -> Disagreement:
    by_value: dict[float, _Said] = {}
    for item in sorted((said, *against), key=lambda it: (_when(it), it.item.passage.key, it.item.start)):
        by_value.setdefault(item.figure.value, item)
    shown = list(by_value.values())
    days = {_when(item) // SECONDS_PER_DAY for item in shown}
    kind = UPDATED if len(days) == len(shown) else DIFFERS
    return Disagreement(said.figure.text, kind, tuple(_statement(item) for item in shown))


def _when(said: _Said) -> int:
    return said.item.passage.published_epoch or 0


def _statement(said: _Said) -> Statement:
    passage = said.item.passage
    return Statement(
        figure=said.figure.text,
        article_id=passage.article_id,
        version=passage.version,
        title=passage.title,
        source=passage.source,
        published_at=passage.published_at,
        url=passage.url,
        start=said.item.start,
        end=said.item.end,
        quote=said.item.text,
    )


def later_figures(item: Quoted, later: Quoted) -> list[tuple[str, str]]:
    """Return (figure, other figure) where a later sentence gives another one for the same thing."""
    return [
        (said.figure.text, other.figure.text)
        for said in _single(item)
        for other in _single(later)
        if contradicts(said, other)
    ]
