"""Bodies of saved pages: ours beside plain trafilatura in one run, by shingles of four words.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.pages [--ablation] [--json]

The measure is that of Scrapinghub's article extraction benchmark: the shingles of a page's gold body and of the body
found are counted as multisets; precision and recall are means over the pages, F1 is taken of the two means. `pages` are
the 77 development pages of that benchmark; `pages_meta` are 84 pages of as many houses, whose gold bodies have the
summary above the article too. Ours is what the product stores: extracted, judged and cleaned. The halves are the pages
with even and odd numbers in order of their names.
"""

import argparse
import gzip
import json
import re
import resource
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import trafilatura
from numpy.typing import NDArray
from trafilatura.utils import load_html

from assistant.articles.body import RULES, Rule, body_of
from assistant.articles.characters import tidy
from assistant.articles.cleaning import clean_text
from assistant.articles.encoding import decode_page
from assistant.articles.pages import draft_of
from benchmarks.data import require
from benchmarks.machine import describe

RESAMPLES = 2_000
_WORD = re.compile(r"\w+")
_SHINGLE = 4

Extractor = Callable[[bytes], str]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page with the body that people found in it."""

    name: str
    gold: str
    html: bytes


def pages(folder: Path) -> list[Page]:
    """Return the 77 development pages in order of their names."""
    gold = json.loads((folder / "pages/gold.json").read_text("utf-8"))
    return [_page(folder / "pages", name, gold[name]["articleBody"]) for name in sorted(gold)]


def pages_of_many_houses(folder: Path) -> list[Page]:
    """Return the 84 pages with metadata, in the order of their list."""
    rows = map(json.loads, (folder / "pages_meta/gold.jsonl").read_text("utf-8").splitlines())
    return [_page(folder / "pages_meta", row["page"], row["text"]) for row in rows]


def scores(gold: str, found: str) -> tuple[float, float]:
    """Return precision and recall of the shingles of one body, NaN for one that has no say for want of text."""
    wanted, given = _shingles(gold), _shingles(found)
    shared = (wanted & given).total()
    precision = shared / given.total() if given else float("nan")
    return precision, shared / wanted.total() if wanted else float("nan")


def plain(html: bytes) -> str:
    """Extract as trafilatura does by default."""
    return trafilatura.extract(html) or ""


def plain_without_comments(html: bytes) -> str:
    """Extract as trafilatura does, readers' comments left out."""
    return trafilatura.extract(html, include_comments=False) or ""


def ours(html: bytes) -> str:
    """Read a page as the product does, to the text that it stores."""
    draft = draft_of(decode_page(html))
    return clean_text(draft.text, draft.title)


def without(rules: dict[str, Rule], *, recover: bool = True) -> Extractor:
    """Return an extractor like ours with these rules only."""

    def extract(html: bytes) -> str:
        page = tidy(decode_page(html))
        found = trafilatura.bare_extraction(load_html(page), include_comments=False, with_metadata=True)
        lines = body_of(load_html(page), found.text or "", rules, recover=recover)
        return clean_text("\n\n".join(lines), found.title)

    return extract


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ablation", action="store_true", help="measure ours without each of its rules too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    folder = require()
    systems: dict[str, Extractor] = {
        "plain trafilatura": plain,
        "without comments": plain_without_comments,
        "ours": ours,
    }
    if options.ablation:
        systems |= {"ours, no metadata": without(dict(RULES)), "no rule": without({}, recover=False)}
        systems |= {f"without {name}": without({k: v for k, v in RULES.items() if k != name}) for name in RULES}
        systems["without recovery"] = without(dict(RULES), recover=False)
    # The first page of a process pays for loading.
    ours(pages(folder)[0].html)
    result = {
        name: {system: measure(extract, found) for system, extract in systems.items()}
        for name, found in (("pages", pages(folder)), ("pages_meta", pages_of_many_houses(folder)))
    }
    _print(result, as_json=options.json)
    return 0


def measure(extract: Extractor, found: Sequence[Page]) -> dict[str, object]:
    """Return precision, recall and F1 with intervals, F1 of the two halves, and pages a second of processor time."""
    start = time.process_time()
    texts = [extract(page.html) for page in found]
    seconds = time.process_time() - start
    table = np.array([scores(page.gold, text) for page, text in zip(found, texts, strict=True)])
    chooser = np.random.default_rng(7)
    drawn = np.array([_figures(table[chooser.integers(0, len(table), len(table))]) for _ in range(RESAMPLES)])
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    figures = zip(("precision", "recall", "f1"), _figures(table), low, high, strict=True)
    return {name: [round(float(each), 4) for each in values] for name, *values in figures} | {
        "f1_halves": [round(float(_figures(table[part::2])[2]), 4) for part in (0, 1)],
        "pages_per_second": round(len(found) / seconds, 1),
    }


def _figures(table: Scores) -> Scores:
    precision, recall = np.nanmean(table, axis=0)
    return np.array([precision, recall, 2 * precision * recall / (precision + recall)])


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    spans = (tuple(words[first : first + _SHINGLE]) for first in range(max(1, len(words) - _SHINGLE + 1)))
    return Counter(span for span in spans if span)


def _page(folder: Path, name: str, gold: str) -> Page:
    return Page(name, gold, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()))


def _print(result: dict[str, dict[str, dict[str, object]]], *, as_json: bool) -> None:
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if as_json:
        print(json.dumps({"machine": describe(), "peak_mb": peak} | result))
        return
    print(describe())
    for name, systems in result.items():
        print(name)
        for system, figures in systems.items():
            print(f"  {system:20}", "  ".join(f"{key} {value}" for key, value in figures.items()))
    print(f"peak memory of the process: {peak} MB")


if __name__ == "__main__":
    sys.exit(main())
