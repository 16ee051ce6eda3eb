"""Why a passage is in a result, as lines on a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.retrieval.explaining import Explanation, Reason

COPIES_SHOWN = 5
LIFTED_BY = {"outlet": "the outlet asked for", "time": "the time asked for", "recent": "being recent"}
"""What a lift is called; one that is not here goes by its own name."""


def reasons(why: "Explanation") -> Iterator[str]:
    """Yield what it was found by, what moved it up, which part it serves, and what it stands for."""
    if why.origins:
        yield f"an event reported by {len(why.origins)}: {', '.join(why.origins)}"
    words = ", ".join(f"“{word}”" for word in why.words)
    found = f"the words {words} (weight {why.bm25:.1f})" if words else "its meaning alone"
    if not why.origins:
        yield f"found by {found}; nearness of meaning {why.cosine:.2f} of 1"
    if why.lifts:
        yield "moved up for " + "; ".join(_lift(reason) for reason in why.lifts)
    if why.part:
        yield f"for the part: {why.part}"
    if why.copies:
        more = len(why.copies) - COPIES_SHOWN
        names = [f"{copy.article_id} of {copy.source or 'an unknown outlet'}" for copy in why.copies[:COPIES_SHOWN]]
        yield f"stands for {len(why.copies)} that tell the same: " + ", ".join(
            [*names, *([f"and {more} more"] if more > 0 else [])]
        )
    if why.held_back:
        yield f"more of the same article held back so that others have room: {why.held_back}"


def _lift(reason: "Reason") -> str:
    because = f" ({reason.because})" if reason.because else ""
    return f"{LIFTED_BY.get(reason.name, reason.name)}{because}: {reason.amount:+.2f}"
