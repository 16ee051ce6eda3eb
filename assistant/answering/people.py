"""The people an article names, told by how news writes of people: a full name once, then the surname alone.

Two capitalised words may be a company, a street or a show; only where the text itself treats them as a person do they
count as one.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.mentions import Name, names

SAYS = (
    r"(?:said|says|saying|told|tells|added|adds|wrote|writes|tweeted|posted|explained|insisted|argued|warned|claimed"
    r"|stated|noted|testified|announced|recalled|replied|asked|declared|admitted|acknowledged|continued|joked)"
)
"""What somebody does who is quoted."""

ROLE = re.compile(
    r"(?:co-)?(?:actor|actress|singer|songwriter|rapper|musician|guitarist|drummer|comedian|model|star|host|author|writer"
    r"|novelist|poet|playwright|journalist|reporter|editor|columnist|correspondent|anchor|blogger|photographer|artist"
    r"|director|producer|filmmaker|designer|architect|engineer|scientist|researcher|professor|historian|economist"
    r"|analyst|strategist|expert|psychologist|psychiatrist|epidemiologist|biologist|astronomer|astronaut|doctor|dr|nurse"
    r"|surgeon|physician|dentist|veterinarian|lawyer|attorney|prosecutor|judge|justice|sheriff|officer|detective"
    r"|sergeant|lieutenant|sgt|lt|capt|captain|colonel|col|general|gen|commander|chief|deputy|marshal|agent|inspector"
    r"|superintendent|commissioner|secretary|minister|president|chancellor|premier|governor|gov|senator|sen"
    r"|representative|rep|congress(?:man|woman)|lawmaker|mayor|councilor|council(?:man|woman)|ambassador|envoy|diplomat"
    r"|king|queen|prince|princess|duke|duchess|pope|bishop|archbishop|cardinal|priest|rev|reverend|pastor|rabbi|imam"
    r"|spokes(?:man|woman|person)|chair(?:man|woman|person)?|founder|owner|executive|ceo|cfo|coo|manager|partner"
    r"|officials?|leader|activist|organizer|volunteer|coach|quarterback|receiver|cornerback|linebacker|safety|kicker"
    r"|punter|back|end|tackle|guard|center|forward|striker|midfielder|defender|goalkeeper|goaltender|defenseman|winger"
    r"|pitcher|catcher|infielder|outfielder|shortstop|baseman|slugger|golfer|swimmer|sprinter|runner|gymnast|skater"
    r"|skier|driver|rider|boxer|fighter|wrestler|player|teammate|captain|champion|winner|candidate|nominee|farmer"
    r"|teacher|principal|student|resident|meteorologist|forecaster|survivor|veteran|mr|mrs|ms|miss|sir|dame|lord|lady"
    r"|prof|democrat|republican|husband|wife|father|mother|son|daughter|brother|sister)\.?",
    re.IGNORECASE,
)
"""Callings and kinships that stand right before a name."""

_OPENERS = frozenset(
    """although unlike despite amid among meanwhile besides instead even perhaps maybe today tonight yesterday whenever
    nor neither many several another every one two three like earlier later also""".split()
)
"""What opens a sentence right before a name."""

_AFTER = re.compile(r",\s+(?:who\b|\d{1,3},)|\s+\(\d{1,3}\)")
"""What follows the name of a person only: an age, or "who"."""

_TITLED = re.compile(rf"\b(?:{ROLE.pattern})\s+$", re.IGNORECASE)
_BEFORE_SMALL = re.compile(r"(?<![\w.&'’-])([A-Z][\w'’-]*?)(?:['’]s)?[ \t]+(?=[a-z])")
_CAPITAL = re.compile(r"\b[A-Z][\w.'’-]*[ \t]+$")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_INITIAL = re.compile(r"(?<=[a-z]) [A-Z]\.(?= [A-Z])")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n+")
_NO_END = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|St|Jr|Sr|No|vs|Inc|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec)\.)$"
)

LONGEST_TITLE, LONGEST_SENTENCE = 30, 1_000
"""Characters before a name in which a calling stands, and of a sentence that is read."""

HE, SHE = "he", "she"
OF = {
    HE: re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE),
    SHE: re.compile(r"\b(?:she|hers?|herself)\b", re.IGNORECASE),
}
"""The words that mean a man, and a woman."""

_HONOUR = {HE: re.compile(r"\bMr\.?\s+$"), SHE: re.compile(r"\b(?:Mrs|Ms|Miss)\.?\s+$")}


@dataclass(frozen=True, slots=True)
class Mention:
    """A person in a text: the full name, and where it, or the surname alone, stands."""

    name: str
    start: int
    end: int


class People:
    """The people of one article.

    Attributes:
        text: The article, or what is read of it.
        spans: (start, end) of each sentence.
        full: Full names by surname.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = sentences(text)
        self._names = {span: _names_in(text, *span) for span in self.spans}
        alone = _alone(text)
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._single = {span: [part for name in every for part in _parted(name)] for span, every in self._names.items()}
        for name in (name for every in self._single.values() for name in every):
            if name.is_person and " " in _plain(name.text) and self._is_treated_as_one(name, alone):
                found[_surname(name.text)][_plain(name.text)] = None
        self.full = {surname: list(full) for surname, full in found.items()}

    def _is_treated_as_one(self, name: Name, alone: frozenset[str]) -> bool:
        titled = _TITLED.search(self.text, max(name.start - LONGEST_TITLE, 0), name.start)
        return bool(titled or _AFTER.match(self.text, name.end) or _surname(name.text) in alone)

    def mentions(self, span: tuple[int, int]) -> list[Mention]:
        """Return the people named in a sentence, in order; a surname that two people have is nobody's name."""
        found = []
        for name in self._single[span]:
            words = _plain(name.text)
            full = self.full.get(_surname(words))
            if full is None or (" " in words and words not in full):
                continue
            if _ARTICLE.search(self.text, max(name.start - 5, 0), name.start):
                continue  # of "the Biden administration" nobody is "he"
            meant = words if words in full else full[0] if len(full) == 1 else ""
            found.append(Mention(meant, name.start, name.end))
        return found

    def names(self, span: tuple[int, int]) -> list[Name]:
        """Return all names in a sentence, of whatever kind."""
        return self._names[span]

    def may_be(self, name: str, pronoun: str) -> bool:
        """Whether the sentences that name one person alone call that one "he", or "she", at least as often as not."""
        votes = {HE: 0, SHE: 0}
        for span in self.spans:
            told = self.mentions(span)
            if {mention.name for mention in told} != {name}:
                continue
            for word, pattern in OF.items():
                votes[word] += bool(pattern.search(self.text, told[0].end, span[1]))
                votes[word] += bool(_HONOUR[word].search(self.text, max(told[0].start - 8, 0), told[0].start))
        other = SHE if pronoun == HE else HE
        return votes[pronoun] >= votes[other]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence; a stop after a title or an initial ends none."""
    found, start = [], 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _NO_END.search(text, max(start, match.start() - 8), match.start()):
            continue
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(text))] if text[start:].strip() else found


def _names_in(text: str, start: int, end: int) -> list[Name]:
    """Return the names of a sentence, or of the beginning of one too long to be one, by their places in the text."""
    sentence = text[start : min(end, start + LONGEST_SENTENCE)]
    # Middle initials give way to spaces, so that all places stay: Ada M. Rowan is one name.
    sentence = _INITIAL.sub(lambda match: " " * len(match.group()), sentence)
    return [
        dataclasses.replace(
            name,
            text=" ".join(name.text.split()),
            start=name.start + start,
            end=name.end + start,
            begin=name.begin + start,
        )
        for name in names(sentence)
    ]


def _parted(name: Name) -> list[Name]:
    """Return the two that "and" makes one name of, as in Ada Rowan and Carl Birch; else the name itself."""
    if " and " not in name.text:
        return [name]
    parts = []
    at = name.start
    for words in name.text.split(" and "):
        parts += [
            dataclasses.replace(part, start=part.start + at, end=part.end + at, begin=part.begin + at)
            for part in names(words)
        ]
        at += len(words) + len(" and ")
    return parts


def _alone(text: str) -> frozenset[str]:
    """Return the capitalised words that stand alone before what they do or have, as surnames do: Cook said."""
    return frozenset(
        match[1]
        for match in _BEFORE_SMALL.finditer(text)
        if not _CAPITAL.search(text[max(match.start() - 40, 0) : match.start()])
    )


def _plain(name: str) -> str:
    """Return a name without what comes after it, and without callings and conjunctions that stand before it."""
    words = _SUFFIX.sub("", name).split()
    before = [place for place, word in enumerate(words[:-1]) if ROLE.fullmatch(word) or word.casefold() in _OPENERS]
    return " ".join(words[before[-1] + 1 :] if before else words)


def _surname(name: str) -> str:
    return _plain(name).rsplit(" ", 1)[-1]


def distinct(mentions: Sequence[Mention]) -> list[str]:
    """Return the names, each once, in order."""
    return list(dict.fromkeys(mention.name for mention in mentions))
