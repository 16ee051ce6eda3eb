"""The characters of a text put in order: one form each, none that does not show, plain spaces and newlines."""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\u2028\u2029]")
# C1 controls are what Windows-1252 becomes when it is read as Latin-1; HTML prescribes the same repair.
_C1 = re.compile("[\x80-\x9f]")
# Spaces of other widths; zero-width and bidi controls, which can hide or reorder words; what no store takes.
_SPACES = re.compile("[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
# Tag characters spell hidden text; their one honest use is in the flags of England, Scotland and Wales.
_TAGS = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]")
# Joiners shape Persian, Indic scripts and emoji; after a Latin, Greek or Cyrillic letter they are debris.
_JOINERS = re.compile("(?<![\u0590-\u1dff\u2190-\U0010ffff])[\u200c\u200d]")


def tidy(text: str) -> str:
    """Returns the text in NFC with line feeds, plain spaces, and without characters that do not show."""
    if text.isascii():
        return _INVISIBLE.sub("", _SPACES.sub(" ", _NEWLINES.sub("\n", text)))
    text = _C1.sub(_windows_1252, text)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", _NEWLINES.sub("\n", text)))
    text = _TAGS.sub(lambda found: found[1] or "", text)
    return unicodedata.normalize("NFC", _JOINERS.sub("", text))


def one_line(text: str) -> str:
    """Returns the tidied text on one line, its spaces folded."""
    return " ".join(tidy(text).split())


def _windows_1252(found: re.Match[str]) -> str:
    if found[0] == "\x85":
        return "\n"  # NEL, a newline in its own right, and an ellipsis in Windows-1252: the break loses no word
    return found[0].encode("latin-1").decode("cp1252", "ignore")
