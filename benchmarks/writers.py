"""What a local language model writes beside the quoting writer: right, rightly cited, and checked.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.writers --data-dir INDEX --model smollm2-135m

The quiz questions whose answer stands in few articles, in an order drawn by a seed, over an index of the quiz's
articles that is only read. For each writer it prints how many answers contain the right one (a refusal is wrong), of
these how many have it in a sentence whose own cited words hold it too, the verdicts on the sentences, and the seconds.
What the checks catch is measured on the writer's own sentences: each that was found supported has one number, name,
date or negation changed, and must not be supported any more. A language model that failed, or cited nothing, counts
with what was given in its place, and is counted as such.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant import Answer, NewsAssistant, Settings
from assistant.answering.checks.text import Source, source
from assistant.answering.verification import SUPPORTED, against
from benchmarks.changes import KINDS, changed
from benchmarks.data import Row, newsquiz_questions
from benchmarks.scores import answer_stands_in

FEW = 10
"""Most articles that hold the answer's words, so that a right citation is more than chance."""


@dataclass(slots=True)
class Tally:
    """What one writer did."""

    asked: int = 0
    refused: int = 0
    contained: int = 0
    cited: int = 0
    in_its_place: int = 0
    dropped: int = 0
    moved: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    caught: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        total = max(sum(self.verdicts.values()), 1)
        shares = ", ".join(f"{name} {count / total:.2f}" for name, count in sorted(self.verdicts.items()))
        return (
            f"{self.asked} questions: contained {self.contained / max(self.asked, 1):.3f}, rightly cited of these "
            f"{self.cited / max(self.contained, 1):.3f}; refused {self.refused}, quotations in its place "
            f"{self.in_its_place}, unknown citations {self.dropped}, moved {self.moved}\n"
            f"  {total} sentences: {shares}; changed ones caught {self.caught} of {self.changed}; "
            f"seconds median {np.median(self.seconds):.1f}, p95 {np.quantile(self.seconds, 0.95):.1f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask both writers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True, help="an index of the quiz's articles")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--url", help="address of a server that speaks OpenAI's protocol")
    parser.add_argument("--context", type=int, help="tokens of prompt and answer; the product's own without it")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args(arguments)
    rows = [row for row in newsquiz_questions() if 1 <= len(row["answer_in"]) <= FEW]
    random.Random(options.seed).shuffle(rows)  # noqa: S311 - a choice that can be made again
    model = Settings(
        data_dir=options.data_dir,
        writer="generative",
        llm_model=options.model,
        llm_url=options.url,
        llm_context=options.context,
        llm_seconds=600,
    )
    for name, settings in ((options.model, model), ("extractive", Settings(data_dir=options.data_dir))):
        _run(name, settings, rows[: options.questions], random.Random(options.seed))  # noqa: S311
    return 0


def _run(name: str, settings: Settings, rows: Sequence[Row], chooser: random.Random) -> None:
    tally = Tally()
    with NewsAssistant(settings) as desk:
        for row in rows:
            began = time.monotonic()
            answer = desk.ask(row["question"], today=row["asked_on"])
            tally.seconds.append(time.monotonic() - began)
            _count(tally, desk, answer, row, chooser)
            if tally.asked % 5 == 0 or tally.asked == len(rows):
                print(f"{name}, {tally}", flush=True)


def _count(tally: Tally, desk: NewsAssistant, answer: Answer, row: Row, chooser: random.Random) -> None:
    tally.asked += 1
    tally.refused += answer.refused
    tally.in_its_place += bool(answer.note) and answer.writer == "extractive"
    tally.dropped += answer.counts.get("unknown_citations", 0)
    tally.moved += answer.counts.get("moved_citations", 0)
    quotes = {citation.number: citation.quote for citation in answer.citations}
    right = [item for item in answer.sentences if answer_stands_in(row["answers"], item.text)]
    tally.contained += bool(right)
    cited = [quotes[number] for item in right for number in item.citations]
    tally.cited += any(answer_stands_in(row["answers"], quote) for quote in cited)
    for sentence in answer.sentences:
        tally.verdicts[sentence.verdict] += 1
        if sentence.verdict == SUPPORTED:
            _change(tally, sentence.text, _sources(desk, answer, sentence.citations), chooser)


def _change(tally: Tally, text: str, sources: list[Source], chooser: random.Random) -> None:
    whole = sources[0].article
    others = [other for kind in KINDS if (other := changed(kind, text, whole, whole, chooser))]
    tally.changed += len(others)
    tally.caught += sum(against(other, sources)[0] != SUPPORTED for other in others)


def _sources(desk: NewsAssistant, answer: Answer, numbers: Sequence[int]) -> list[Source]:
    cited = [citation for citation in answer.citations if citation.number in numbers]
    return [
        source(item.quote, desk.article(item.article_id, item.version).text, item.title or "", item.published_at)
        for item in cited
    ]


if __name__ == "__main__":
    sys.exit(main())
