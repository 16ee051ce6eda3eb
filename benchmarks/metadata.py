"""Title, day and authors of saved pages, ours beside plain trafilatura; and the agencies that dumps are credited to.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.metadata --dumps --show 100

Pages: each is read whole, as `ingest` reads it, and again by `trafilatura.extract_metadata`. A title counts if it is
equal in NFKC after the outlet's name is taken off all three; a day if the ten characters are equal; authors by the F1
of their sets in one case, the mean over pages. Dumps: every article goes through `ingest`'s reader; with `--show` some
of those with an agency are printed, drawn by a fixed seed, to be read by a person.
"""

import argparse
import gzip
import logging
import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from assistant.articles.article import Article
from assistant.articles.encoding import decode_page
from assistant.articles.headline import Outlet, bare
from assistant.articles.read import read_paths
from benchmarks import data
from benchmarks.data import Row
from benchmarks.machine import Table, machine, options, progress, report

FOLDER = "pages_meta"
AIMS = {"title": ".850", "day": "83 of 84", "authors F1": "plain + .100"}
CHARACTERS = 1_000_000
MEGABYTES = 4_000
SEED = 7
SHOWN = 240
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What one system says of a page."""

    title: str
    day: str
    authors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """How right it is: one for each field, authors by F1."""

    title: float
    day: float
    authors: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    # trafilatura writes a line for each page that it finds nothing in.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    rows = list(data.rows(data.require() / FOLDER / "gold.jsonl"))
    scores = [measure(row, misses=chosen.misses) for row in rows]
    results: dict[str, object] = {"pages": [{"page": r["page"]} | _plain(s) for r, s in zip(rows, scores, strict=True)]}
    tables = [_table(scores), _halves(scores)]
    if chosen.dumps:
        counted = {name: dump(name, shown=chosen.show) for name in get_args(data.Archive) if name != "train"}
        results["dumps"] = counted
        tables.append(_dumps(counted))
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def measure(row: Row, *, misses: bool = False) -> dict[str, Score]:
    """Return the scores of plain trafilatura and of ours on one page."""
    path = data.require() / FOLDER / "html" / f"{row['page']}.html.gz"
    plain, outlet = by_trafilatura(path)
    systems = {"plain": plain, "ours": by_us(path, outlet)}
    gold = Found(_title(row["title"], outlet), str(row["published_at"])[:10], _names(row["authors"] or ()))
    scores = {name: score(found, gold) for name, found in systems.items()}
    ours = scores["ours"]
    if misses and min(ours.title, ours.day, ours.authors) < 1:
        print(f"{row['page']}\n  ours {systems['ours']}\n  gold {gold}", file=sys.stderr)
    return scores


def by_trafilatura(path: Path) -> tuple[Found, Outlet]:
    """Return what `extract_metadata` finds as it comes, and the outlet's names on the page."""
    from trafilatura import extract_metadata

    found = extract_metadata(decode_page(gzip.decompress(path.read_bytes())))
    outlet = Outlet([found.sitename], urlsplit(found.url or "").hostname)
    authors = [name for name in (found.author or "").split(";") if name.strip()]
    return Found(_title(found.title, outlet), (found.date or "")[:10], _names(authors)), outlet


def by_us(path: Path, outlet: Outlet) -> Found:
    """Return what the article has after it was read as `ingest` does."""
    [reading] = read_paths([path], file_megabytes=MEGABYTES, article_characters=CHARACTERS, now=datetime.now(UTC))
    article = reading.article
    if article is None:
        progress(f"{path.name}: {reading.reason}")
        return Found("", "", frozenset())
    day = article.published_at.iso[:10] if article.published_at else ""
    return Found(_title(article.title, outlet), day, _names(article.authors))


def score(found: Found, gold: Found) -> Score:
    """Compare one page with its gold."""
    total = len(found.authors) + len(gold.authors)
    authors = 2 * len(found.authors & gold.authors) / total if total else 1.0
    return Score(float(found.title == gold.title), float(found.day == gold.day), authors)


def dump(name: data.Archive, *, shown: int) -> dict[str, object]:
    """Read a whole dump and count what its articles are credited to."""
    progress(name)
    started, articles = time.perf_counter(), list(_articles(name))
    seconds = time.perf_counter() - started
    credited = [article for article in articles if article.wire_origin]
    for article in random.Random(SEED).sample(credited, min(shown, len(credited))):  # noqa: S311 - to be repeatable
        print(f"{article.wire_origin}: {article.text[:SHOWN]!r} ... {article.text[-SHOWN:]!r}", file=sys.stderr)
    return {
        "articles": len(articles),
        "with authors": sum(bool(article.authors) for article in articles),
        "dated": sum(article.published_at is not None for article in articles),
        "credited": len(credited),
        "agencies": dict(Counter(article.wire_origin for article in credited).most_common(MOST_SHOWN)),
        "articles/s": round(len(articles) / seconds, 1),
    }


def _articles(name: data.Archive) -> Iterator[Article]:
    path = data.articles_file(name)
    for reading in read_paths([path], file_megabytes=MEGABYTES, article_characters=CHARACTERS):
        if reading.article:
            yield reading.article


def _title(title: str | None, outlet: Outlet) -> str:
    return " ".join(unicodedata.normalize("NFKC", bare(_shown(title), outlet)).split())


def _names(names: Sequence[str] | frozenset[str]) -> frozenset[str]:
    return frozenset(" ".join(unicodedata.normalize("NFKC", _shown(name)).casefold().split()) for name in names)


def _shown(text: str | None) -> str:
    """Return a text without soft hyphens and what else does not show, which no reader can tell apart."""
    return "".join(letter for letter in text or "" if unicodedata.category(letter) != "Cf")


def _plain(scores: dict[str, Score]) -> dict[str, Any]:
    return {name: asdict(score) for name, score in scores.items()}


def _table(scores: Sequence[dict[str, Score]]) -> Table:
    titles = ("title", "day", "authors F1")
    rows = []
    for name, title in zip(("title", "day", "authors"), titles, strict=True):
        plain, ours = (sum(getattr(score[system], name) for score in scores) for system in ("plain", "ours"))
        n = max(1, len(scores))
        rows.append((title, f"{plain / n:.3f}", f"{ours / n:.3f}", f"{ours:.1f} of {n}", AIMS[title]))
    return Table(f"{len(scores)} pages", ("", "plain trafilatura", "ours", "", "aim"), rows)


def _halves(scores: Sequence[dict[str, Score]]) -> Table:
    """Return the figures of the half that the rules were made on, and of the other."""
    rows = []
    for title, half in (("even: looked at first", scores[::2]), ("odd", scores[1::2])):
        values = [
            sum(getattr(score[system], name) for score in half) / max(1, len(half))
            for name in ("title", "day", "authors")
            for system in ("plain", "ours")
        ]
        rows.append((title, *(f"{value:.3f}" for value in values)))
    columns = ("", *(f"{name}, {system}" for name in ("title", "day", "authors") for system in ("plain", "ours")))
    return Table("by half", columns, rows)


def _dumps(counted: dict[data.Archive, dict[str, object]]) -> Table:
    columns = list(next(iter(counted.values())))
    rows = [(name, *(str(values[column]) for column in columns)) for name, values in counted.items()]
    return Table("dumps", ("", *columns), rows)


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--dumps", action="store_true", help="also read the dumps and count credits")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N credited articles of each dump")
    parser.add_argument("--misses", action="store_true", help="print the pages where ours is not all right")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
