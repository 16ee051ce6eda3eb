"""Whether answers hold the right one, and whether every citation is the very words shown.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.answers --newsquiz DIR

DIR is an index of ours over that archive. Every quiz question is asked on its own day, and once more with its four
choices; no key is looked at. A refused answer counts as wrong, only the sentences' text counts, and only where it has
at most eighty words. The baseline stands in the same run: the best sentence of the best passage, by the cosine of the
embedder. Then every citation of every answer is held against the article it names.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant import Answer, NewsAssistant, Settings
from assistant.answering.likely import compared
from benchmarks import data
from benchmarks.data import Row
from benchmarks.machine import Table, machine, options, percentile, progress, report
from benchmarks.scores import Interval, answer_stands_in, interval

MOST_WORDS = 80
SAID = 50


@dataclass(slots=True)
class Judged:
    """What is counted of each question, in their order."""

    values: dict[str, list[float]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)

    def add(self, **values: float) -> None:
        """Count one question."""
        for name, value in values.items():
            self.values.setdefault(name, []).append(float(value))


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, judge and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = options(__doc__)
    parser.add_argument("--newsquiz", type=Path, metavar="DIR", required=True, help="index over newsquiz's articles")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions, spread over all")
    chosen = parser.parse_args(given)
    on = machine()
    rows = data.newsquiz_questions()
    rows = rows[:: max(len(rows) // chosen.limit, 1)] if chosen.limit else rows
    with NewsAssistant(Settings(data_dir=chosen.newsquiz)) as desk:
        judged = judge(desk, rows)
    figures = {name: interval(np.array(values)) for name, values in judged.values.items()}
    latency = {f"p{percent}": percentile(judged.milliseconds, percent) for percent in (50, 95)}
    results = {"questions": len(rows), "figures": figures, "milliseconds": latency, "faults": judged.faults}
    tables = [
        Table(f"newsquiz, {len(rows)} questions", ("", "value"), [(n, _shown(v)) for n, v in figures.items()]),
        Table("latency of an answer", ("", "ms"), [(name, f"{value:.0f}") for name, value in latency.items()]),
        Table("faults of citations", ("", "count"), [(name, str(count)) for name, count in judged.faults.items()]),
    ]
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def judge(desk: NewsAssistant, rows: Sequence[Row]) -> Judged:
    """Ask every question and count."""
    judged = Judged(faults=dict.fromkeys(("sentences", "not a slice", "uncited", "not evidence", "over 80 words"), 0))
    desk.ask(rows[0]["question"])  # loads the models
    for number, row in enumerate(rows):
        if number % SAID == 0:
            progress(f"question {number} of {len(rows)}")
        began = time.perf_counter()
        answer = desk.ask(row["question"], today=row["asked_on"])
        judged.milliseconds.append((time.perf_counter() - began) * 1000)
        check_citations(desk, answer, judged.faults)
        judged.add(**_contained(row, answer), **_short(row, answer), baseline=_baseline(desk, row))
        picked = desk.ask(row["question"], today=row["asked_on"], choices=row["choices"])
        judged.add(**{"choice right": picked.short_answer in row["answers"]})
        check_citations(desk, picked, judged.faults)
    return judged


def check_citations(desk: NewsAssistant, answer: Answer, faults: dict[str, int]) -> None:
    """Count what is wrong: a quote that is no slice, a sentence without one, a citation of what was no evidence."""
    by_number = {citation.number: citation for citation in answer.citations}
    for citation in answer.citations:
        text = desk.article(citation.article_id, citation.version).text
        faults["not a slice"] += text[citation.start : citation.end] != citation.quote
        faults["not evidence"] += not any(
            (p.article_id, p.version) == (citation.article_id, citation.version)
            and p.start <= citation.start
            and citation.end <= p.end
            for p in answer.passages
        )
    for sentence in answer.sentences:
        faults["sentences"] += 1
        faults["uncited"] += sentence.text not in {by_number[number].quote for number in sentence.citations}
    faults["over 80 words"] += not answer.refused and len(answer.answer.split()) > MOST_WORDS


def _contained(row: Row, answer: Answer) -> dict[str, float]:
    words = len(answer.answer.split())
    texts = [sentence.text for sentence in answer.sentences] if words <= MOST_WORDS else []
    found = [answer_stands_in(row["answers"], text) for text in texts]
    return {
        "contained": any(found),
        "contained in the first sentence": any(found[:1]),
        "refused": answer.refused,
        **({} if answer.refused else {"words where answered": words}),
    }


def _short(row: Row, answer: Answer) -> dict[str, float]:
    best = max(token_f1(answer.short_answer, right) for right in row["answers"])
    return {"token F1 of the short answer": best, "short answer given": bool(answer.short_answer)}


def token_f1(found: str, right: str) -> float:
    """Return the F1 of two answers' words, compared without case and articles."""
    ours, theirs = compared(found).split(), compared(right).split()
    common = sum(min(ours.count(word), theirs.count(word)) for word in set(ours))
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _baseline(desk: NewsAssistant, row: Row) -> bool:
    """Whether the sentence of the best passage that is nearest to the question holds the answer."""
    hits = desk.search(row["question"], 1, today=row["asked_on"])
    if not hits:
        return False
    passages = desk.passages(hits[0].article_id)
    passage = next(item for item in passages if (item.start, item.end) == (hits[0].start, hits[0].end))
    texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentence_spans()]
    cosines = desk.embedder().embed(texts) @ desk.embedder().embed_query(row["question"])
    return answer_stands_in(row["answers"], texts[int(np.argmax(cosines))])


def _shown(value: Interval) -> str:
    mean, low, high = value
    return f"{mean:.3f} [{low:.3f} {high:.3f}]"


if __name__ == "__main__":
    sys.exit(main())
