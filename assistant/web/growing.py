"""An answer while it is made, as HTML: every part of it already where it stays, so that nothing jumps at the end."""

import re

from assistant.answering.answer import COUNTED, FRESHNESS, SHORT, Step
from assistant.answering.refusal import REFUSAL
from assistant.web.markup import label, text

_MARKER = re.compile(r"(?<!\S)(\S{0,24})\s*((?:\[\d{1,3}\]\s?)+)")
_NUMBER = re.compile(r"\[(\d{1,3})\]\s*")


def progress(steps: tuple[Step, ...], typed: str) -> str:
    """Return an answer that is still being made: what is being done, then the text so far."""
    if so_far := _so_far(steps, typed):
        return so_far
    last = steps[-1] if steps else Step("searching", "")
    detail = f" · {label(last.detail)}" if last.detail else ""
    return f'<p class="step"><span class="pulse" aria-hidden="true"></span>{label(last.name)}{detail}</p>'


def stopped(steps: tuple[Step, ...], typed: str) -> str:
    """Return what was there when the reader pressed stop."""
    so_far = _so_far(steps, typed)
    words = "Stopped before the answer was checked." if so_far else "Stopped before an answer was found."
    return f'{so_far}<p class="remark">{words}</p>'


def _so_far(steps: tuple[Step, ...], typed: str) -> str:
    """An unfinished answer, every part of it where it stays; empty while there is nothing of it."""
    told = {step.name: step.detail for step in steps}
    number = told.get(COUNTED, "")
    if typed in {REFUSAL, number or REFUSAL}:
        return f'<div class="card refusal"><p class="refusal-words" dir="auto">{text(typed)}</p></div>'
    opening = told.get(FRESHNESS, "")
    heading = above(opening, told.get(SHORT, ""), number)
    # The text begins with what stands above it.
    rest = "" if opening.startswith(typed.rstrip()) else typed.removeprefix(opening).lstrip()
    if not heading and not rest:
        return ""
    return f'<div class="answer">{heading}<p class="words" dir="auto">{_typed(rest)}</p></div>'


def above(opening: str, short: str, number: str = "") -> str:
    """Return what stands above the sentences: what was counted, how new the evidence is, the answer in a few words."""
    counted = f'<p class="counted" dir="auto">{text(number)}</p>' if number else ""
    fresh = f'<p class="freshness" dir="auto">{text(opening)}</p>' if opening else ""
    return counted + fresh + (f'<p class="short" dir="auto">{text(short)}</p>' if short else "")


def _typed(typed: str) -> str:
    """Text so far, its markers already the size of the links that they become, so that nothing jumps at the end."""
    return _MARKER.sub(lambda found: f'<span class="tail">{found[1]}{_pending(found[2])}</span> ', text(typed))


def _pending(numbers: str) -> str:
    return _NUMBER.sub(r'<span class="cite pending">\1</span>', numbers)
