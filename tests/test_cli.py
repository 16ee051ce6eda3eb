"""The command line over a stand-in for the assistant: what is passed in, what is printed, how it ends."""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence, Side
from assistant.catalog.database import FIRST_INGEST
from assistant.catalog.filters import Filters
from assistant.cli import main, opening
from assistant.cli.display import plain
from assistant.cli.progress import IngestDisplay
from assistant.errors import IndexBusyError, IndexMissingError, InputError
from assistant.index.pruning import Gone
from assistant.index.report import IngestReport, ReportLine
from assistant.retrieval.counting import Overview
from assistant.retrieval.passages import ScoredPassage
from assistant.retrieval.query import Query
from assistant.settings import Settings
from assistant.status import Status
from tests.answering.test_answer import ANSWER_KEYS

HOSTILE = "[bold]Title[/bold] \x1b[31mred\x1b]0;owned\x07 \x9b2J \u202eright to left\u2069 :smile:\nnext\udc80"
SHOWN = "[bold]Title[/bold] [31mred]0;owned 2J right to left :smile: next"


@dataclass(frozen=True)
class Progress:
    articles: int
    passages: int
    inputs_total: int | None
    stage: str


STATUS = Status(
    data_dir="indexes",
    articles=1,
    versions=2,
    passages=3,
    duplicates=0,
    sources={HOSTILE: 1},
    wires={"Sample Agency": 3, HOSTILE: 1},
    teasers=2,
    from_="2020-01-01",
    to="2021-01-01",
    generation=1,
    revision=4,
    model="all-MiniLM-L6-v2",
    dimension=384,
    interrupted_runs=1,
    waiting=2,
    bytes_on_disk=1_500_000,
    vectors="ok",
)
PASSAGE = ScoredPassage(1, "a", 1, HOSTILE, "Sample Wire", "2020-01-01", "https://example.org/a", 0, 5, HOSTILE, 0.5)
COVERAGE = Coverage("2020-01-01", "2021-02-03", 2, {"Small": 1, HOSTILE: 2})
CITATION = Citation(1, "a", 1, HOSTILE, None, None, "https://example.org/a", 0, 5, HOSTILE)
ANSWER = Answer(
    question="q",
    answer="It rained. It snowed.",
    short_answer="rain",
    refused=False,
    sentences=(Sentence("", "It rained.", (1,), "supported"), Sentence("Later:", "It snowed.", (1, 2), "not_found")),
    citations=(CITATION,),
    passages=(PASSAGE,),
    coverage=COVERAGE,
    timings={"total": 1.5},
)
NEAREST = (ArticleCard("a", 1, HOSTILE, "Sample Wire", "2020", None),)
REFUSAL = Answer("q", "The archive does not know.", "", True, (), (), (), Coverage(None, None, 3, {}, NEAREST))  # noqa: FBT003
REPORT = IngestReport(1, 2, 0, 1, 0, 0, 7, 0.5, (ReportLine("a.txt", "new", "a", ""),))


class FakeDesk:
    """Answers with what it was given and remembers how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.settings = Settings()
        self.answer = ANSWER
        self.passages = [PASSAGE]
        self.report = REPORT
        self.fault: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.calls.append(("close",))

    def _called(self, *call: object) -> None:
        self.calls.append(call)
        if self.fault:
            raise self.fault

    def ask(self, question: str, *, filters: Filters, today: dt.date | None, **_more: object) -> Answer:
        self._called("ask", question, filters, today)
        return self.answer

    def search(
        self, question: str, k: int | None, *, filters: Filters, today: dt.date | None
    ) -> Sequence[ScoredPassage]:
        self._called("search", question, k, filters, today)
        return self.passages

    def overview(self, _question: str, *, filters: Filters, today: dt.date | None) -> Overview | None:  # noqa: ARG002
        return None

    def understand(self, question: str, *, filters: Filters, today: dt.date | None) -> Query:
        return Query(question, filters, today)

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        fields: Mapping[str, str],
        prune: bool,
        prune_most: bool,
        told: Callable[[Gone], None],
        progress: Callable[[Progress], None],
    ) -> IngestReport:
        if prune:
            told(Gone(("a",) * 1234, 2, 5000))
            self._called("prune", prune_most)
        progress(Progress(1, 2, None, "reading"))
        self._called("ingest", paths, *fields.items())
        return self.report

    def status(self) -> Status:
        self._called("status")
        return STATUS


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> FakeDesk:
    fake = FakeDesk()

    def open_fake(settings: Settings) -> FakeDesk:
        fake.settings = settings
        return fake

    monkeypatch.setattr(opening, "open_desk", open_fake)
    return fake


class Run:
    """What one command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def object(self) -> dict[str, Any]:
        """The one object on stdout; anything beside it is a failure."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run_command(*arguments: str) -> Run:
        code = main(arguments)
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run_command


def test_ask_passes_every_option(desk: FakeDesk, run: Callable[..., Run]) -> None:
    options = (
        "-k 7 --source Wire --source Gazette --since 2020-01-01 --until 2020-02-01 --as-of 2020-03-01 --section World"
    )
    more = "--kind Live --language EN --today 2021-05-06 --data-dir there --set answer_words=40 --json"
    result = run("ask", "  What happened? ", *options.split(), *more.split())
    filters = Filters(
        sources=("Wire", "Gazette"),
        since=dt.date(2020, 1, 1),
        until=dt.date(2020, 2, 1),
        as_of=dt.date(2020, 3, 1),
        sections=("World",),
        kinds=("live",),
        languages=("en",),
    )
    assert desk.calls == [("ask", "What happened?", filters, dt.date(2021, 5, 6)), ("close",)]
    assert (desk.settings.data_dir, desk.settings.search_k, desk.settings.answer_words) == (Path("there"), 7, 40)
    assert result.code == 0


def test_ask_json_has_the_keys_of_the_contract(desk: FakeDesk, run: Callable[..., Run]) -> None:
    value = run("ask", "What?", "--json").object
    assert list(value) == ANSWER_KEYS
    assert value["citations"][0]["quote"] == HOSTILE
    assert list(value["coverage"]) == ["from", "to", "articles", "sources", "nearest", "months"]
    assert desk.calls[0][2] == Filters()


@pytest.mark.usefixtures("desk")
def test_json_holds_no_byte_that_a_terminal_obeys(run: Callable[..., Run]) -> None:
    assert re.fullmatch(r"[ -~\n]+", run("search", "What?", "--json").out)


@pytest.mark.usefixtures("desk")
def test_an_answer_is_shown_with_markers_and_sources(run: Callable[..., Run]) -> None:
    out = run("ask", "What?").out
    assert "It rained. [1] Later: It snowed. [1][2] (not found in the sources)" in out
    assert f"[1] {SHOWN} · unknown outlet · no date" in out
    assert "https://example.org/a" in out
    assert f"“{SHOWN}”" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2069]", out)


def test_what_each_source_says_is_shown(desk: FakeDesk, run: Callable[..., Run]) -> None:
    desk.answer = dataclasses.replace(ANSWER, sides=(Side(HOSTILE, (CITATION,)), Side("Tide", ())))
    out = run("ask", "Did it rain?").out
    assert f"What each source says\n  {SHOWN}\n    [1] " in out
    assert "  Tide\n    Nothing of it was found" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2069]", out)


def test_a_refusal_names_coverage_and_nearest_articles_and_is_done(desk: FakeDesk, run: Callable[..., Run]) -> None:
    desk.answer = REFUSAL
    result = run("ask", "What?")
    assert result.code == 0
    assert result.out.startswith("The archive does not know.\nThe archive holds 3 articles.\n")
    assert f"Nearest articles, which are not evidence:\n  - {SHOWN} · Sample Wire · 2020" in result.out


def test_search_prints_a_ranked_list(desk: FakeDesk, run: Callable[..., Run]) -> None:
    result = run("search", "What?", "-k", "3", "--today", "2021-05-06")
    assert desk.calls[0] == ("search", "What?", 3, Filters(), dt.date(2021, 5, 6))
    assert f"1. {SHOWN} · Sample Wire · 2020-01-01  0.500" in result.out
    desk.passages = []
    assert run("search", "What?").out.startswith("Nothing found.")


def test_a_refusal_says_what_to_know(desk: FakeDesk, run: Callable[..., Run]) -> None:
    desk.answer = dataclasses.replace(REFUSAL, coverage=Coverage(None, None, 0, {}, remarks=(HOSTILE,)))
    assert f"The archive holds no article under these limits.\n{SHOWN}\n" in run("ask", "What?").out
    assert "remarks" not in run("ask", "What?", "--json").object["coverage"]


def test_search_json(desk: FakeDesk, run: Callable[..., Run]) -> None:
    value = run("search", "What?", "--since", "2020-01-01", "--json").object
    assert value["query"]["text"] == "What?"
    assert value["query"]["filters"]["since"] == "2020-01-01"
    keys = ["rank", "article_id", "version", "title", "source", "published_at", "url", "start", "end", "text", "score"]
    assert list(value["passages"][0]) == keys
    assert desk.calls[0][2] == 10


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "  "], "The question is empty."),
        (["ask", "x" * 100_000], "The question has 100000 characters; at most 2000 are accepted."),
        (["ask", "what \udcff"], "The question is not valid text."),
        (["versions", "story\udcff"], "The id is not valid text."),
        (["copies", "story-1", "--undo", "\udcff"], "The id is not valid text."),
        (["search", "x", "--since", "yesterday"], "--since is 'yesterday', which is not a date."),
        (["search", "x", "--today", "2024-13-01"], "--today is '2024-13-01', which is not a date."),
        (["search", "x", "--since", "2024-02-01", "--until", "2024-01-01"], "The period from 2024-02-01 to 2024-01-01"),
        (["search", "x", "--kind", "poem"], "--kind is 'poem', which is no kind of article."),
        (["search", "x", "--language", "english"], "--language is 'english', which is not a code of two letters."),
        (["search", "x", "--source", ""], "--source is empty."),
        (["search", "x", "-k", "0"], "search_k is '0' (command line); expected a whole number from 1 to 100."),
        (["search", "x", "-k", "many"], "search_k is 'many' (command line); expected a whole number from 1 to 100."),
        (["serve", "--port", "http"], "port is 'http' (command line); expected a whole number from 1 to 65535."),
        (["search", "x", "--set", "port"], "'port' is not NAME=VALUE."),
        (["search", "x", "--set", "prot=1"], "prot (command line) is not a setting."),
        (["search", "x", "--data-dir", ""], "data_dir is '' (command line); expected the path of a folder."),
        (["search", "x", "--config", "missing.toml"], "The settings file missing.toml cannot be read"),
        (["search", "x", "--nonsense"], "--nonsense"),
        (["search"], "QUESTION"),
        (["ingest"], "There is nothing to take in."),
        (["ingest", ""], "One of the paths is empty."),
        (["ingest", "a.csv", "--map", "published"], "'published' is not OURS=THEIRS."),
        (["ingest", "a.csv", "--map", "colour=red"], "colour=red maps no field of an article."),
        (["dance"], "dance"),
    ],
)
def test_a_wrong_call_ends_with_2_and_words(
    desk: FakeDesk, run: Callable[..., Run], arguments: list[str], words: str
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert words in result.err
    assert result.out == ""
    assert desk.calls == []
    error = run(*arguments, "--json").object["error"]
    assert list(error) == ["type", "message", "remedy"]
    assert words in error["message"]


def test_no_arguments_show_the_help_and_end_with_2(run: Callable[..., Run]) -> None:
    result = run()
    assert result.code == 2
    assert "Usage: news-assistant" in result.out


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (IndexMissingError("Nothing is there.", remedy="Run ingest."), 3, "error: Nothing is there.\nRun ingest.\n"),
        (IndexBusyError("Busy \x1b[2J."), 3, "error: Busy [2J.\n"),
        (InputError("Torn."), 1, "error: Torn.\n"),
        (KeyboardInterrupt(), 130, "error: Stopped on request; what was finished is kept.\n"),
        (
            PermissionError(13, "Permission denied", "x"),
            3,
            "error: The system refused: [Errno 13] Permission denied: 'x'.\n",
        ),
    ],
)
def test_a_failure_is_words_and_a_code(
    desk: FakeDesk, run: Callable[..., Run], fault: BaseException, code: int, words: str
) -> None:
    desk.fault = fault
    result = run("ingest", "somewhere")
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(words)
    assert "Traceback" not in result.err
    assert desk.calls[-1] == ("close",)
    result = run("ask", "What?", "--json")
    assert result.code == code
    assert words.splitlines()[0] == f"error: {plain(result.object['error']['message'])}"


def test_a_fault_of_ours_keeps_its_traceback_and_the_object(
    desk: FakeDesk, run: Callable[..., Run], caplog: pytest.LogCaptureFixture
) -> None:
    desk.fault = KeyError("x")
    result = run("ask", "What?", "--json")
    assert result.code == 70
    assert result.object["error"]["type"] == "KeyError"
    assert "Traceback" in caplog.text


def test_ingest_reports_counts(desk: FakeDesk, run: Callable[..., Run]) -> None:
    result = run("ingest", "here", "there.jsonl")
    assert desk.calls[0] == ("ingest", ["here", "there.jsonl"])
    assert result.code == 0
    assert result.out == "2 new, 0 updated, 1 unchanged, 0 duplicates, 0 rejected; 7 passages embedded in 0.5 s\n"


def test_ingest_maps_fields(desk: FakeDesk, run: Callable[..., Run]) -> None:
    run("ingest", "a.csv", "--map", "published_at=pub_date", "--map", "text=story=html")
    assert desk.calls[0] == ("ingest", ["a.csv"], ("published", "pub_date"), ("text", "story=html"))


def test_ingest_with_rejected_inputs_ends_with_1_and_reasons(desk: FakeDesk, run: Callable[..., Run]) -> None:
    lines = tuple(ReportLine(f"{HOSTILE}:{number}", "rejected", None, "[red]not JSON") for number in range(25))
    desk.report = IngestReport(1, 0, 0, 0, 0, 25, 0, 0.1, lines)
    result = run("ingest", "here")
    assert result.code == 1
    assert f"rejected 25× {SHOWN}:0, {SHOWN}:1, {SHOWN}:2 and 22 more: [red]not JSON" in result.out
    result = run("ingest", "here", "--json")
    assert result.code == 1
    keys = ["run", "new", "updated", "unchanged", "duplicates", "rejected", "passages_embedded", "seconds", "report",
            "proof", "removed", "gone"]  # fmt: skip
    assert list(result.object) == keys
    assert list(result.object["report"][0]) == ["input", "outcome", "article_id", "reason"]


def test_ingest_says_what_is_gone_before_it_goes_and_ends_with_1_if_it_may_not(
    desk: FakeDesk, run: Callable[..., Run]
) -> None:
    desk.report = dataclasses.replace(REPORT, removed=1234, gone=1234)
    result = run("ingest", "here", "--prune")
    assert desk.calls[0] == ("prune", False)
    assert result.code == 0
    assert "1,234 of 5,000 articles are gone from the given paths." in result.err
    assert "2 more were not found" in result.err
    assert "0 rejected, 1,234 removed;" in result.out
    desk.report = dataclasses.replace(REPORT, removed=0, gone=1234)
    result = run("ingest", "here", "--prune", "--json")
    assert result.code == 1
    assert (result.object["removed"], result.object["gone"]) == (0, 1234)
    assert "run it again with --yes" in result.err
    desk.calls.clear()
    run("ingest", "here", "--prune", "--yes")
    assert desk.calls[0] == ("prune", True)


@pytest.mark.usefixtures("desk")
def test_status(run: Callable[..., Run]) -> None:
    out = run("status").out
    assert SHOWN in out
    assert "1.5 MB in indexes" in out
    assert "ok; 2 waiting" in out
    assert "stopped before their end: 1" in out
    assert "Sample Agency (3)" in out
    assert "2, of which only the beginning is here" in out
    value = run("status", "--json").object
    assert (value["from"], value["data_dir"]) == ("2020-01-01", "indexes")


def test_settings_shows_values_and_origins(
    folder: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run]
) -> None:
    (folder / "news-assistant.toml").write_text("answer_words = 50\n")
    monkeypatch.setenv("NEWS_ASSISTANT_PORT", "8001")
    value = run("settings", "--set", "search_k=4", "--json").object
    assert value["hash"] == Settings(search_k=4).hash()
    assert {
        name: (row["value"], row["from"]) for name, row in value["settings"].items() if row["from"] != "default"
    } == {
        "answer_words": (50, "file news-assistant.toml"),
        "port": (8001, "environment NEWS_ASSISTANT_PORT"),
        "search_k": (4, "command line"),
    }
    assert all(row["description"] for row in value["settings"].values())
    table = run("settings").out
    assert re.search(r"port +│ 8001 +│ environment NEWS_ASSISTANT_PORT +│ Port the web page listens on", table)


def test_progress_outside_a_terminal_is_a_line_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr("assistant.cli.progress.time.monotonic", lambda: clock[0])
    with IngestDisplay() as display:
        for clock[0], articles in ((1, 10), (6, 60), (7, 70), (12, 600)):
            display.update(Progress(articles, articles * 8, 1200, "embedding"))
        clock[0] = 18
        display.update(Progress(601, 5000, None, "\x1b[2Jwriting"))
    assert capsys.readouterr().err.splitlines() == [
        "embedding: 60 of 1,200 articles, 480 passages, 10.0 articles/s, about 2 min left",
        "embedding: 600 of 1,200 articles, 4,800 passages, 50.0 articles/s, about 12 s left",
        "[2Jwriting: 601 articles, 5,000 passages, 33.4 articles/s",
    ]


def test_progress_on_a_terminal_is_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with IngestDisplay() as display:
        display.update(Progress(60, 480, 1200, "embedding [red]"))
    assert "60 of 1,200 articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    "verb", ["ingest", "ask", "search", "status", "serve", "settings", "remove", "compact", "backup", "restore"]
)
def test_the_help_of_every_verb_has_examples(run: Callable[..., Run], verb: str) -> None:
    result = run(verb, "--help")
    assert result.code == 0
    assert "Examples:" in result.out
    assert f"news-assistant {verb}" in result.out.split("Examples:")[1]


def test_serve_hands_the_settings_over_and_prints_the_address(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run], tmp_path: Path
) -> None:
    calls: list[tuple[Settings, bool]] = []

    def fake_serve(settings: Settings, *, open_browser: bool, announce: Callable[[str], None]) -> None:
        calls.append((settings, open_browser))
        announce("http://127.0.0.1:8001")

    monkeypatch.setattr("assistant.api.app.serve", fake_serve)
    result = run("serve", "--port", "8001", "--open")
    address = "The chat is at http://127.0.0.1:8001 (Ctrl-C stops it).\n"
    missing = f"There is no archive in indexes yet. {FIRST_INGEST}\n"
    assert (result.code, result.out) == (0, address + missing)
    (tmp_path / "catalog.sqlite").touch()
    assert run("serve", "--port", "8001", "--open", "--data-dir", str(tmp_path)).out == address
    calls.pop()
    assert calls == [(Settings(port=8001), True)]
    assert run("serve", "--json").object == {"url": "http://127.0.0.1:8001", "data_dir": "indexes"}
