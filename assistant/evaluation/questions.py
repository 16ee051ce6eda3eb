"""A question to evaluate with, and its labels: articles and quotes, never passages, so they outlive re-chunking."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import InputError

NULL_QUERY = "null_query"
"""The type that MultiHop-RAG gives to questions that its articles cannot answer."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """One piece of evidence that an answer should rest on.

    Attributes:
        article_id: The article, or None where only its title or the quote is known.
        title: Its title.
        quote: Words of the article.
        source: Its outlet, where the label says so.
        published_at: Its date, where the label says so.
    """

    article_id: str | None = None
    title: str | None = None
    quote: str | None = None
    source: str | None = None
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a file of questions.

    Attributes:
        id: As given, or a hash of what is asked.
        answers: The right answer with its aliases.
        choices: What the answer is to be chosen from.
        evidence: What the answer should rest on.
        gold_articles: Ids of articles that hold the answer.
        answerable: Whether the archive can answer it; None where the labels do not say.
        asked_on: The day of asking.
        as_of: Nothing published later may be used.
        turns: Questions asked before it in the same conversation, oldest first.
        type: What kind of question it is, for slices.
        row: The row as given, with whatever else it holds.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    evidence: tuple[Label, ...] = ()
    gold_articles: tuple[str, ...] = ()
    answerable: bool | None = None
    asked_on: dt.date | None = None
    as_of: dt.date | None = None
    turns: tuple[str, ...] = ()
    type: str | None = None
    row: Row = field(default_factory=dict, compare=False)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The quotes of its evidence, each once."""
        return tuple(dict.fromkeys(label.quote for label in self.evidence if label.quote))


def parse_question(row: object) -> Question:
    """Read one row.

    Raises:
        InputError: It holds no question, or a label that cannot be read; the message says which.
    """
    if not isinstance(row, Mapping):
        raise InputError(f"it is {type(row).__name__}, not an object")
    text = _text(row, "question")
    if text is None:
        raise InputError("it has no `question`")
    kind = _text(row, "type")
    turns = tuple(_turn(item) for item in _items(row, "turns"))
    asked_on, as_of = _day(row, "asked_on"), _day(row, "as_of")
    answers = tuple(_plain(item, "answers") for item in _items(row, "answers" if "answers" in row else "answer"))
    evidence = tuple(_label(item) for item in _items(row, "evidence"))
    gold = tuple(_plain(item, "gold_articles") for item in _items(row, "gold_articles"))
    labelled = True if answers or evidence or gold else None
    return Question(
        id=_text(row, "id") or _hash(text, turns, asked_on, as_of),
        question=text,
        answers=answers,
        choices=tuple(_plain(item, "choices") for item in _items(row, "choices")),
        evidence=evidence,
        gold_articles=gold,
        answerable=_truth(row, "answerable", False if kind == NULL_QUERY else labelled),
        asked_on=asked_on,
        as_of=as_of,
        turns=turns,
        type=kind,
        row=row,
    )


def as_row(question: Question) -> dict[str, Any]:
    """Return a question as a row with our keys; columns that we do not know stay as they were."""
    ours = {
        "id": question.id,
        "question": question.question,
        "answers": list(question.answers),
        "choices": list(question.choices),
        "evidence": [_label_row(label) for label in question.evidence],
        "gold_articles": list(question.gold_articles),
        "answerable": question.answerable,
        "asked_on": question.asked_on.isoformat() if question.asked_on else None,
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "turns": list(question.turns),
        "type": question.type,
    }
    filled = {name: value for name, value in ours.items() if value not in ([], None)}
    return filled | {name: value for name, value in question.row.items() if name not in {*ours, "answer"}}


def questions_hash(questions: tuple[Question, ...]) -> str:
    """Return a short hash of what is asked and how it is labelled, whatever the order of the rows."""
    rows = sorted(json.dumps(as_row(question), sort_keys=True, default=str) for question in questions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:12]


def _label_row(label: Label) -> dict[str, str]:
    named = ("article_id", "title", "quote", "source", "published_at")
    return {name: value for name in named if (value := getattr(label, name)) is not None}


def _label(item: object) -> Label:
    if not isinstance(item, Mapping):
        raise InputError("`evidence` holds something that is not an object with `article_id` or `title`")
    label = Label(
        article_id=_text(item, "article_id"),
        title=_text(item, "title"),
        quote=_text(item, "quote") or _text(item, "fact"),
        source=_text(item, "source"),
        published_at=_text(item, "published_at"),
    )
    if label.article_id is None and label.title is None and label.quote is None:
        raise InputError("`evidence` holds an item without `article_id`, `title`, `quote` or `fact`")
    return label


def _turn(item: object) -> str:
    text = _text(item, "question") if isinstance(item, Mapping) else item
    if not isinstance(text, str) or not text.strip():
        raise InputError("`turns` holds something that is neither a question nor an object with one")
    return text.strip()


def _items(row: Row, name: str) -> list[object]:
    """Return what a column lists; one value alone is a list of one."""
    value = row.get(name)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _plain(value, name)


def _plain(value: object, name: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"`{name}` holds {type(value).__name__}, not text")
    return str(value).strip()


def _truth(row: Row, name: str, otherwise: bool | None) -> bool | None:  # noqa: FBT001 - a value, not a switch
    value = row.get(name)
    if value is None or value == "":
        return otherwise
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    found = words.get(str(value).strip().casefold())
    if found is None:
        raise InputError(f"`{name}` is {value!r}, neither true nor false")
    return found


def _day(row: Row, name: str) -> dt.date | None:
    text = _text(row, name)
    if text is None:
        return None
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        raise InputError(f"`{name}` is {text!r}, which is no date such as 2024-03-29") from None
