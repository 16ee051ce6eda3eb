"""SQuAD 1.1 and 2.0: articles of paragraphs, each with questions whose answers stand in it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assistant.evaluation.questions import Question

Row = Mapping[str, Any]

VERSION = "v2.0"


def is_squad(value: Row) -> bool:
    """Whether a file is of this form."""
    return isinstance(value.get("data"), list)


def rows(value: Row) -> Iterator[object]:
    """Yield a row for every question; the sentence around an answer cannot be known, so the quote is the paragraph."""
    for article in value["data"]:
        for paragraph in article.get("paragraphs", ()) if isinstance(article, Mapping) else ():
            for item in paragraph.get("qas", ()):
                yield _row(item, str(article.get("title", "")), str(paragraph.get("context", "")))


def articles(value: Row) -> Iterator[dict[str, str]]:
    """Yield the paragraphs as articles that can be ingested; their ids are those that the questions name."""
    for article in value["data"]:
        for paragraph in article.get("paragraphs", ()):
            context = str(paragraph["context"])
            yield {"id": article_id(context), "title": str(article.get("title", "")), "text": context}


def article_id(context: str) -> str:
    """Return the id of a paragraph as an article."""
    return f"squad-{hashlib.sha256(context.encode(errors='replace')).hexdigest()[:12]}"


def dataset(questions: Iterable[Question], text_of: Callable[[str], str | None]) -> dict[str, Any]:
    """Return questions as SQuAD 2.0.

    Every question stands under its first labelled article; an answer starts where it first stands in the labelled
    quote, or else in the article. One that stands nowhere in it cannot be kept as an answer.

    Args:
        questions: Those without a labelled article of the archive are left out.
        text_of: Gives the text of an article, None for one that is not there.
    """
    paragraphs: dict[str, list[dict[str, Any]]] = {}
    for question in questions:
        for name in _named(question):
            if (text := text_of(name)) is not None:
                paragraphs.setdefault(name, []).append(_qa(question, text))
                break
    return {
        "version": VERSION,
        "data": [
            {"title": name, "paragraphs": [{"context": text_of(name), "qas": qas}]} for name, qas in paragraphs.items()
        ],
    }


def _row(item: Row, title: str, context: str) -> dict[str, Any]:
    impossible = bool(item.get("is_impossible", False))
    texts = [answer["text"] for answer in item.get("answers", ())]
    return {
        "id": item.get("id"),
        "question": item.get("question"),
        "answers": list(dict.fromkeys(texts)),
        "answerable": not impossible,
        "gold_articles": [] if impossible else [article_id(context)],
        "title": title,
    }


def _named(question: Question) -> Iterator[str]:
    yield from (label.article_id for label in question.evidence if label.article_id)
    yield from question.gold_articles


def _qa(question: Question, text: str) -> dict[str, Any]:
    if question.answerable is False:
        return {"id": question.id, "question": question.question, "answers": [], "is_impossible": True}
    starts = ((answer, _start(answer, question, text)) for answer in question.answers)
    answers = [{"text": answer, "answer_start": start} for answer, start in starts if start >= 0]
    return {"id": question.id, "question": question.question, "answers": answers, "is_impossible": not answers}


def _start(answer: str, question: Question, text: str) -> int:
    for quote in question.quotes:
        if (at := text.find(quote)) >= 0 and (inside := quote.find(answer)) >= 0:
            return at + inside
    return text.find(answer)
