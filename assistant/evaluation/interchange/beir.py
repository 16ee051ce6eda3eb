"""BEIR's folder: corpus.jsonl, queries.jsonl and qrels/test.tsv, as its data sets are published."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import InputError, UsageError
from assistant.evaluation.question_files import opened

SPLITS = ("test", "dev", "train")


def read_beir(folder: Path) -> Iterator[tuple[str, object]]:
    """Yield a row for every query that the qrels judge; its gold articles are those judged relevant.

    Raises:
        UsageError: The folder has no queries or no qrels.
    """
    queries = _existing(folder / "queries.jsonl", folder / "queries.jsonl.gz")
    relevant = _qrels(_existing(*(folder / "qrels" / f"{split}.tsv" for split in SPLITS)))
    with opened(queries) as file:
        for number, line in enumerate(file, start=1):
            where = f"{queries.name}:{number}"
            try:
                item = json.loads(line)
                key = str(item["_id"])
            except (ValueError, TypeError, KeyError):
                yield where, InputError("it is no object with `_id`")
                continue
            if key in relevant:
                metadata = item.get("metadata")
                kept = metadata if isinstance(metadata, Mapping) else {}
                yield where, {**kept, "id": key, "question": item.get("text"), "gold_articles": relevant[key]}


def articles(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the corpus as articles that can be ingested.

    Raises:
        UsageError: The folder has no corpus.
    """
    with opened(_existing(folder / "corpus.jsonl", folder / "corpus.jsonl.gz")) as file:
        for line in file:
            item = json.loads(line)
            metadata = item.get("metadata")
            kept = metadata if isinstance(metadata, Mapping) else {}
            yield {**kept, "id": str(item["_id"]), "title": item.get("title") or None, "text": item.get("text", "")}


def write_beir(
    folder: Path,
    *,
    corpus: Iterable[Mapping[str, Any]],
    queries: Mapping[str, str],
    relevant: Mapping[str, Iterable[str]],
) -> None:
    """Write a folder in BEIR's form.

    Args:
        folder: Made where it is missing.
        corpus: Articles with id, title, text.
        queries: Questions by id.
        relevant: Ids of the articles that hold the answer, by question.
    """
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    with (folder / "corpus.jsonl").open("w", encoding="utf-8", errors="replace") as file:
        for item in corpus:
            file.write(json.dumps({"_id": item["id"], "title": item["title"] or "", "text": item["text"]}) + "\n")
    with (folder / "queries.jsonl").open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(json.dumps({"_id": key, "text": text}) + "\n" for key, text in queries.items())
    with (folder / "qrels" / "test.tsv").open("w", encoding="utf-8", errors="replace") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        file.writelines(f"{key}\t{item}\t1\n" for key, items in relevant.items() for item in items)


def _qrels(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            fields = line.rstrip("\r\n").split("\t")
            if number == 1 and fields[-1] == "score":
                continue
            if len(fields) != 3 or not fields[2].lstrip("-").isdecimal():  # noqa: PLR2004 - query, article, score
                raise UsageError(
                    f"{path.name}:{number} is no line of qrels.", remedy="It is query, tab, article, tab, score."
                )
            if int(fields[2]) > 0:
                found.setdefault(fields[0], []).append(fields[1])
    return found


def _existing(*paths: Path) -> Path:
    for path in paths:
        if path.is_file():
            return path
    raise UsageError(f"There is no {paths[0]}.", remedy="A folder in BEIR's form has queries.jsonl and qrels/test.tsv.")
