"""The text of an article as it is shown, indexed and cited: page furniture out, the words of the article untouched."""

import hashlib
import re

from assistant.articles.characters import one_line, tidy
from assistant.articles.furniture import core, is_ending, is_furniture
from assistant.articles.teasers import is_offer
from assistant.articles.wrapping import is_row, unwrap

# Signatures and offers come last; after so many lines of the article above them the search ends.
_MOST_BELOW = 2
# A shorter line may well stand twice: an answer, a name, a line of a song.
_TELLING = 60
_QUOTES = "\u201e \"'\u201c\u201d\u2018\u2019\u00ab\u00bb"
_LONG = 200
_ENDS = (".", "!", "\u2026")
# In a longer text, looking for each line in all others would take too long.
_LONGEST_SEARCHED = 200_000


def clean_text(text: str, title: str | None = None) -> str:
    """Returns the body of an article in its final form; cleaning it once more changes nothing.

    Args:
        text: The body as a reader found it, plain text with paragraphs.
        title: The headline, removed where the body repeats it as its first line.
    """
    headline = _folded(title or "")
    lines = _laid_out(tidy(text), headline)
    while (rest := _without_repeats(_without_ending(lines))) != lines:
        # What went may have been the one long line of a wrapped text, or have hidden another ending.
        lines = _laid_out("\n".join(rest), headline)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def canonical_hash(text: str) -> str:
    """Returns the SHA-256 of the words of a text, the same however its spaces and lines are set."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _laid_out(text: str, headline: str) -> list[str]:
    """Returns the lines of a text without furniture and headline, wrapped ones joined to paragraphs."""
    lines = _without_furniture(_lines(text), headline)
    unwrapped = unwrap(lines)
    # A headline or a bar that was broken over two lines can be told only now.
    return lines if unwrapped is lines else _without_furniture(unwrapped, headline)


def _lines(text: str) -> list[str]:
    """Splits into lines without outer spaces; an indented line starts a paragraph, as typewriters and wires have it."""
    lines: list[str] = []
    for raw in text.split("\n"):
        if is_row(raw):
            lines.append(raw.rstrip())
            continue
        if raw.startswith("  ") and lines and lines[-1]:
            lines.append("")
        lines.append(" ".join(raw.split(" ")) if "  " not in raw else " ".join(raw.split()))
        lines[-1] = lines[-1].strip()
    return lines


def _without_furniture(lines: list[str], headline: str) -> list[str]:
    """Empties the lines that are page furniture, and those at the top that repeat the headline.

    They are emptied, not removed, lest their neighbours be taken for lines of one paragraph. A flash of
    nothing but its headline keeps it.
    """
    kept = ["" if is_furniture(line) else line for line in lines]
    start = 0
    while headline and start < len(kept) and (not kept[start] or _folded(kept[start]) == headline):
        start += 1
    return [""] * start + kept[start:] if start < len(kept) else kept


def _without_repeats(lines: list[str]) -> list[str]:
    """Empties a long paragraph that stands in full further up, and a quotation set apart whose words a paragraph holds.

    Not a word is lost: each stays where it belongs. A short line may be meant to stand twice: a question put to each of
    several people, a dish on two days.
    """
    words = [_telling(line) for line in lines]
    whole = "\n".join(dict.fromkeys(words))
    seen: set[str] = set()
    kept = []
    for line, each in zip(lines, words, strict=True):
        again = each in seen and len(each) >= _LONG
        kept.append("" if each and (again or _is_quoted(each, whole)) else line)
        seen.add(each)
    return kept


def _is_quoted(words: str, whole: str) -> bool:
    """Tells whether a line stands within another of a text, as part of it; the text holds each line once."""
    return len(whole) <= _LONGEST_SEARCHED and whole.count(words) > 1


def _telling(line: str) -> str:
    """Returns the words of a sentence, without quotation marks around them, if they are enough to tell it by."""
    if len(line) < _TELLING:
        return ""
    words = line.strip(_QUOTES + ")]")
    is_quoted = line[0] in _QUOTES and line[-1] in _QUOTES
    return words.casefold() if (is_quoted or words[-1:] in _ENDS) and not is_row(line) else ""


def _without_ending(lines: list[str]) -> list[str]:
    """Empties signatures, rights and offers below the article; an offer to read on is kept as the article's access."""
    kept = lines.copy()
    below = 0
    # A text of nothing else keeps its first line.
    first = next((number for number, line in enumerate(lines) if line), 0)
    for number in range(len(lines) - 1, first, -1):
        if is_ending(lines[number]) or is_offer(lines[number]):
            kept[number] = ""
        elif lines[number]:
            below += 1
            if below > _MOST_BELOW:
                break
    return kept


def _folded(line: str) -> str:
    return core(one_line(line))
