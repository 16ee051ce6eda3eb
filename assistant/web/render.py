"""One question and its answer as HTML, made of escaped parts only."""

import datetime as dt
from collections.abc import Mapping

from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence
from assistant.answering.checks.reason import in_words
from assistant.retrieval.query import Chip, Filters
from assistant.web.actions import support
from assistant.web.figures import disagreements
from assistant.web.growing import above
from assistant.web.markup import also_in, isolated, label, outside_link, permalink, shortened, text
from assistant.web.sides import sides
from assistant.web.timeline import timeline
from assistant.web.when import age, printed, time_tag

VERDICTS = {
    "partly": ("partly", "partly supported", "Only part of this sentence was found in the sources."),
    "not_found": ("missing", "not in the sources", "This sentence was not found in the sources."),
}
"""Class, words and explanation for every verdict but `supported`, which needs none."""

LEAD = "Our words, not the article&#x27;s: whom or what the sentence means"
"""Explains what stands before a quotation."""

CHIP_KINDS = {
    "phrase": "exactly",
    "spelling": "spelling",
    "outlet": "outlet",
    "time": "when",
    "recent": "prefers",
    "parts": "asks",
    "events": "asks",
    "followup": "follow-up",
}
"""The word before what was understood."""

Also = Mapping[str, tuple[str, ...]]

_LONGEST_WORD = 24
_OUTLETS_SHOWN = 5
_QUESTION_SHOWN = 400


def turn(
    number: int, question: str, body: str, *, state: str, filters: Filters | None = None, understood: str = ""
) -> str:
    """Return one question with whatever stands below it; `state` is answering, answered, refused, stopped or failed."""
    heading = label(shortened(question, _QUESTION_SHOWN), "(no question)")
    return (
        f'<section class="turn" id="turn-{number}" data-state="{state}" aria-labelledby="turn-{number}-question">'
        f'<h2 class="question" id="turn-{number}-question" dir="auto">{heading}</h2>'
        f"{limits(filters)}{understood}{body}</section>"
    )


def earlier(turns: int, name: str) -> str:
    """Return the link to the turns that the page shows no more."""
    if turns < 1:
        return ""
    words = f"{turns:,} earlier question{'s' * (turns != 1)}"
    return f'<p class="earlier"><a href="/conversations/{text(name)}">{words}</a></p>'


def limits(filters: Filters | None) -> str:
    """Return what the reader's filters leave, so that a closed panel of filters is not forgotten."""
    if filters is None:
        return ""
    parts = [isolated(source) for source in filters.sources]
    parts += [f"from {text(filters.since)}"] if filters.since else []
    parts += [f"until {text(filters.until)}"] if filters.until else []
    parts += [f"as of {text(filters.as_of)}"] if filters.as_of else []
    parts += [isolated(name) for name in (*filters.sections, *filters.kinds, *filters.languages)]
    return f'<p class="limits">Only {" · ".join(parts)}</p>' if parts else ""


def understood(chips: tuple[Chip, ...], aside: tuple[Chip, ...], *, is_last: bool, is_answering: bool = False) -> str:
    """Return what was read out of the question: on its last turn each can be left aside, or taken up again.

    Args:
        chips: What was understood.
        aside: What the reader left aside.
        is_last: Whether the turn is the last one; what is past cannot be asked again.
        is_answering: Whether it cannot be asked again yet; the chips have their size already.
    """
    parts = [_chip(chip, is_on=True, is_last=is_last, is_answering=is_answering) for chip in chips]
    parts += [_chip(chip, is_on=False, is_last=is_last, is_answering=is_answering) for chip in aside]
    if not parts:
        return ""
    return f'<p class="understood"><span class="unseen">Understood: </span>{" ".join(parts)}</p>'


def _chip(chip: Chip, *, is_on: bool, is_last: bool, is_answering: bool) -> str:
    words = f'<span class="chip-kind">{CHIP_KINDS.get(chip.kind, chip.kind)}</span> {isolated(chip.label)}'
    style = "understood-chip" if is_on else "understood-chip aside"
    if not is_last:
        return f'<span class="{style}">{words}</span>'
    act, sign = ("Leave aside and ask again", "✕") if is_on else ("Take up and ask again", "+")
    name = f"{act}: {label(chip.label)}"
    return (
        f'<button type="button" class="{style}" data-chip="{text(chip.id)}" title="{act}" aria-label="{name}"'
        f"{' disabled' if is_answering else ''}>"
        f'{words} <span aria-hidden="true">{sign}</span></button>'
    )


def answered(number: int, answer: Answer, asked_on: dt.date, also: Also | None = None) -> str:
    """Return a finished answer with its sources, or the refusal card.

    Args:
        number: Of the turn.
        answer: The answer.
        asked_on: The day from which ages are told.
        also: The other outlets that have the same text, by article id.
    """
    if answer.refused:
        return refusal(answer, asked_on)
    by_number = {citation.number: citation for citation in answer.citations}
    sentences = " ".join(sentence(item, by_number) for item in answer.sentences)
    cards = "".join(
        source_card(number, citation, asked_on, (also or {}).get(citation.article_id, ()))
        for citation in answer.citations
    )
    note = f'<p class="remark" dir="auto">{text(answer.note)}</p>' if answer.note else ""
    heading = above(answer.freshness, answer.short_answer, answer.counted)
    return (
        f'<div class="answer">{heading}<p class="words" dir="auto">{sentences}</p>'
        f"</div>{note}"
        f"{sides(answer.sides)}{disagreements(answer.disagreements)}"
        f'<h3 class="small-heading">Sources</h3><ol class="sources">{cards}</ol>'
        f"{timeline(answer)}{support(answer)}{receipt(answer)}"
    )


def sentence(item: Sentence, by_number: dict[int, Citation]) -> str:
    """Return one sentence with its citations; one that the check did not support says so in words."""
    lead = f'<span class="lead" title="{LEAD}">{text(item.lead)}</span> ' if item.lead else ""
    chips = "".join(chip(by_number[number]) for number in item.citations if number in by_number)
    style, words, why = VERDICTS.get(item.verdict, ("", "", ""))
    reasons = "; ".join(in_words(reason) for reason in item.reasons)
    hint = text(f"{why} {reasons[:1].upper()}{reasons[1:]}".strip())
    unseen = f'<span class="unseen">: {text(reasons)}</span>' if reasons else ""
    note = f' <span class="verdict" title="{hint}">{words}{unseen}</span>' if style else ""
    return f'<span class="sentence {style}">{lead}{_held_together(item.text, chips)}{note}</span>'


def _held_together(words: str, chips: str) -> str:
    """A sentence and its citations; no line breaks between the last word and the first of them."""
    before, space, last = words.rpartition(" ")
    if len(last) > _LONGEST_WORD:
        before, space, last = words, "", ""
    return (
        f'<span class="said">{text(before)}</span>{space}'
        f'<span class="tail"><span class="said">{text(last)}</span>{chips}</span>'
    )


def chip(citation: Citation) -> str:
    """Return the `[1]` behind a sentence: a real link, so it also works in a new tab and with the keyboard."""
    where = text(permalink(citation.article_id, citation.version, citation.start, citation.end))
    named = f"Source {citation.number}: {label(citation.source, 'unknown outlet')}, {printed(citation.published_at)}"
    return (
        f'<a class="cite" href="{where}" aria-label="{named}" data-number="{citation.number}">'
        f'<span class="unseen">[</span>{citation.number}<span class="unseen">]</span></a>'
    )


def source_card(number: int, citation: Citation, asked_on: dt.date, others: tuple[str, ...] = ()) -> str:
    """Return the numbered card under an answer: outlet, date, age, title, and the very words."""
    where = text(permalink(citation.article_id, citation.version, citation.start, citation.end))
    return (
        f'<li class="source" id="turn-{number}-source-{citation.number}">'
        f'<span class="number" aria-hidden="true">{citation.number}</span><div class="source-body">'
        f"{_byline(citation.source, citation.published_at, asked_on)}"
        f'<a class="source-title cite-link" href="{where}" data-number="{citation.number}">'
        f"{isolated(citation.title, 'Untitled article')}</a>"
        f'<blockquote dir="auto">{text(citation.quote)}</blockquote>{also_in(others, len(others))}'
        f"{outside_link(citation.url)}</div></li>"
    )


def refusal(answer: Answer, asked_on: dt.date) -> str:
    """Return the card of an answer that the archive does not hold, with what it does hold."""
    near = "".join(nearest_card(card, asked_on) for card in answer.coverage.nearest)
    related = f'<h3 class="small-heading">Related, not evidence</h3><ul class="nearest">{near}</ul>' if near else ""
    return (
        f'<div class="card refusal"><p class="refusal-words" dir="auto">{text(answer.answer)}</p>'
        f"{coverage(answer.coverage)}{related}</div>"
    )


def nearest_card(card: ArticleCard, asked_on: dt.date) -> str:
    """Return an article that is close to the question and does not answer it."""
    where = text(permalink(card.article_id, card.version))
    return (
        f'<li><a class="source-title cite-link" href="{where}">{isolated(card.title, "Untitled article")}</a>'
        f"{_byline(card.source, card.published_at, asked_on)}</li>"
    )


def coverage(held: Coverage) -> str:
    """Return what the archive holds under the filters of the question."""
    remarks = "".join(f'<p class="remark" dir="auto">{text(remark)}</p>' for remark in held.remarks)
    if not held.articles:
        return f'<p class="remark">No article passes the filters.</p>{remarks}'
    outlets = list(held.sources.items())
    names = ", ".join(f"{isolated(name, 'not named')}&nbsp;({count:,})" for name, count in outlets[:_OUTLETS_SHOWN])
    more = len(outlets) - _OUTLETS_SHOWN
    rest = f" and {more} more" if more > 0 else ""
    named = f"<div><dt>Outlets</dt><dd>{names}{rest}</dd></div>" if names else ""  # a kept answer has none
    months = ", ".join(f"{printed(month)}&nbsp;({count:,})" for month, count in held.months.items())
    most = f"<div><dt>Most on what you name</dt><dd>{months}</dd></div>" if months else ""
    return (
        f'{remarks}<dl class="coverage">'
        f"<div><dt>Articles searched</dt><dd>{held.articles:,}</dd></div>"
        f"<div><dt>Period</dt><dd>{period(held.from_, held.to)}</dd></div>"
        f"{named}{most}</dl>"
    )


def period(first: str | None, last: str | None) -> str:
    """Return `1 May 2019 to 3 June 2026`, or that nothing is dated."""
    if not first or not last:
        return "no dated articles"
    return printed(first) if first == last else f"{printed(first)} to {printed(last)}"


def receipt(answer: Answer) -> str:
    """Return the quiet line under the sources: how much was read, and how long it took."""
    read = len({passage.article_id for passage in answer.passages})
    parts = [f"{answer.coverage.articles:,} articles searched"] if answer.coverage.articles else []
    parts += [f"{read} read closely"] if read else []
    total = answer.timings.get("total")
    parts += [f"{total / 1000:.2f} s"] if total is not None else []
    return f'<p class="receipt">{" · ".join(parts)}</p>' if parts else ""


def _byline(source: str | None, published_at: str | None, asked_on: dt.date) -> str:
    ago = f'<span class="age">{age(published_at, asked_on)}</span>' if published_at else ""
    return (
        f'<p class="byline"><span class="outlet">{isolated(source, "Unknown outlet")}</span>'
        f"{time_tag(published_at)}{ago}</p>"
    )
