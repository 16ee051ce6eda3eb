"""Files damaged in every way we know, through every reader: no traceback, no hang, nothing written elsewhere.

    python benchmarks/fuzz.py [--files 10000] [--seed 1]

The files start as those of the sample archive and as archives and tables packed from them. A process of its own reads
each batch, with an alarm for each file and an ear for every file opened for writing; at the end a batch is ingested
into an index that holds the sample, which must hold it still.
"""

import argparse
import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import signal
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

from assistant.sample import sample_archive
from benchmarks.machine import Table, fresh, machine, options, peak_megabytes, progress, report

BATCH = 250
HANG = 10
"""Seconds of processor time for one file; by the clock, on a machine with other work, there is more."""
ASLEEP = 120
STORED = 60
FILE_MEGABYTES, ARTICLE_CHARACTERS, MEMBERS = 64, 200_000, 300
MOST_BYTES = 400_000
GUARDED = "It cannot be read, being damaged or made to do harm"


@dataclass(slots=True)
class Outcome:
    """What became of a batch.

    Attributes:
        files: How many were read.
        readings: How many readings they gave.
        articles: How many of those are articles.
        silent: Files that gave no reading at all.
        raised: Exceptions that came out of `read_paths`, with the file.
        guarded: Exceptions that only its last net caught, by their kind and format.
        hung: Files that took more than ten seconds of processor time, or two minutes by the clock.
        written: Files opened for writing outside the temporary folder.
        slowest: Seconds of processor time of the slowest file, and which it was.
        peak_mb: Most memory resident.
        left: Temporary files that stayed.
    """

    files: int = 0
    readings: int = 0
    articles: int = 0
    silent: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    guarded: Counter[str] = field(default_factory=Counter)
    hung: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    peak_mb: float = 0.0
    left: int = 0


class Hung(BaseException):
    """A file took too long; no reader may catch this."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage, read and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    whole = Outcome()
    crashed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        for first in range(0, chosen.files, BATCH):
            progress(f"files {first + 1} to {min(chosen.files, first + BATCH)} of {chosen.files}")
            count = min(BATCH, chosen.files - first)
            folder = Path(name) / str(first)
            try:
                _add(whole, fresh(read_batch, folder, chosen.seed + first, count).value)
            except BrokenProcessPool:
                crashed.append(f"batch with seed {chosen.seed + first}")
        lost: list[str] = []
        if stored := min(chosen.files, chosen.stored):
            progress("an ingest of damaged files into an index that holds the sample")
            lost = fresh(ingest_batch, Path(name) / "ingest", chosen.seed, stored).value
    results: dict[str, object] = {
        "files": whole.files,
        "readings": whole.readings,
        "articles": whole.articles,
        "no_reading": whole.silent,
        "tracebacks": whole.raised,
        "crashed": crashed,
        "hung": whole.hung,
        "written_elsewhere": whole.written,
        "temporary_files_left": whole.left,
        "stored_and_lost": lost,
        "caught_by_the_last_net": dict(whole.guarded.most_common()),
        "slowest": list(whole.slowest),
        "peak_mb": round(whole.peak_mb),
    }
    report(on, results, [_table(results)], as_json=chosen.json, arguments=given)
    faults = (whole.silent, whole.raised, crashed, whole.hung, whole.written, lost)
    return 1 if any(faults) or whole.left else 0


def read_batch(folder: Path, seed: int, count: int) -> Outcome:
    """Make `count` damaged files from a seed, read each, and return what became of them."""
    from assistant.articles.read import count_inputs, read_paths

    chance = random.Random(seed)  # noqa: S311 - the same files each time
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    tempfile.tempdir = str(temporary)
    originals = seeds()
    outcome = Outcome()
    _listen(folder, outcome)
    signal.signal(signal.SIGPROF, _alarm)
    signal.signal(signal.SIGALRM, _alarm)
    for number in range(count):
        path = damaged(folder, originals, chance, number)
        signal.setitimer(signal.ITIMER_PROF, HANG)
        signal.alarm(ASLEEP)
        started = time.process_time()
        try:
            count_inputs([path], file_megabytes=FILE_MEGABYTES)
            readings = list(
                read_paths(
                    [path],
                    file_megabytes=FILE_MEGABYTES,
                    article_characters=ARTICLE_CHARACTERS,
                    archive_members=MEMBERS,
                )
            )
        except Hung:
            outcome.hung.append(_kept(path))
            continue
        except Exception as error:  # noqa: BLE001 - any is a finding
            outcome.raised.append(f"{_kept(path)}: {error!r}")
            continue
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
        outcome.slowest = max(outcome.slowest, (round(time.process_time() - started, 2), path.name))
        outcome.files += 1
        outcome.readings += len(readings)
        outcome.articles += sum(reading.article is not None for reading in readings)
        outcome.guarded.update(
            f"{reading.reason.partition('(')[2].rstrip(').')} in {path.name.split('-', 1)[-1][:20]}"
            for reading in readings
            if GUARDED in reading.reason
        )
        if not readings:
            outcome.silent.append(_kept(path))
        path.unlink()
    outcome.peak_mb = peak_megabytes()
    outcome.left = len(list(temporary.iterdir()))
    return outcome


def ingest_batch(folder: Path, seed: int, count: int) -> list[str]:
    """Ingest damaged files into an index that holds the sample, and return the articles that it lost or altered."""
    from assistant import NewsAssistant, Settings

    chance = random.Random(seed)  # noqa: S311 - the same files each time
    (folder / "files").mkdir(parents=True)
    originals = [(name, data) for name, data in seeds() if len(data) < MOST_BYTES]
    for number in range(count):
        damaged(folder / "files", originals, chance, number)
    with NewsAssistant(Settings(data_dir=folder / "index", archive_members=10)) as desk:
        stored = {line.article_id for line in desk.ingest([sample_archive()]).report if line.outcome == "new"}
        before = {name: desk.article(name, version=1).text for name in stored if name}
        desk.ingest([folder / "files"])
        after = {name: desk.article(name, version=1).text for name in before}
    return [name for name, text in before.items() if after[name] != text]


def seeds() -> list[tuple[str, bytes]]:
    """Return a name and the bytes of a sound file of each format, archives and tables packed from the sample."""
    archive = sample_archive()
    files = [(path.name, path.read_bytes()) for path in sorted(archive.rglob("*")) if path.is_file()]
    rows = [json.loads(line) for name, data in files if name.endswith(".jsonl") for line in data.splitlines()[:8]]
    small = [(name, data) for name, data in files if len(data) < 50_000][:12]
    made = [("list.json", json.dumps(rows).encode()), ("object.json", json.dumps({"docs": rows}, indent=1).encode())]
    made += [("table.csv", _table_of(rows, ",")), ("table.tsv", _table_of(rows, "\t")), ("pages.warc", _warc(files))]
    made += [("inner.zip", _zip(small)), ("inner.tar", _tar(small))]
    made += [("outer.zip", _zip([*made[:3], made[-1], made[-2]])), ("outer.tar", _tar([*made[:3], *made[-2:]]))]
    try:
        made.append(("table.parquet", _parquet(rows)))
    except ImportError:
        progress("pyarrow is not installed; Parquet is left out")
    return files + made


def damaged(folder: Path, originals: list[tuple[str, bytes]], chance: random.Random, number: int) -> Path:
    """Write one damaged file and return its path."""
    name, data = chance.choice(originals)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(DAMAGES)(data, chance)
    if chance.random() < 0.15:
        data = chance.choice((gzip.compress, bz2.compress, lzma.compress))(data)
        if chance.random() < 0.3:
            data = _flip(data, chance)
    if chance.random() < 0.15:
        data = chance.choice((_zip, _tar))([(chance.choice(HOSTILE_NAMES), data), (name, data[: len(data) // 2])])
    if chance.random() < 0.05:
        data = chance.choice(BOMBS)()
    suffix = Path(name).suffix if chance.random() < 0.75 else Path(chance.choice(originals)[0]).suffix
    stem = chance.choice((Path(name).stem, "a b", "-rf", "\u202egnp", "caf\u00e9", "x" * 120))[:120]
    path = folder / f"{number}-{stem}{suffix}"
    path.write_bytes(data)
    return path


def _flip(data: bytes, chance: random.Random) -> bytes:
    result = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64)) if result else 0):
        result[chance.randrange(len(result))] ^= 1 << chance.randrange(8)
    return bytes(result)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[start:end][:MOST_BYTES] + data[at:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[min(end, start + chance.choice((1, 10, 1000, 100_000))) :]


def _noise(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = chance.choice(
        (chance.randbytes(200), bytes(5000), b"\xff" * 300, b"<" * 20_000, b"[" * 100_000, b'"', b"\n")
    )
    return data[:at] + piece + data[at:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Alters digits, which lengths, sizes and dates are made of."""
    at = [place for place, byte in enumerate(data[:20_000]) if 0x30 <= byte <= 0x39]
    result = bytearray(data)
    for place in chance.sample(at, min(len(at), 8)):
        result[place] = 0x30 + chance.randrange(10)
    return bytes(result)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _truncate, _splice, _cut, _noise, _number)
HOSTILE_NAMES = (
    "../../out.txt",
    "/etc/out.txt",
    "a\0b.html",
    "\x1b[2J.json",
    "n" * 5000,
    "C:\\out.csv",
    "",
    "a/../b",
    ".",
)


def _zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name or "x"), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _tar(members: Sequence[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def _table_of(rows: Sequence[dict[str, object]], delimiter: str) -> bytes:
    text = io.StringIO()
    names = ("id", "title", "source", "published_at", "url", "text")
    writer = csv.DictWriter(text, names, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _warc(files: Sequence[tuple[str, bytes]]) -> bytes:
    data = b""
    for name, page in files:
        if name.endswith(".html"):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
            head = f"WARC-Target-URI: https://example.org/{name}\r\nContent-Length: {len(block)}\r\n\r\n"
            start = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-05-07T10:00:00Z\r\n"
            data += (start + head).encode() + block + b"\r\n\r\n"
    return data


def _parquet(rows: Sequence[dict[str, object]]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    data = io.BytesIO()
    names = ("id", "title", "published_at", "text")
    parquet.write_table(pa.table({name: [row.get(name) for row in rows] for name in names}), data, row_group_size=5)
    return data.getvalue()


@cache
def _nested_bomb() -> bytes:
    data = _zip([(f"{number}.txt", bytes(2_000_000)) for number in range(20)])
    for _ in range(3):
        data = _zip([(f"{number}.zip", data) for number in range(8)])
    return data


BOMBS: tuple[Callable[[], bytes], ...] = (
    cache(lambda: gzip.compress(bytes(80_000_000))),
    cache(lambda: lzma.compress(lzma.compress(bytes(80_000_000), preset=0), preset=0)),
    _nested_bomb,
    lambda: _zip([(f"{number}", b"x") for number in range(5000)]),
    lambda: b"[" * 5_000_000,
    lambda: b'{"a":' * 1_000_000,
    lambda: b'[{"text": "' + b"\\u0041" * 1_000_000,
    lambda: b'title,text\nA,"' + b"word\n" * 500_000,
    lambda: b"<html><body>" + b"<div>" * 200_000 + b"<p>words",
    lambda: (
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(b"<!ENTITY a%d '%s'>" % (n + 1, b"&a%d;" % n * 10 if n else b"&a;" * 10) for n in range(9))
        + b"]><rss><channel><item><title>&a9;</title><description>&a9;</description></item></channel></rss>"
    ),
)


def _listen(folder: Path, outcome: Outcome) -> None:
    """Note every file that is opened for writing outside the folder."""

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], str | bytes):
            return
        flags = arguments[2]
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - inside a hook, as cheap as can be
            if not path.startswith((str(folder), "/dev/")):
                outcome.written.append(path)

    sys.addaudithook(heard)


def _alarm(_: int, __: FrameType | None) -> None:
    raise Hung


def _kept(path: Path) -> str:
    """Move a file that a finding is about to where it outlives the run, and return the place."""
    folder = Path(tempfile.gettempdir()).parents[1].parent / "fuzz-findings"
    folder.mkdir(exist_ok=True)
    return str(path.replace(folder / f"{os.getpid()}-{path.name}"[:200]))


def _add(whole: Outcome, part: Outcome) -> None:
    for name in ("files", "readings", "articles", "left"):
        setattr(whole, name, getattr(whole, name) + getattr(part, name))
    for name in ("silent", "raised", "hung", "written"):
        getattr(whole, name).extend(getattr(part, name))
    whole.guarded.update(part.guarded)
    whole.slowest = max(whole.slowest, part.slowest)
    whole.peak_mb = max(whole.peak_mb, part.peak_mb)


def _table(results: dict[str, object]) -> Table:
    rows = [
        (name.replace("_", " "), str(len(value) if isinstance(value, list) else value))
        for name, value in results.items()
    ]
    return Table("Damaged files", ("", "count"), rows)


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="how many files to damage")
    parser.add_argument("--stored", type=int, default=STORED, help="how many of them to ingest as well")
    parser.add_argument("--seed", type=int, default=1, help="where the dice start")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
