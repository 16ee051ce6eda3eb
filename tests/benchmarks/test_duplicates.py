"""The benchmark of copies on articles of our own: its edits are what it says, and its counts are right."""

import json
import random
from pathlib import Path

import pytest

from assistant.articles.article import Article
from benchmarks.duplicates import LEVELS, copies, edited, main, relations, take
from tests.catalog.prose import WORDS, prose


def test_an_edit_drops_sentences_and_replaces_words_and_the_lead() -> None:
    text = prose(1, 400)
    lead = "Nothing of this was known before."
    copy = edited(text, 0.2, ["REPLACED"], f"{lead} And so on.", random.Random(1))  # noqa: S311 - for tests
    assert copy.startswith(f"{lead} ")
    words = copy.removeprefix(f"{lead} ").split()
    assert abs(words.count("REPLACED") / len(words) - 0.2) < 0.02
    assert abs(len(words) / len(text.split()) - 0.9) < 0.03
    assert text.split(". ")[0] not in copy


def test_copies_and_what_was_found_of_them_are_counted(tmp_path: Path) -> None:
    articles = [Article(f"newsquiz:{number}", prose(number, 30)) for number in range(12)]
    articles.append(Article("newsquiz:short", "Too short to be copied."))
    figures = copies(tmp_path, articles, 20)
    assert figures["all"]["articles"] == 12 * (1 + len(LEVELS))
    assert [figures[str(level)]["recall"][0] for level in LEVELS] == [1.0, 1.0, 1.0]
    assert figures["all"]["flagged"] == figures["all"]["true"] == 12 * 6
    assert figures["all"]["outcomes"] == {"new": 12, "duplicate": 36}


@pytest.mark.usefixtures("bench_data")
def test_the_whole_script_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--work", str(tmp_path), "--copies", "4", "--pairs", "2", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["copies"]["all"]["articles"] == 4 * (1 + len(LEVELS))
    assert results["natural"]["all"]["articles"] > 0


def test_relations_are_told_by_kind(tmp_path: Path) -> None:
    text = prose(1)
    taken = take(tmp_path / "a", [Article("a", text), Article("b", text), Article("c", f"{text} More {WORDS[0]}.")])
    assert taken.articles == 3
    assert relations(tmp_path / "a") == {"b": "a", "c": "a"}
    assert relations(tmp_path / "a", "exact") == {"b": "a"}
