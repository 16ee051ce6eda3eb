"""TREC's run and qrels files: what was found, and what should be, one line each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import UsageError
from assistant.evaluation.question_files import opened

Qrels = dict[str, dict[str, int]]
Run = dict[str, list[str]]

TAG = "news-assistant"


def run_lines(ranked: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield `qid Q0 docno rank score tag`; the score falls with the rank, since trec_eval orders by it alone."""
    for question, items in ranked.items():
        for rank, item in enumerate(items, start=1):
            yield f"{_word(question)} Q0 {_word(item)} {rank} {1 / rank:.6f} {TAG}\n"


def qrels_lines(relevant: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield `qid 0 docno relevance`."""
    for question, items in relevant.items():
        for item in items:
            yield f"{_word(question)} 0 {_word(item)} 1\n"


def read_qrels(path: Path) -> Qrels:
    """Read a qrels file.

    Raises:
        UsageError: A line is of another form.
    """
    found: Qrels = {}
    for where, (question, _, item, relevance) in _fields(path, 4):
        found.setdefault(question, {})[item] = int(_number(relevance, where))
    return found


def read_run(path: Path) -> Run:
    """Read a run file; items come in the order of their scores, equals in that of their names, as trec_eval has it.

    Raises:
        UsageError: A line is of another form.
    """
    scored: dict[str, dict[str, float]] = {}
    for where, (question, _, item, _, score, _) in _fields(path, 6):
        scored.setdefault(question, {})[item] = _number(score, where)
    # trec_eval breaks ties by name, the later one first.
    return {
        question: sorted(sorted(items, reverse=True), key=lambda item: -items[item])
        for question, items in scored.items()
    }


def _fields(path: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            fields = line.split()
            if not fields:
                continue
            where = f"{path.name}:{number}"
            if len(fields) != count:
                raise UsageError(f"{where} has {len(fields)} fields, not {count}.", remedy="See the TREC formats.")
            yield where, fields


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{where} holds {text!r} in place of a number.") from None


def _word(text: str) -> str:
    """Return an id as one word: fields are divided by spaces."""
    return "_".join(text.split()) or "_"
