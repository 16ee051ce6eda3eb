"""Bylines taken apart into names: who wrote it, each once, without roles, addresses and initials."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.articles.agencies import AGENCIES
from assistant.articles.characters import one_line

_LONGEST = 1_000
_LONGEST_NAME = 120
_MOST = 50
_BY = re.compile(r"(?:(?:written|reported|story|words|text)\s+)?by(?:\s*:\s*|\s+)", re.IGNORECASE)
# "By" opens no name. The others do, as in Di Lake and Von der Heide; a colon, a small letter or two names tell.
_FROM = re.compile(
    r"(?P<word>von|par|por|di|da|de|av|af|door|przez|od|oleh|autor(?:in|a|es)?|auteurs?|author|texte?|texto|testo|redaksi"
    r"|penulis|yazar|автор|автори|авторы|текст)(?P<gap>\s*:\s*|\s+)(?P<name>.+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*@\S*|(?:https?://|www\.)\S*", re.IGNORECASE)
# Ada Moss (amo) / Ben Thorn (Text) / the agency in brackets is read elsewhere.
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
_SEMICOLONS = re.compile(r"\s*(?:[;|•·\n\u2022]|\s[/\u2013\u2014]\s)\s*")
_COMMAS = re.compile(r"\s*,(?!\s*(?:Jr|Sr|II|III|IV|PhD|MD)\b)\s*(?:(?:and|und|et|y|e)\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
# Between two full names only: Ortega y Gasset is one man, and so is Puig i Ferrer.
_AND_ELSEWHERE = re.compile(r"\s+(?:und|et|y|e|i|och|og|en|oraz|dan|ve|и|та|і)\s+")
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|columnist|writer|producer|journalist|contributor|analyst|bureau chief"
    r"|redakteur(?:in)?|korrespondent(?:in)?|reporterin|journalistin?|journaliste|correspondante?|periodista|redactora?"
    r"|corresponsal|giornalista|jornalista|repórter|dziennikarz|journalis|muhabir|toimittaja)s?\b",
    re.IGNORECASE,
)
# What themes and scrapers put where the names belong.
_FURNITURE = re.compile(
    r"admin|administrator|webmaster|user\d*|last updated|social links navigation|with contributions from|follow"
    r"|unknown|none|null|n/?a|undefined|guest|\W*\d[\d\s./:-]*",
    re.IGNORECASE,
)
_WORDS_OF_A_NAME = (2, 5)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}")
_NAME = re.compile(r"(?![a-zß-öø-ÿ])[^\W\d_][\w.'\u2019-]*")
_DEGREE = re.compile(r"MS|MA|RDN?|MPH|JD|RN|DO|CPA|MBA|B\.?Sc|M\.?Sc|LLM|Esq|OBE|CBE")
_ADDRESS_ONLY = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_PARTICLES = frozenset("de del della di da dos du van von der den ter la le el al bin ibn y e i und".split())
_NO_NAME = re.compile(
    r"[\d?!:@|/]|\b(?:updated?|published|posted|follow|share|min|read|editor|foto|photo|more|story|stories|news|live|video"
    r"|watch|listen|key|points|top|latest|breaking|sources?|related|advertisement|notes?|summary|opinion|analysis|gallery"
    r"|exclusive|subscribe|newsletter|staff|contributing|contact|guest|columnist|the)\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 100
_PARAGRAPH = 80
_OPENING_LINES = 3
_LONGEST_DESCRIPTION = 6


def is_person(name: str) -> bool:
    """Tells whether some words can be one person's name, by their number and their capitals."""
    if _IDEOGRAPHS.fullmatch(name):
        return True
    words = name.split()
    if not _WORDS_OF_A_NAME[0] <= len(words) <= _WORDS_OF_A_NAME[1] or _NO_NAME.search(name):
        return False
    return all(word.casefold() in _PARTICLES or _NAME.fullmatch(word) for word in words)


def signed(text: str) -> tuple[str, ...]:
    """Returns the names in the line that opens or closes a text and is nothing but a byline.

    With "By" it is one anywhere near the top; without, only where a paragraph stands next to it.
    """
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    for line in lines[:_OPENING_LINES]:
        if len(line) <= _LONGEST_LINE and _opened(line) != line and (found := _persons(line)):
            return found
    for line, neighbour in [*pairwise(lines[: _OPENING_LINES + 2]), *pairwise(lines[:-3:-1])]:
        if len(line) <= _LONGEST_LINE and len(neighbour) >= _PARAGRAPH and (found := _persons(line)):
            return found
    return ()


def _persons(line: str) -> tuple[str, ...]:
    """Returns the names in a line that has nothing else in it."""
    if line.endswith((".", "!", "?", ":")):
        return ()
    found = names([line.replace("/", ";")])
    return found if all(map(is_person, found)) else ()


def names(bylines: Iterable[str]) -> tuple[str, ...]:
    """Returns the names of all bylines in order, each once."""
    found: dict[str, str] = {}
    parts = [part for byline in bylines for part in _parts(byline)]
    for name in _without_roles(parts):
        found.setdefault(name.casefold(), name)
    result = list(found.values())
    # Some scrapers put all names in a row before the single ones.
    if result[1:] and result[0] == " ".join(result[1:]):
        result = result[1:]
    return tuple(result[:_MOST])


def _parts(byline: str) -> Iterator[str]:
    line = one_line(byline[:_LONGEST])
    if line.casefold() in AGENCIES:
        # Agence France-Presse, AP and such keep every word of theirs.
        yield line
        return
    line = _BRACKETS.sub("", _ADDRESS.sub(" ", line))
    for piece in _SEMICOLONS.split(_opened(line)):
        for part in _COMMAS.split(_BY.sub("", piece, count=1) if _BY.match(piece) else piece):
            for one in _AND.split(part):
                yield from _apart(one)


def _opened(line: str) -> str:
    """Returns a byline without the word that opens it."""
    line = line.strip()
    opening = _FROM.fullmatch(line)
    if not opening or not opening["name"][0].isupper():
        return line
    several = " " in opening["name"].strip()
    return opening["name"] if several or ":" in opening["gap"] or opening["word"].islower() else line


def _apart(part: str) -> Iterator[str]:
    """Parts two full names that a word of another language joins."""
    pieces = _AND_ELSEWHERE.split(part)
    whole = len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces)
    for piece in pieces if whole else [part]:
        name = " ".join(piece.split()).strip(" ,.:;*-\u2013\u2014/")
        name = f"{name}." if piece.rstrip().endswith(f"{name}.") and re.search(r"\b[A-Z]$|\bJr$|\bSr$", name) else name
        if name and len(name) <= _LONGEST_NAME and not _FURNITURE.fullmatch(name):
            yield name


def _without_roles(parts: list[str]) -> list[str]:
    """Leaves out what is a role, a degree, a description or an address, where another part is a name."""
    who = [
        part
        for part in parts
        if not (_ROLE.search(part) or part.count(" ") >= _LONGEST_DESCRIPTION)
        and not (_ADDRESS_ONLY.fullmatch(part) or _DEGREE.fullmatch(part))
    ]
    return who or parts
