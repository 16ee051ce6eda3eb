"""The report: everything from outside is text in it, it asks nobody for anything, its figures are those measured."""

import html.parser
import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.evaluation import evaluate
from assistant.evaluation.question_files import QuestionSet, read_questions
from tests.evaluation.conftest import write_jsonl
from tests.index.tiny import TinyDesk, story, tiny_desk

HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> \u202e &amp; `x` | [a](javascript:b)'


class Reader(html.parser.HTMLParser):
    """Notes every element and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= set(attrs)
        if tag not in {"meta", "wbr", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def hostile_report(tmp_path: Path) -> str:
    row = story(1, title=HOSTILE, source=HOSTILE)
    row["text"] = f"{row['text']} Captain Rowan1 wrote {HOSTILE} on the wall of Port Alder1."
    question: dict[str, Any] = {
        "id": HOSTILE,
        "question": f"What did Captain Rowan1 write on the wall of Port Alder1? {HOSTILE}",
        "answers": [HOSTILE],
        "choices": [HOSTILE, "no"],
        "type": HOSTILE,
        "evidence": [{"title": HOSTILE, "quote": HOSTILE}, {"article_id": HOSTILE}],
    }
    rows: list[dict[str, Any]] = [
        question,
        {"question": f"Who? {HOSTILE}", "type": "b"},
        {"question": "x" * 3000, "id": "long"},
        {"id": HOSTILE},
    ]
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [row])
        evaluate(
            desk, read_questions(write_jsonl(tmp_path / f"q{HOSTILE[:9].strip('<')}.jsonl", rows)), tmp_path / "run"
        )
    markdown = (tmp_path / "run" / "report.md").read_text(encoding="utf-8")
    assert re.findall(r"(?<!\\)[<`&]", markdown.replace("`", "", 4)) == []
    return (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_what_articles_and_questions_say_is_only_text(hostile_report: str) -> None:
    reader = Reader()
    reader.feed(hostile_report)
    assert reader.open == []
    assert reader.elements.isdisjoint({"script", "img", "iframe", "link", "object", "base", "form"})
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "src"]
    assert {
        value for name, value in reader.attributes if name == "href" and not str(value).startswith("#part-")
    } == set()
    assert "\u202e" not in hostile_report
    assert "&lt;img src=x" in hostile_report


def test_it_asks_no_other_host(hostile_report: str) -> None:
    assert "default-src 'none'" in hostile_report
    assert re.findall(r"https?://|url\(|@import", hostile_report) == []


def test_its_figures_are_those_of_the_metrics(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    metrics: dict[str, Any] = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert f">{metrics['metrics']['evidence_recall@10']['value']:.3f}<" in page
    assert metrics["fingerprint"] in page
    for part in ("In short", "Slices", "All figures", "Answers, the worst first"):
        assert f"<h2>{part}</h2>" in page


def test_the_worst_answer_is_the_first(ferries: TinyDesk, tmp_path: Path) -> None:
    good = {"id": "good", "question": "When did the ferry Kestrel1 reach Port Alder1?", "answers": ["noon on Tuesday"]}
    bad = good | {"id": "bad", "answers": ["a green horse"]}
    evaluate(ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", [good, bad])), tmp_path / "run")
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert page.index("<bdi>bad</bdi>") < page.index("<bdi>good</bdi>")
    assert '<details class="answer" open' in page
