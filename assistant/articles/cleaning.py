"""The text of an article as it is shown, indexed and cited: page furniture out, the words of the article untouched."""

import hashlib
import re

from assistant.articles.characters import one_line, tidy
from assistant.articles.wrapping import is_row, unwrap

# Each pattern must be a whole line; none names an outlet. A line is furniture only if no sentence could consist of it.
_PATTERNS = (
    r"(estimated )?(reading|read) time:? ?\d{1,3} ?(min|mins|minutes?)",
    r"\d{1,3}[ -]?(min|mins|minutes?)[ -]?read",
    r"(article|featured?|main|header|hero|lead|story) (picture|image|photo)",
    r"(placeholder|image|photo) ?(placeholder)?",
    r"(skip )?(advertisement|ad|ads|advert|sponsored|promoted|paid content|sponsored content)",
    r"(advertisement|story|article|content)? ?continues below( (this )?(advertisement|ad))?",
    r"scroll (down )?to continue( (reading|with content))?",
    r"skip (to (main )?content|past newsletter promotion|ad)",
    r"share( (this|the))?( (article|story|post|page))?( (on|via) (social media|facebook|twitter|x|whatsapp|email))?",
    r"(tweet|tweet this|pin it|email this|print this|copy link|link copied|save this|save article|print article)",
    r"(sign[ -]?up|subscribe) ((for|to) )?((our|the|this|a) )?([\w&' -]{0,40} )?newsletters?( here| now| today)?",
    r"(sign up|subscribe|log in|register|click|tap) here",
    r"(read|see|find out|learn|show|load) (more|less|also)( here| on this)?",
    r"(read|see|watch|listen) (more|also|next) ?[:|»>→] .{1,160}",
    r"(also read|read also|related|related (articles?|stories)|recommended|more on this)( ?[:|»>→] .{1,150})?",
    r"(you (may|might) also like|recommended (for you|reading)|more from this (author|section))",
    r"(related (content|topics)|top stories|most read|trending( now)?)",
    r"(follow us|find us|join us|like us) on [\w, &]{1,60}",
    r"(loading|loading comments|\d+ comments?|(view|show|leave|post|add) (a |all |the )?comments?)",
    r"(download|get) (our|the) (free )?app( (now|today|here))?",
    r"(we use|this (site|website|page) uses) cookies.{0,120}",
    r"(accept|reject|manage)( all)? cookies",
)
_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_LONGEST_FURNITURE = 200
_DECORATION = " \t·•|\u2014\u2013-:*#_=~.…!»\u203a>←→[]()♦▶▼"


def clean_text(text: str, title: str | None = None) -> str:
    """Returns the body of an article in its final form; cleaning it once more changes nothing.

    Args:
        text: The body as a reader found it, plain text with paragraphs.
        title: The headline, removed where the body repeats it as its first line.
    """
    lines = _lines(tidy(text))
    headline = _folded(title or "")
    lines = _without_furniture(lines, headline)
    unwrapped = unwrap(lines)
    if unwrapped is not lines:
        # A headline or a bar that was broken over two lines can be told only now.
        lines = _without_furniture(unwrapped, headline)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def canonical_hash(text: str) -> str:
    """Returns the SHA-256 of the words of a text, the same however its spaces and lines are set."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


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
    kept = ["" if _is_furniture(line) else line for line in lines]
    start = 0
    while headline and start < len(kept) and (not kept[start] or _folded(kept[start]) == headline):
        start += 1
    return [""] * start + kept[start:] if start < len(kept) else kept


def _is_furniture(line: str) -> bool:
    if not line or len(line) > _LONGEST_FURNITURE:
        return False
    core = line.strip(_DECORATION)
    return not core or _FURNITURE.fullmatch(core.casefold()) is not None


def _folded(line: str) -> str:
    return one_line(line).strip(_DECORATION).casefold()
