"""How long a reader waits as the archive grows: search and answers at several sizes of one archive.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.growth --data-dir DIR --work /tmp/growth

`--data-dir` is an index of ours over newsquiz, which is only read. A smaller archive is its first articles; a larger
one holds it several times over, each time with other ids, dates a few years off, and every other longer word rewritten
letter by letter, so that neither the words nor the copies are the same. Vectors of the repeats are the old ones with
noise, for embedding a quarter of a million passages would take hours and change no wait. The names that spelling is
checked against are not repeated.
"""

import argparse
import contextlib
import hashlib
import re
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant import NewsAssistant, Settings
from assistant.catalog.writer import passage_id
from benchmarks.latency import WARM_UP, Warm, ask_warm, questions
from benchmarks.machine import Table, fresh, machine, options, percentile, progress, report

SIZES = (10_000, 68_000, 250_000)
NOISE = 0.35
"""Length of the noise added to a vector of length 1: a repeat's cosine with its original is then about .94."""

YEAR = 365 * 86_400
_LONGER = re.compile(r"[a-z]{6,}")
_OTHER_LETTERS = str.maketrans("aeioutnrsldcm", "eiouanrsltcmd")
"""Vowels for vowels and common consonants for each other: still word-like, as long as before, found nowhere else."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow, measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    asked = questions(chosen.questions + WARM_UP)
    rows, results = [], {}
    for size in chosen.sizes:
        data_dir = chosen.work / str(size)
        progress(f"an archive of about {size:,} passages")
        fresh(resized, chosen.data_dir, data_dir, size)
        warm = fresh(ask_warm, data_dir, asked[WARM_UP:], asked[:WARM_UP]).value
        rows.append(_row(warm))
        results[str(size)] = {"passages": warm.passages, "search_ms": warm.search, "ask_ms": warm.ask}
        if not chosen.keep:
            shutil.rmtree(data_dir)
    columns = ("passages", "search p50", "p95", "ask p50", "p95", "peak MB")
    report(on, results, [Table("Milliseconds by size", columns, rows)], as_json=chosen.json, arguments=given)
    return 0


def resized(source: Path, target: Path, passages: int) -> None:
    """Make an archive of about so many passages in `target`, of the one in `source`."""
    target.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(f"file:{source / 'catalog.sqlite'}?mode=ro", uri=True)) as old:
        new = sqlite3.connect(target / "catalog.sqlite")
        old.backup(new)
    with contextlib.closing(new), new:
        new.execute("PRAGMA foreign_keys = ON")
        (have,) = new.execute("SELECT count(*) FROM passages").fetchone()
        last = new.execute(
            "SELECT version_key FROM passages ORDER BY version_key LIMIT 1 OFFSET ?", (min(passages, have) - 1,)
        ).fetchone()[0]
        new.execute(
            "DELETE FROM articles WHERE article_key IN (SELECT article_key FROM versions WHERE version_key > ?)",
            (last,),
        )
        for repeat in range(1, -(-passages // have)):
            _repeat(new, repeat, min(have, passages - repeat * have))
        new.execute("UPDATE passages SET stored = 0")
    with NewsAssistant(Settings(data_dir=target)) as desk:
        desk.renew_words()
        desk.rebuild()


def _repeat(catalog: sqlite3.Connection, repeat: int, passages: int) -> None:
    """Add the archive's own articles once more, under other ids, until so many passages came with them."""
    noise, added = np.random.default_rng(repeat), 0
    originals = catalog.execute(
        "SELECT version_key, article_id, text, title FROM versions JOIN articles USING (article_key)"
        " WHERE article_id NOT LIKE 'repeat-%' ORDER BY version_key"
    ).fetchall()
    for version_key, article_id, text, title in originals:
        if added >= passages:
            return
        name = f"repeat-{repeat}-{article_id}"
        words = _rewritten(text, repeat), _rewritten(title or "", repeat)
        new_version = _copied_version(catalog, version_key, name, words, repeat)
        added += _copied_passages(catalog, version_key, new_version, name, noise)


def _copied_version(
    catalog: sqlite3.Connection, version_key: int, name: str, words: tuple[str, str], repeat: int
) -> int:
    text, title = words
    article_key = catalog.execute("INSERT INTO articles VALUES (NULL, ?, 1, 0)", (name,)).lastrowid
    digest = hashlib.sha256(text.encode()).hexdigest()
    columns = [str(row[1]) for row in catalog.execute("PRAGMA table_info(versions)")]
    changed = {
        "version_key": "NULL",
        "article_key": ":article",
        "version": "1",
        "record_hash": ":digest",
        "text_hash": ":digest",
        "title": ":title",
        "text": ":text",
        "published_epoch": f"published_epoch - {repeat * YEAR}",
    }
    taken = ", ".join(changed.get(column, column) for column in columns)
    values = {"article": article_key, "digest": digest, "title": title, "text": text, "key": version_key}
    inserted = catalog.execute(f"INSERT INTO versions SELECT {taken} FROM versions WHERE version_key = :key", values)  # noqa: S608
    return int(inserted.lastrowid or 0)


def _copied_passages(
    catalog: sqlite3.Connection, old_version: int, new_version: int, name: str, noise: np.random.Generator
) -> int:
    rows = catalog.execute(
        'SELECT ordinal, start, "end", sentences, vector FROM passages JOIN vectors USING (vector_key)'
        " WHERE version_key = ?",
        (old_version,),
    ).fetchall()
    for ordinal, start, end, sentences, stored in rows:
        vector = np.frombuffer(stored, dtype=np.float16).astype(np.float32)
        shift = noise.standard_normal(len(vector)).astype(np.float32)
        vector = vector + NOISE * shift / np.linalg.norm(shift)
        code = passage_id(name, 1, start, end)
        key = catalog.execute(
            "INSERT INTO vectors VALUES (NULL, ?, ?)",
            (bytes.fromhex(code), (vector / np.linalg.norm(vector)).astype(np.float16).tobytes()),
        ).lastrowid
        catalog.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0)",
            (code, new_version, ordinal, start, end, sentences, key),
        )
    return len(rows)


def _rewritten(text: str, repeat: int) -> str:
    """Return a text with every other of its longer words written otherwise, each as long as before."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        digest = hashlib.blake2b(word.encode(), digest_size=2, salt=bytes([repeat])).digest()
        for _ in range(1 + digest[1] % 3):
            word = word.translate(_OTHER_LETTERS)
        return word if digest[0] % 2 else match[0]

    return _LONGER.sub(other, text)


def _row(warm: Warm) -> tuple[str, ...]:
    waits = [f"{percentile(values, share):.1f}" for values in (warm.search, warm.ask) for share in (50, 95)]
    return f"{warm.passages:,}", *waits, f"{warm.peak_mb:,.0f}"


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", required=True, help="index over newsquiz")
    parser.add_argument("--work", type=Path, metavar="DIR", required=True, help="where the archives are made")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="passages of each archive")
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="questions asked; 200 by default")
    parser.add_argument("--keep", action="store_true", help="leave the archives in --work")
    return parser


if __name__ == "__main__":
    sys.exit(main())
