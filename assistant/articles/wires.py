"""Which news agency a text came from, told by its dateline, its credit lines, its authors and its outlet.

Only a credit for the whole text counts: "Contributing: …" names an agency that gave a part, and a picture's credit says
nothing about the words.
"""

import re
from collections.abc import Iterable, Iterator

from assistant.articles.agencies import AGENCIES, AMBIGUOUS

_HEAD_LINES = 6
_TAIL_LINES = 5
_LONGEST_LINE = 90
_LONGEST_DATELINE = 140
_LONGEST_RIGHTS = 400
_TAIL = 600
_DASH = "[-\u2010-\u2015\u2212]"
# PARIS, March 12 (Reuters) - / Berlin/Bonn (dpa/lnw) - / (ANSA) - ROMA / Madrid (EFE).-
_DATELINE = re.compile(rf"[^\n]{{0,70}}?[(\[](?P<agency>[^()\[\]\n]{{2,40}})[)\]][.,]?\s*(?:{_DASH}|:)")
# MOSCOW, March 12. /TASS/.
_SLASHED = re.compile(r"[^/()\n]{2,60}?\s/(?P<agency>[^/\s][^/\n]{1,38})/[.\s]")
# Some end the dateline with the bracket: New Delhi, Mar 12 (PTI) The court ... The day tells it from a sentence.
_BRACKET = re.compile(r"\w[^()\n]{0,50}?\d{1,2}\b[^()\n]{0,12}\((?P<agency>[^()\n]{2,40})\)\s")
# Reuters - The strait ...
_BARE = re.compile(rf"(?P<agency>[\w.' ]{{2,30}}?)\s+{_DASH}\s*(?:$|(?=[A-Z]))")
_ROLE = r"(?:\s+(?:\w+\s){0,2}(?:writer|reporter|correspondent|editor|journalist|staff|contributors?|korrespondent\w*))"
_FROM = (
    r"(?:by|from|sources?|via|credit|von|quellen?|mit material von|par|avec|con información de|fuente|por|di|da|fonte"
    r"|fonti|with|kaynak|źródło|bron|kilde|källa|источник|джерело|来源)"
)
_CREDIT = re.compile(
    rf"[(\[]?(?:(?P<from>{_FROM})\s*[:：]?\s+|{_DASH}+\s*)?(?:the\s+)?(?P<agency>[^()\[\]\n]{{2,60}}?){_ROLE}?[)\].]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"{_DASH}+\s?[A-Z].{{2,50}}")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s\d,–-]*(?:by\s+)?(?:the\s+)?(?P<agency>[^\n.,()]{2,40}?)"
    r"(?:[\s.,)]+(?:all rights|alle rechte|tous droits|todos los derechos|tutti i diritti|this material|inc\b).*"
    r"|[\s.)]*)",
    re.IGNORECASE | re.DOTALL,
)
# The signature of one agency's desk; each language has its own words for it.
_DESK = re.compile(
    r"(?:^|\()\s*(?:(?:additional )?reporting by|reporte de|reportage (?:de|par)|bericht von|reportagem de)\b"
    r"[^\n]{2,300}"
    r"(?:editing by|writing by|compiled by|editado por|édité par|redigiert von|edição de)\b",
    re.IGNORECASE | re.MULTILINE,
)
_DESK_OF = "Reuters"
_PARTS = re.compile(r"\s*(?:[,;|&+]|\b(?:and|und|et|y|e|mit|with|avec)\b)\s*", re.IGNORECASE)


def agency(name: str | None, *, sure: bool = False) -> str | None:
    """Returns the usual name of the agency that `name` names, or None where it names none.

    Args:
        name: One name, such as `The Associated Press` or `dpa`.
        sure: Whether the place that the name stands in can hold nothing but a credit.
    """
    folded = re.sub(r"^the\s+", "", " ".join((name or "").split()).casefold().strip(" .,:;*_"))
    found = AGENCIES.get(folded)
    return found if found and (sure or folded not in AMBIGUOUS) else None


def wire_origin(
    text: str, *, given: str | None = None, authors: Iterable[str] = (), source: str | None = None
) -> str | None:
    """Returns the agency that the text came from, or None where no credit names one.

    Args:
        text: The body as it was found, with the rights and credits that cleaning takes off.
        given: What the source says the agency is; a name that no table knows is returned as it is.
        authors: Bylines; "AP", or one of several, such as "A. Writer, AP".
        source: The outlet, which may be the agency itself.
    """
    if given and given.strip():
        return agency(given, sure=True) or " ".join(given.split())
    return (
        _of_dateline(text)
        or _of_desk(text)
        or next(_of_credits(text), None)
        or next((found for author in authors if (found := _of_author(author))), None)
        or agency(source)
    )


def _of_dateline(text: str) -> str | None:
    """Reads the dateline, which opens the text or a paragraph near its top."""
    for line in _lines(text)[: _HEAD_LINES + 2]:
        for pattern in (_DATELINE, _SLASHED, _BRACKET, _BARE):
            found = pattern.match(line[:_LONGEST_DATELINE])
            if found and (name := _credited(found["agency"], sure=pattern is not _BARE)):
                return name
    return None


def _of_desk(text: str) -> str | None:
    return _DESK_OF if _DESK.search(text[-_TAIL:]) else None


def _of_credits(text: str) -> Iterator[str]:
    """Reads the lines at the top and at the end that are nothing but a credit."""
    lines = _lines(text)
    # Where several parts are signed, as in a live report, the last one's credit is not that of the whole.
    parts = sum(bool(_SIGNED.fullmatch(line)) for line in lines) > 1
    ends = lines[:_HEAD_LINES] + lines[_HEAD_LINES:][-_TAIL_LINES:]
    for line in ends:
        if rights := _COPYRIGHT.fullmatch(line[:_LONGEST_RIGHTS]):
            name = agency(rights["agency"], sure=True)
        elif len(line) <= _LONGEST_LINE and (found := _CREDIT.fullmatch(line)) and not (parts and _SIGNED.match(line)):
            name = _credited(found["agency"], sure=bool(found["from"]))
        else:
            continue
        if name:
            yield name


def _of_author(author: str) -> str | None:
    """Reads an author's name, which may be an agency's, or end in one as a mark of the house."""
    if name := agency(author):
        return name
    house = re.fullmatch(
        rf"(?:.+?)(?:\s*[,/|(]\s*|\s+(?:for|et|und|y|and)\s+)(?P<agency>[^,/|()]+?){_ROLE}?\)?", author
    )
    return agency(house["agency"]) if house else None


def _credited(names: str, *, sure: bool) -> str | None:
    """Returns the first agency of `Reuters`, `dpa/lnw` or `AP and AFP`, none where one of them is no agency.

    Berlin has `dpa/bb` and Vienna `APA/red`: desks of one agency and a house's own mark follow a stroke.
    """
    found = [agency(part.split("/")[0], sure=sure) for part in _PARTS.split(names) if part]
    return found[0] if found and all(found) else None


def _lines(text: str) -> list[str]:
    return [stripped for line in text.split("\n") if (stripped := line.strip())]
