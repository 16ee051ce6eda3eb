"""From one form to another: a file of questions, or a run with its answers, into what other programs read."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.articles.article import Article
from assistant.catalog.labels import article_ids
from assistant.catalog.snapshot import Snapshot
from assistant.errors import UsageError
from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.interchange import beir, labelled_rag, multihop, squad, trec
from assistant.evaluation.labels import Archive, heads_in_order
from assistant.evaluation.questions import Question, as_row


@dataclass(frozen=True, slots=True)
class Source:
    """What is converted.

    Attributes:
        questions: With their labels.
        answers: Of a run, in the same order; empty for a file of questions.
        snapshot: The archive, where the form needs one.
    """

    questions: Sequence[Question]
    answers: Sequence[AnswerRow] = ()
    snapshot: Snapshot | None = None


def _as_questions(source: Source, path: Path) -> None:
    rows = (as_row(question) for question in source.questions)
    _write(path, "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows))


def _as_multihop(source: Source, path: Path) -> None:
    _write_json(path, multihop.queries(source.questions))


def _as_multihop_retrieval(source: Source, path: Path) -> None:
    _write_json(path, multihop.retrieval(source.questions, source.answers))


def _as_labelled_rag(source: Source, path: Path) -> None:
    _write_json(path, labelled_rag.dataset(source.questions))


def _as_rag_predictions(source: Source, path: Path) -> None:
    _write_json(path, labelled_rag.predictions(source.answers))


def _as_squad(source: Source, path: Path) -> None:
    snapshot = _archive(source)

    def text_of(name: str) -> str | None:
        article = snapshot.article(name)
        return None if article is None else article.text

    _write_json(path, squad.dataset(source.questions, text_of))


def _as_beir(source: Source, path: Path) -> None:
    snapshot = _archive(source)
    beir.write_beir(
        path,
        corpus=(_plain(article) for article in _articles(snapshot)),
        queries={question.id: question.question for question in source.questions},
        relevant=_relevant(source),
    )


def _as_qrels(source: Source, path: Path) -> None:
    _write(path, "".join(trec.qrels_lines(_relevant(source))))


def _as_run(source: Source, path: Path) -> None:
    archive = Archive(_archive(source), source.questions, source.answers)
    pairs = zip(source.questions, source.answers, strict=True)
    ranked = {question.id: heads_in_order(archive, row.get("passages", ())) for question, row in pairs}
    _write(path, "".join(trec.run_lines(ranked)))


@dataclass(frozen=True, slots=True)
class Form:
    """A form to write.

    Attributes:
        says: What it is.
        write: Writes it.
        needs_answers: Whether it is of a run, not of questions alone.
        needs_archive: Whether it holds texts of articles, or names them by what the archive knows.
    """

    says: str
    write: Callable[[Source, Path], None]
    needs_answers: bool = False
    needs_archive: bool = False


FORMS = {
    "questions": Form("our own JSON lines", _as_questions),
    "multihop": Form("MultiHop-RAG's query file", _as_multihop),
    "multihop-retrieval": Form("MultiHop-RAG's retrieval file", _as_multihop_retrieval, needs_answers=True),
    "labelled-rag": Form("LlamaIndex's LabelledRagDataset", _as_labelled_rag),
    "rag-predictions": Form("the predictions that go with it", _as_rag_predictions, needs_answers=True),
    "squad": Form("SQuAD 2.0", _as_squad, needs_archive=True),
    "beir": Form("BEIR's folder with corpus, queries and qrels", _as_beir, needs_archive=True),
    "trec-qrels": Form("TREC's qrels file", _as_qrels, needs_archive=True),
    "trec-run": Form("TREC's run file", _as_run, needs_answers=True, needs_archive=True),
}


def convert(source: Source, form: str, path: Path) -> None:
    """Write what is converted in a form.

    Raises:
        UsageError: The form is not known, or needs a run and got questions alone.
    """
    if FORMS[form].needs_answers and not source.answers:
        raise UsageError(f"{form} is of a run, and this is a file of questions.", remedy="Name the folder of a run.")
    FORMS[form].write(source, path)


def articles_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the articles of a file in SQuAD's form or a folder in BEIR's, to be ingested.

    Raises:
        UsageError: It is neither.
    """
    if path.is_dir():
        yield from beir.articles(path)
        return
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from None
    if not isinstance(value, Mapping) or not squad.is_squad(value):
        raise UsageError(f"{path} holds no articles.", remedy="They are taken from SQuAD's JSON and BEIR's folder.")
    yield from squad.articles(value)


def write_articles(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write articles as JSON lines, each id once; return how many."""
    unique = {str(row["id"]): row for row in rows}
    _write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in unique.values()))
    return len(unique)


def _archive(source: Source) -> Snapshot:
    if source.snapshot is None:
        raise UsageError("This form needs the archive.", remedy="Name it with --data-dir.")
    return source.snapshot


def _relevant(source: Source) -> dict[str, tuple[str, ...]]:
    archive = Archive(_archive(source), source.questions, ())
    return {question.id: archive.gold(question) for question in source.questions if question.answerable is not False}


def _articles(snapshot: Snapshot) -> Iterator[Article]:
    for name in article_ids(snapshot):
        if (article := snapshot.article(name)) is not None:
            yield article


def _plain(article: Article) -> dict[str, Any]:
    return {"id": article.article_id, "title": article.title, "text": article.text}


def _write_json(path: Path, value: object) -> None:
    _write(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
