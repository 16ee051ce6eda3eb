"""Where the real news for measuring lies, and how its files are read.

None of it belongs to this project and none of it is copied into it; without it the benchmarks say so and end well. Rows
are dictionaries with the keys of the files; `docs/measurements.md` says what each file holds.
"""

import gzip
import itertools
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

_SPACED = re.compile(r"(?<=\d,) (?=\d{3}\b)|(?<=\d\.) (?=\d)")

VARIABLE = "NEWS_ASSISTANT_BENCH_DATA"

Row = dict[str, Any]

Archive = Literal["newsquiz", "multihop", "bbc", "reuters", "train"]

ARTICLES: dict[Archive, str] = {
    "newsquiz": "newsquiz/articles.jsonl.gz",
    "multihop": "multihop/articles.jsonl.gz",
    "bbc": "bbc/articles.jsonl.gz",
    "reuters": "reuters/articles.jsonl.gz",
    "train": "train/newsquiz_2022_articles.jsonl.gz",
}

Reading = Literal["squad2", "shifts_wiki", "shifts_amazon", "shifts_reddit"]


def folder() -> Path | None:
    """Return the folder of the data, or None where the variable names none."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named) if named else None


def require() -> Path:
    """Return the folder of the data; where there is none, say so and end the program with exit code 0."""
    found = folder()
    if found is not None and found.is_dir():
        return found
    what = "is not set" if found is None else f"names {found}, which is no folder"
    print(f"{VARIABLE} {what}; this benchmark needs the data that docs/measurements.md describes.", file=sys.stderr)
    raise SystemExit(0)


def articles_file(archive: Archive) -> Path:
    """Return the file of an archive's articles, as `NewsAssistant.ingest` takes it."""
    return _file(ARTICLES[archive])


def articles(archive: Archive, *, limit: int | None = None) -> Iterator[Row]:
    """Yield the first `limit` articles of an archive, or all, uncleaned."""
    return itertools.islice(rows(articles_file(archive)), limit)


def newsquiz_questions() -> list[Row]:
    """Return the quiz questions to measure with: id, question, choices, answers, asked_on, gold_articles, answer_in."""
    return list(rows(_file("newsquiz/questions.dev.jsonl.gz")))


def train_questions() -> list[Row]:
    """Return the quiz questions to fit with, over the articles of `train`; keys as in `newsquiz_questions`."""
    return list(rows(_file("train/newsquiz_2022_questions.jsonl.gz")))


def judged_summaries() -> list[Row]:
    """Return articles with summary sentences that people judged: article, sentences (sentence, supported).

    The articles come with a space after each comma and stop of a number ("1, 600"); it is taken out again.
    """
    found = list(rows(_file("support/cnndm.jsonl.gz")))
    return [row | {"article": _SPACED.sub("", row["article"])} for row in found]


def multihop_questions(*, answerable: bool) -> list[Row]:
    """Return id, question, answers, type and evidence (title, fact) of those that `multihop` answers, or cannot."""
    name = "answerable" if answerable else "unanswerable"
    return list(rows(_file(f"multihop/questions.{name}.dev.jsonl.gz")))


def reading_questions(name: Reading) -> list[Row]:
    """Return id, question, context, answers (text, start) and impossible of one file to fit readers with."""
    return list(rows(_file(f"train/{name}.jsonl.gz")))


def selection_questions(part: Literal["train", "dev", "test"]) -> list[Row]:
    """Return id, question, positives and negatives (sentences) of one part of TREC QA, to fit with."""
    return list(rows(_file(f"train/trecqa_{part}.jsonl.gz")))


def rows(path: Path) -> Iterator[Row]:
    """Yield the objects of a file of JSON lines, packed by gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def part_of(source: Path, target: Path, limit: int | None) -> Path:
    """Return a file to ingest: `source` itself, or its first `limit` rows written into the folder `target`."""
    if limit is None:
        return source
    target.mkdir(parents=True, exist_ok=True)
    return write_rows(target / f"{source.name.split('.')[0]}-{limit}.jsonl", itertools.islice(rows(source), limit))


def write_rows(path: Path, lines: Iterable[Row]) -> Path:
    """Write rows as JSON lines and return the file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
    return path


def _file(name: str) -> Path:
    path = require() / name
    if not path.is_file():
        raise SystemExit(f"There is no {path}; {VARIABLE} should name the folder that docs/measurements.md describes.")
    return path
