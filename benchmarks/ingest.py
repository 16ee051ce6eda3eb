"""Speed of taking articles in, what that costs in memory and on disk, and the same beside the plain quickstart.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python benchmarks/ingest.py [--limit 500] [--peer]

Every measurement has a process of its own. The embedder alone is run after the ingest, over exactly the texts that the
ingest embedded, in the same batches: its wall time as a share of the ingest's says what reading, splitting and writing
cost on top. With `--peer` the archive is `multihop`, and ours and the quickstart of LlamaIndex and Chroma take turns.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import data, quickstart
from benchmarks.machine import (
    Child,
    Machine,
    Table,
    as_plain,
    bytes_under,
    fresh,
    machine,
    options,
    peak_megabytes,
    progress,
    report,
    spread,
)

if TYPE_CHECKING:
    from assistant.catalog.catalog import Catalog
    from assistant.catalog.snapshot import Snapshot
    from assistant.index.tokens import TokenCounter

TEN = 10
CLOSING = frozenset(".!?…:;\"'”’»)]")
AIM_SHARE = 0.85
AIM_RATIO_BF16, AIM_RATIO = 3.5, 2.0


@dataclass(frozen=True, slots=True)
class Taken:
    """One ingest.

    Attributes:
        stored: Articles that were new, duplicates of another's text included.
        unchanged: Inputs that were there already.
        rejected: Inputs turned away.
        passages_embedded: Texts that reached the embedder.
        seconds: Wall time of `ingest`, the loading of models included.
        cpu_seconds: Processor time of the whole process.
        peak_mb: Most memory resident.
    """

    stored: int
    unchanged: int
    rejected: int
    passages_embedded: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedder alone over the texts of an index; loading it and reading the texts is not in `seconds`."""

    texts: int
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What all passages of an index were looked at for.

    Attributes:
        passages: How many there are.
        not_the_slice: Those whose text is not the article's slice.
        over_the_limit: Those whose header, text and special tokens are more than the embedder reads.
        most_tokens: Of the longest.
        mean_tokens: Of all.
        inside_a_sentence: Those that end where our own splitter sees no end of a sentence.
        without_a_mark: Those that end neither with a closing mark nor at a line break; counted without our splitter.
        characters_left_out: Of the articles' text, in no passage, white space aside.
    """

    passages: int
    not_the_slice: int
    over_the_limit: int
    most_tokens: int
    mean_tokens: float
    inside_a_sentence: int
    without_a_mark: int
    characters_left_out: int


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes per passage, after the writer has closed."""

    catalog: float
    vectors: float


@dataclass(frozen=True, slots=True)
class Found:
    """Retrieval of evidence.

    Attributes:
        facts: Share of evidence facts that stand verbatim in the first ten passages, white space folded.
        hit: Share of questions with at least one of them there.
        questions: How many were asked.
    """

    facts: float
    hit: float
    questions: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-ingest-") as name:
        if chosen.peer:
            results, tables = compare(Path(name), on, limit=chosen.limit, rounds=chosen.rounds)
        else:
            source = data.part_of(data.articles_file("newsquiz"), Path(name), chosen.limit)
            more = data.part_of(data.articles_file("multihop"), Path(name) / "more", TEN)
            results, tables = measure(source, more, chosen.data_dir or Path(name) / "index", Path(name))
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def measure(source: Path, more: Path, data_dir: Path, work: Path) -> tuple[dict[str, object], list[Table]]:
    """Ingest `source` into `data_dir`, embed the same texts alone, check the passages, then ingest again and `more`.

    The two last run on a copy of the index in `work`, so that `data_dir` holds `source` and nothing else.
    """
    if (data_dir / "catalog.sqlite").exists():
        raise SystemExit(f"{data_dir} holds an index already; name a folder that does not.")
    fresh(convert_model)  # once per machine and release; not part of an ingest
    progress("ingest")
    first = fresh(take, source, data_dir).value
    progress("the embedder alone")
    alone = fresh(embed_again, data_dir).value
    progress("checking every passage")
    checked = fresh(check, data_dir).value
    disk = Disk(
        bytes_under(data_dir / "catalog.sqlite") / checked.passages,
        bytes_under(data_dir / "vectors") / checked.passages,
    )
    copy = work / "copy"
    shutil.copytree(data_dir, copy)
    progress("again, unchanged")
    again = fresh(take, source, copy)
    progress("ten more")
    ten = fresh(take, more, copy)
    results: dict[str, object] = {
        "ingest": as_plain(first),
        "embedding_alone": as_plain(alone),
        "embedding_share": round(alone.seconds / first.seconds, 4),
        "disk_bytes_per_passage": as_plain(disk),
        "passages": as_plain(checked),
        "again": as_plain(again.value) | {"process_seconds": round(again.seconds, 3)},
        "ten_more": as_plain(ten.value) | {"process_seconds": round(ten.seconds, 3)},
    }
    return results, [_speed_table(first, alone, disk), _again_table(again, ten), _check_table(checked)]


def compare(work: Path, on: Machine, *, limit: int | None, rounds: int) -> tuple[dict[str, object], list[Table]]:
    """Ingest `multihop` with ours and with the quickstart in turns, each from start to end in a process of its own."""
    source = data.part_of(data.articles_file("multihop"), work, limit)
    questions = data.multihop_questions(answerable=True)
    weights = fresh(convert_model).value
    ours: list[Child[Taken]] = []
    theirs: list[Child[int]] = []
    for number in range(rounds):
        progress(f"round {number + 1} of {rounds}: ours")
        ours.append(fresh(take, source, work / f"ours-{number}"))
        progress(f"round {number + 1} of {rounds}: the quickstart")
        theirs.append(fresh(quickstart.build, source, work / f"theirs-{number}", weights))
    progress("evidence in the first ten passages")
    asked = [question["question"] for question in questions]
    found_ours = found(questions, fresh(search_ours, work / "ours-0", asked).value)
    found_theirs = found(questions, fresh(quickstart.search, work / "theirs-0", weights, asked, 10).value)
    ratios = [slow.seconds / fast.seconds for slow, fast in zip(theirs, ours, strict=True)]
    aim = AIM_RATIO_BF16 if on.computes_bf16 else AIM_RATIO
    results: dict[str, object] = {
        "ours": {"seconds": _seconds(ours), "passages": ours[0].value.passages_embedded, **as_plain(found_ours)},
        "quickstart": {"seconds": _seconds(theirs), "chunks": theirs[0].value, **as_plain(found_theirs)},
        "ratios": [round(ratio, 3) for ratio in ratios],
        "aim": aim,
    }
    table = Table(
        f"multihop from file to index, whole processes in turns; {statistics.median(ratios):.2f} times as fast,"
        f" by round {', '.join(f'{ratio:.2f}' for ratio in ratios)} (aim {aim}"
        f" {'with' if on.computes_bf16 else 'without'} bf16)",
        ("", "seconds", "passages", "facts in top 10", "hit@10"),
        [
            _peer_row("ours", ours, ours[0].value.passages_embedded, found_ours),
            _peer_row("LlamaIndex + Chroma quickstart", theirs, theirs[0].value, found_theirs),
        ],
    )
    return results, [table]


def convert_model() -> Path:
    """Load the default embedder once, so that its converted form is in the cache; return the folder of its weights."""
    from assistant import Settings
    from assistant.index.embedding import load_embedder
    from assistant.index.weights import packaged_model

    load_embedder(Settings())
    return packaged_model()


def take(source: Path, data_dir: Path) -> Taken:
    """Ingest a file into `data_dir` and say what it took."""
    from assistant import NewsAssistant, Settings

    started = time.perf_counter()
    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        done = desk.ingest([source])
    return Taken(
        stored=done.new + done.updated + done.duplicates,
        unchanged=done.unchanged,
        rejected=done.rejected,
        passages_embedded=done.passages_embedded,
        seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time(),
        peak_mb=peak_megabytes(),
    )


def embed_again(data_dir: Path) -> Embedded:
    """Embed every text of an index once more, in batches like those of the ingest, and keep nothing."""
    from assistant import Settings
    from assistant.catalog.catalog import Catalog
    from assistant.index.embedding import load_embedder

    embedder = load_embedder(Settings())
    catalog = Catalog(data_dir)
    batches = list(_batches(catalog, embedder.counter))
    started, cpu_started = time.perf_counter(), time.process_time()
    for batch in batches:
        embedder.embed(batch)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    catalog.close()
    return Embedded(sum(map(len, batches)), seconds, cpu_seconds)


def check(data_dir: Path) -> Checked:
    """Look at every passage of an index."""
    from assistant import Settings
    from assistant.catalog.catalog import Catalog
    from assistant.index.embedding import load_embedder
    from assistant.index.sentences import sentence_spans
    from assistant.index.splitting import header_of

    embedder = load_embedder(Settings())
    counter = embedder.counter
    catalog = Catalog(data_dir)
    tokens: list[int] = []
    torn = unmarked = sliced_wrong = left_out = 0
    with catalog.snapshot() as snapshot:
        for _, article in snapshot.current_articles():
            text, header, end = article.text, header_of(article, counter), 0
            sentence_ends = {last for _, last in sentence_spans(text, article.language)}
            for passage in snapshot.passages_of(article.article_id):
                left_out += len("".join(text[end : passage.start].split()))
                end = passage.end
                sliced_wrong += passage.text != text[passage.start : end]
                tokens.append(counter.count(f"{header}\n{passage.text}".strip()) + counter.special_tokens())
                torn += end not in sentence_ends
                unmarked += not _is_marked(text, end)
            left_out += len("".join(text[end:].split()))
    catalog.close()
    over = sum(count > embedder.max_tokens for count in tokens)
    mean = statistics.fmean(tokens)
    return Checked(len(tokens), sliced_wrong, over, max(tokens), mean, torn, unmarked, left_out)


def search_ours(data_dir: Path, questions: Sequence[str]) -> list[list[str]]:
    """Return the texts of our best ten passages for each question."""
    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        return [[passage.text for passage in desk.search(question, 10)] for question in questions]


def found(questions: Sequence[data.Row], passages: Sequence[Sequence[str]]) -> Found:
    """Count the evidence facts that stand in the passages found for their question."""
    stand = []
    for question, texts in zip(questions, passages, strict=True):
        folded = [_folded(text) for text in texts]
        stand.append([any(_folded(item["fact"]) in text for text in folded) for item in question["evidence"]])
    facts = [hit for hits in stand for hit in hits]
    return Found(statistics.fmean(facts), statistics.fmean(any(hits) for hits in stand), len(stand))


def _batches(catalog: "Catalog", counter: "TokenCounter") -> Iterator[list[str]]:
    """Yield the texts that an ingest of these articles embeds together: whole articles, equal texts once."""
    from assistant.catalog.writer import NewPassage
    from assistant.index.ingest import BATCH_PASSAGES
    from assistant.index.splitting import header_of

    seen: set[bytes] = set()
    batch: dict[bytes, str] = {}
    passages = 0
    with catalog.snapshot() as snapshot:
        for _, article in snapshot.current_articles():
            header = header_of(article, counter)
            for passage in snapshot.passages_of(article.article_id):
                text = f"{header}\n{passage.text}".strip()
                batch.setdefault(NewPassage(passage.start, passage.end, (), text).embed_hash, text)
                passages += 1
            if passages >= BATCH_PASSAGES:
                yield _known(snapshot, batch, seen)
                batch, passages = {}, 0
        if batch:
            yield _known(snapshot, batch, seen)


def _known(snapshot: "Snapshot", batch: dict[bytes, str], seen: set[bytes]) -> list[str]:
    """Return the texts not seen before, and make sure that each is one whose vector the catalog holds."""
    if len(snapshot.known_vectors(list(batch))) != len(batch):
        raise RuntimeError("These are not the texts that the ingest embedded; the benchmark builds them wrongly.")
    texts = [text for key, text in batch.items() if key not in seen]
    seen.update(batch)
    return texts


def _is_marked(text: str, end: int) -> bool:
    """Whether a sentence seems to end there: a closing mark, a line break after it, or nothing."""
    following = text[end:].lstrip(" \t")
    return text[end - 1] in CLOSING or not following or following[0] == "\n"


def _folded(text: str) -> str:
    return " ".join(text.split())


def _seconds(children: Sequence[Child[Taken]] | Sequence[Child[int]]) -> list[float]:
    return [round(child.seconds, 2) for child in children]


def _peer_row(
    name: str, runs: Sequence[Child[Taken]] | Sequence[Child[int]], passages: int, hits: Found
) -> tuple[str, ...]:
    return name, spread([run.seconds for run in runs]), f"{passages:,}", f"{hits.facts:.3f}", f"{hits.hit:.3f}"


def _speed_table(first: Taken, alone: Embedded, disk: Disk) -> Table:
    share, cpu_share = alone.seconds / first.seconds, alone.cpu_seconds / first.cpu_seconds
    return Table(
        "Taking in",
        ("", "figure"),
        [
            ("articles", f"{first.stored:,} ({first.rejected:,} rejected)"),
            ("passages embedded", f"{first.passages_embedded:,}"),
            ("seconds", f"{first.seconds:,.1f}"),
            ("articles/s", f"{first.stored / first.seconds:.1f}"),
            ("passages/s", f"{first.passages_embedded / first.seconds:.1f}"),
            ("peak memory, MB", f"{first.peak_mb:,.0f}"),
            ("processor seconds", f"{first.cpu_seconds:,.1f}"),
            ("embedder alone, texts", f"{alone.texts:,}"),
            ("embedder alone, seconds", f"{alone.seconds:,.1f}"),
            (f"share of the whole (aim {AIM_SHARE})", f"{share:.3f}"),
            ("share of the processor seconds", f"{cpu_share:.3f}"),
            ("catalog, bytes a passage", f"{disk.catalog:,.0f}"),
            ("vectors, bytes a passage", f"{disk.vectors:,.0f}"),
        ],
    )


def _again_table(again: Child[Taken], ten: Child[Taken]) -> Table:
    def row(name: str, child: Child[Taken]) -> tuple[str, ...]:
        done = child.value
        seconds = f"{done.seconds:.2f}", f"{child.seconds:.2f}"
        return name, f"{done.stored:,}", f"{done.unchanged:,}", f"{done.passages_embedded:,}", *seconds

    return Table(
        "On that index",
        ("", "stored", "unchanged", "embedded", "seconds", "whole process"),
        [row("the same again", again), row("other articles", ten)],
    )


def _check_table(checked: Checked) -> Table:
    share = checked.inside_a_sentence / checked.passages, checked.without_a_mark / checked.passages
    return Table(
        f"All {checked.passages:,} passages",
        ("", "figure"),
        [
            ("text is not the article's slice", f"{checked.not_the_slice:,}"),
            ("header, text and special tokens over the embedder's limit", f"{checked.over_the_limit:,}"),
            ("tokens, most and mean", f"{checked.most_tokens}, {checked.mean_tokens:.1f}"),
            ("end inside a sentence, by our splitter", f"{checked.inside_a_sentence:,} ({share[0]:.2%})"),
            ("end without a closing mark or line break", f"{checked.without_a_mark:,} ({share[1]:.2%})"),
            ("characters of articles in no passage", f"{checked.characters_left_out:,}"),
        ],
    )


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--limit", type=int, metavar="N", help="take in only the first N articles")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="make the newsquiz index there and keep it")
    parser.add_argument("--peer", action="store_true", help="compare with the quickstart on multihop instead")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="turns of each in --peer; 2 by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
