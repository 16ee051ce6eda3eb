"""Files of questions: JSON lines or a table, and whatever else `interchange` knows; a bad row is named, never fatal."""

import contextlib
import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from assistant.errors import InputError, UsageError
from assistant.evaluation.questions import Question, parse_question, questions_hash

LISTS = frozenset({"answers", "choices", "gold_articles", "turns", "evidence"})
"""Columns that hold several values; in a table they are divided by `|`, or written as JSON."""

FIELDS = (
    "id", "question", "answers", "choices", "evidence", "gold_articles", "answerable", "asked_on", "as_of", "turns",
    "type", "article", "quote",
)  # fmt: skip
"""Names that a column of a table can be read as; `article` with `quote` is one piece of evidence."""

LONGEST_CELL = 10_000_000

Numbered = Iterator[tuple[str, object]]
"""Rows with where each stands."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no question: where it stands, and why."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file.

    Attributes:
        path: The file.
        questions: In its order.
        rejected: Rows that could not be read.
    """

    path: Path
    questions: tuple[Question, ...]
    rejected: tuple[Rejected, ...]

    @property
    def hash(self) -> str:
        """What tells one set of questions from another, whatever the order."""
        return questions_hash(self.questions)


def read_questions(path: Path, fields: Mapping[str, str] | None = None) -> QuestionSet:
    """Read a file of questions, packed by gzip or not.

    Args:
        path: JSON lines, a CSV or TSV table, JSON, or a folder in BEIR's form.
        fields: Which column is one of ours, such as `{"question": "Frage"}`.

    Raises:
        UsageError: There is no such file, it is of no known form, or not one row of it is a question.
    """
    if not path.exists():
        raise UsageError(f"There is no file {path}.", remedy="Name a file of questions: JSON lines or CSV.")
    if unknown := set(fields or {}) - set(FIELDS):
        raise UsageError(f"Questions have no field {sorted(unknown)[0]!r}.", remedy=f"Use one of {', '.join(FIELDS)}.")
    questions: list[Question] = []
    rejected: list[Rejected] = []
    seen: dict[str, str] = {}
    for where, row in _guarded(path):
        try:
            question = parse_question(_renamed(row, fields or {}, table=is_table(path)))
        except InputError as error:
            rejected.append(Rejected(where, error.message))
            continue
        if question.id in seen:
            rejected.append(Rejected(where, f"its id {question.id!r} stands in {seen[question.id]} already"))
            continue
        seen[question.id] = where
        questions.append(question)
    if not questions:
        because = f" {rejected[0].input}: {rejected[0].reason}." if rejected else ""
        raise UsageError(f"{path} holds no question.{because}", remedy='A row is such as {"question": "Who won?"}.')
    return QuestionSet(path, tuple(questions), tuple(rejected))


def is_table(path: Path) -> bool:
    """Whether a file is CSV or TSV, by its name."""
    return path.name.removesuffix(".gz").lower().endswith((".csv", ".tsv"))


def _guarded(path: Path) -> Numbered:
    """Yield the rows of a file; one that breaks off in the middle ends with a row that says so."""
    try:
        yield from _rows(path)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        yield path.name, InputError(f"the file cannot be read on: {error}")


def _rows(path: Path) -> Numbered:
    if path.is_dir():
        from assistant.evaluation.interchange.beir import read_beir

        yield from read_beir(path)
        return
    plain = path.name.removesuffix(".gz")
    suffix = Path(plain).suffix.lower()
    if suffix in {".jsonl", ".ndjson"}:
        yield from _lines(path, plain)
    elif is_table(path):
        yield from _table(path, plain, "\t" if suffix == ".tsv" else ",")
    elif suffix == ".json":
        from assistant.evaluation.interchange.json_files import rows_of_json

        with opened(path) as file:
            yield from rows_of_json(file.read(), plain)
    else:
        raise UsageError(f"{path} is of no known form.", remedy="Questions are read from .jsonl, .csv, .tsv and .json.")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a text file, packed by gzip or not; a byte order mark is left out."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as packed:
            yield cast("TextIO", packed)
    else:
        with path.open(encoding="utf-8-sig", newline="") as plain:
            yield plain


def _lines(path: Path, name: str) -> Numbered:
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            where = f"{name}:{number}"
            try:
                yield where, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield where, InputError(f"it is no JSON: {error}")


def _table(path: Path, name: str, delimiter: str) -> Numbered:
    csv.field_size_limit(LONGEST_CELL)
    with opened(path) as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        for row in reader:
            yield f"{name}:{reader.line_num}", {key: value for key, value in row.items() if key is not None}


def _renamed(row: object, fields: Mapping[str, str], *, table: bool) -> object:
    """Return a row under our names, the cells of a table read as what they hold."""
    if isinstance(row, InputError):
        raise row
    if not isinstance(row, Mapping):
        return row
    theirs = {column: ours for ours, column in fields.items()}
    if missing := set(theirs) - set(row):
        raise InputError(f"it has no column {sorted(missing)[0]!r}")
    kept = (column for column in row if column in theirs or column not in fields)
    named = {theirs.get(column, column): row[column] for column in kept}
    if not table:
        return named
    cells = {name: _cell(value) if name in LISTS else value for name, value in named.items()}
    return _with_evidence(cells)


def _cell(value: object) -> object:
    """Return the values of a cell: a JSON array, or what `|` divides."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.startswith(("[", "{")):
        with contextlib.suppress(json.JSONDecodeError):
            return json.loads(text)
    return [part.strip() for part in text.split("|") if part.strip()]


def _with_evidence(row: dict[str, object]) -> dict[str, object]:
    """Return a row whose columns `article` and `quote`, where it has them, became one piece of evidence."""
    if "evidence" in row or not (row.get("article") or row.get("quote")):
        return row
    return row | {"evidence": [{"article_id": row.get("article"), "quote": row.get("quote")}]}
