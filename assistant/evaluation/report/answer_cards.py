"""The answers of a report, the worst first: what was asked, what should have been said, what was, and on what."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.questions import Label, Question
from assistant.evaluation.report.markup import label, shortened, text
from assistant.evaluation.scoring import Scores
from assistant.evaluation.wording import packed

OPENED = 12
"""Cards with their evidence opened."""

MOST_CARDS = 200
PASSAGES = 5
PASSAGE_CHARACTERS = 360

QUALITY = (
    "contained", "choice_accuracy", "evidence_recall@10", "hit@10", "citation_precision", "quote_fidelity",
    "supported_share", "refusal_recall",
)  # fmt: skip
"""What makes an answer good; their mean orders the cards. `wrongly_refused` counts the other way."""

VERDICTS = {"supported": "supported", "partly": "partly supported", "not_found": "not found in its source"}


def quality(scores: Scores) -> float:
    """Return how good an answer is, from 0 to 1: the mean of what was measured of it; 1 where nothing was."""
    values = [scores[name] for name in QUALITY if name in scores]
    values += [1 - scores["wrongly_refused"]] if "wrongly_refused" in scores else []
    return sum(values) / len(values) if values else 1.0


def worst_first(
    questions: Sequence[Question], answers: Sequence[AnswerRow], scores: Mapping[str, Scores]
) -> list[tuple[Question, AnswerRow, Scores]]:
    """Return questions with answers and scores, the worst answers first, equals in the order of the file."""
    asked = [(q, row, scores[q.id]) for q, row in zip(questions, answers, strict=True) if q.id in scores]
    return sorted(asked, key=lambda item: quality(item[2]))


def answer_cards(ordered: Sequence[tuple[Question, AnswerRow, Scores]]) -> str:
    """Return the cards, and a line on those that are left out."""
    cards = "".join(
        _card(question, row, scores, opened=place < OPENED)
        for place, (question, row, scores) in enumerate(ordered[:MOST_CARDS])
    )
    left = len(ordered) - MOST_CARDS
    more = f'<p class="note">{left:,} better answers are not shown; answers.jsonl has them all.</p>' if left > 0 else ""
    return cards + more


def _card(question: Question, row: AnswerRow, scores: Scores, *, opened: bool) -> str:
    wrong = quality(scores) < 0.5  # noqa: PLR2004 - in the worse half
    chips = "".join(
        f"<li><span>{text(name)}</span> {scores[name]:.2f}</li>"
        for name in (*QUALITY, "wrongly_refused")
        if name in scores
    )
    return (
        f'<details class="answer{" wrong" if wrong else ""}"{" open" if opened else ""}><summary><span class="asked">'
        f'{label(question.question)}</span><span class="meta">{label(question.id)}{_kind(question)}</span></summary>'
        f"<dl>{_expected(question)}<dt>Answered</dt><dd>{_said(row)}</dd>{_chosen(row)}</dl>"
        f'<ul class="chips">{chips}</ul>{_citations(row)}{_labels(question, row)}{_passages(row)}</details>'
    )


def _kind(question: Question) -> str:
    parts = [question.type or "", f"asked on {question.asked_on}" if question.asked_on else ""]
    return "".join(f" · {label(part)}" for part in parts if part)


def _expected(question: Question) -> str:
    if question.answerable is False:
        return "<dt>Expected</dt><dd>a refusal: the archive cannot answer this</dd>"
    if not question.answers:
        return ""
    return f"<dt>Expected</dt><dd>{' or '.join(label(answer) for answer in question.answers)}</dd>"


def _said(row: AnswerRow) -> str:
    if row["refused"]:
        return f'<span class="refused">{text(row["answer"])}</span>'
    return " ".join(_sentence(sentence) for sentence in row["sentences"]) or text(row["answer"])


def _sentence(sentence: Mapping[str, Any]) -> str:
    lead = f"<em>{text(sentence['lead'])}</em> " if sentence["lead"] else ""
    numbers = "".join(f'<span class="cite">{number}</span>' for number in sentence["citations"])
    verdict = (
        ""
        if sentence["verdict"] == "supported"
        else f' <span class="verdict">{text(VERDICTS.get(sentence["verdict"], sentence["verdict"]))}</span>'
    )
    return f"{lead}{text(sentence['text'])}{numbers}{verdict}"


def _chosen(row: AnswerRow) -> str:
    short = f"<dt>Short answer</dt><dd>{label(row['short_answer'])}</dd>" if row["short_answer"] else ""
    choices = row.get("choices") or ()
    return short + (f"<dt>Choices</dt><dd>{' · '.join(label(choice) for choice in choices)}</dd>" if choices else "")


def _citations(row: AnswerRow) -> str:
    items = "".join(
        f'<li value="{int(item["number"])}"><p class="byline">{_byline(item)}</p>'
        f"<blockquote>{text(item['quote'])}</blockquote></li>"
        for item in row["citations"]
    )
    return f'<h4>Cited</h4><ol class="sources">{items}</ol>' if items else ""


def _labels(question: Question, row: AnswerRow) -> str:
    items = "".join(f"<li>{_label(item, row)}</li>" for item in question.evidence)
    return f'<h4>Labelled evidence</h4><ul class="sources">{items}</ul>' if items else ""


def _label(item: Label, row: AnswerRow) -> str:
    name = item.title or item.article_id or "an article"
    if not item.quote:
        return f'<p class="byline">{label(name)}</p>'
    ranks = [passage["rank"] for passage in row["passages"] if packed(item.quote) in packed(passage["text"])]
    found = f'<span class="found">found at {ranks[0]}</span>' if ranks else '<span class="missed">not found</span>'
    return f'<p class="byline">{label(name)} {found}</p><blockquote>{text(item.quote)}</blockquote>'


def _passages(row: AnswerRow) -> str:
    items = "".join(
        f'<li><p class="byline">{_byline(item)}</p>'
        f'<p class="passage">{text(shortened(" ".join(item["text"].split()), PASSAGE_CHARACTERS))}</p></li>'
        for item in row["passages"][:PASSAGES]
    )
    return (
        f'<h4>First {min(PASSAGES, len(row["passages"]))} passages</h4><ol class="sources">{items}</ol>'
        if items
        else ""
    )


def _byline(item: Mapping[str, Any]) -> str:
    day = (item["published_at"] or "no date").partition("T")[0]
    return f"<b>{label(item['title'], 'Untitled')}</b> · {label(item['source'], 'unknown outlet')} · {text(day)}"
