"""Why an answer says what it says: what was understood, what was found, and why each sentence was cited or not."""

from collections.abc import Mapping

from assistant.answering.record import EvidenceRecord, Looked, Weighed
from assistant.answering.replay import Replay
from assistant.web.markup import isolated, label, permalink, shortened, text

Titles = Mapping[tuple[str, int], tuple[str, str]]
"""Title and text of articles, by id and version; one that is gone is not in it."""

_SENTENCES_SHOWN = 20
_LONGEST = 300


def why(found: EvidenceRecord, articles: Titles) -> str:
    """Return the panel."""
    verdict = "refused" if found.refused else "answered"
    searched = f'<div><dt>Searched for</dt><dd dir="auto">{text(found.searched)}</dd></div>'
    facts = (
        ("Passages that passed the filters", f"{found.allowed:,}"),
        ("Compared closely", f"{found.compared:,}"),
        ("Chance that the evidence holds the answer", f"{found.confidence:.0%}, so it was {verdict}"),
        ("Day of asking", text(found.today or "none")),
        ("Archive", f"revision {found.revision}, settings {text(found.settings_hash)}"),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    chips = "".join(f"<li>{isolated(name)}</li>" for _, _, name in found.chips)
    understood = f'<h2>Understood</h2><ul class="plain">{chips}</ul>' if chips else ""
    sentences = "".join(_sentence(item, articles) for item in found.sentences[:_SENTENCES_SHOWN])
    passages = "".join(_passage(item, articles) for item in found.passages)
    more = found.more_sentences + max(0, len(found.sentences) - _SENTENCES_SHOWN)
    rest = f'<p class="remark">and {more:,} more</p>' if more else ""
    return (
        '<article class="why"><h1 tabindex="-1">Why this answer</h1>'
        f'<dl class="coverage">{searched}{cells}</dl>{understood}'
        f'<h2>Sentences, best first</h2><ol class="weighed">{sentences}</ol>{rest}'
        f'<h2>Passages found</h2><ol class="weighed">{passages}</ol>{_times(found)}</article>'
    )


def replayed(found: Replay) -> str:
    """Return what asking again gave."""
    words = "Asking again gives the same evidence." if found.same else "Asking again gives other evidence."
    rows = "".join(f"<li>{label(item)}</li>" for item in found.differences)
    return f'<section class="card"><h2>{words}</h2><ul class="plain">{rows}</ul></section>'


def _sentence(item: Weighed, articles: Titles) -> str:
    title, words = articles.get((item.article_id, item.version), ("", ""))
    said = shortened(words[item.start : item.end], _LONGEST) or "Its article is not in the archive any more."
    where = text(permalink(item.article_id, item.version, item.start, item.end))
    style = "cited" if item.outcome.startswith("cited") else ""
    score = "" if item.score is None else f" · {item.score:.2f}"
    return (
        f'<li class="{style}"><p dir="auto"><a href="{where}">{text(said)}</a></p>'
        f'<p class="remark">{label(item.outcome)}{score} · answers {item.answers:.2f} · words {item.overlap:.0%}'
        f"{' · ' + isolated(title) if title else ''}</p></li>"
    )


def _passage(item: Looked, articles: Titles) -> str:
    title, _ = articles.get((item.article_id, item.version), ("", ""))
    where = text(permalink(item.article_id, item.version, item.start, item.end))
    lifts = "".join(f" · {label(name)} {amount:+.2f}" for name, amount in item.lifts.items())
    scores = f" · {item.score:.2f} · likeness {item.cosine:.2f} · bm25 {item.bm25:.1f}{lifts}" if item.rank else ""
    return (
        f'<li><p><a href="{where}">{isolated(title, item.article_id)}</a></p>'
        f'<p class="remark">{label(item.outcome)}{scores}</p></li>'
    )


def _times(found: EvidenceRecord) -> str:
    parts = " · ".join(f"{label(name)} {amount:,.0f} ms" for name, amount in found.timings.items())
    return f'<p class="receipt">{parts}</p>' if parts else ""
