"""The command line as a shell sees it: real processes over the sample archive."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).with_name("news-assistant")
HEAVY = {"torch", "transformers", "sentence_transformers", "spacy", "gradio", "llama_index", "trafilatura"}
SERVING = HEAVY | {"chromadb", "openvino", "fastapi", "uvicorn"}
NOT_FOR_HELP = SERVING | {"numpy", "pydantic_settings", "httpx", "rapidfuzz"}
QUESTION = "Which countries did the earthquake hit?"


def shell(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=240)


def loaded_by(arguments: Sequence[str | Path]) -> tuple[int, set[str]]:
    """Run a command and return its exit code and the top-level modules it left loaded."""
    code = (
        "import json, sys; from assistant.cli import main; code = main(sys.argv[1:]); "
        "print(json.dumps([code, sorted({name.partition('.')[0] for name in sys.modules})]), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    status, modules = json.loads(done.stderr.splitlines()[-1])
    return status, set(modules)


def one_object(done: subprocess.CompletedProcess[str], code: int = 0) -> dict[str, Any]:
    assert done.returncode == code, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the sample archive, made by the command line itself."""
    path = tmp_path_factory.mktemp("shell") / "indexes"
    report = one_object(shell("ingest", "--sample", "--data-dir", path, "--json"))
    assert report["new"] > 0
    assert report["rejected"] == 0
    assert report["passages_embedded"] > 0
    return path


def test_help_is_quick() -> None:
    # Seconds of the processor: those of the clock say more about what else the machine is doing.
    before = os.times()
    assert shell("--help").returncode == 0
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 1.0


def test_help_loads_nothing_heavy() -> None:
    code, modules = loaded_by(["ask", "--help"])
    assert code == 0
    assert modules & NOT_FOR_HELP == set()


def test_version() -> None:
    assert shell("--version").stdout.startswith("news-assistant 0.")


def test_a_question_loads_nothing_heavy(data_dir: Path) -> None:
    assert shell("ask", QUESTION, "--data-dir", data_dir).returncode == 0  # the first one may convert the reader
    code, modules = loaded_by(["ask", QUESTION, "--data-dir", data_dir, "--json"])
    assert code == 0
    assert modules & HEAVY == set()


def test_ask_gives_an_answer_made_of_its_quotes(data_dir: Path) -> None:
    answer = one_object(shell("ask", QUESTION, "--data-dir", data_dir, "--json"))
    assert not answer["refused"]
    assert answer["answer"] == " ".join(sentence["text"] for sentence in answer["sentences"])
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}
    for sentence in answer["sentences"]:
        assert sentence["text"] in {quotes[number] for number in sentence["citations"]}


def test_ask_refuses_what_the_archive_does_not_hold(data_dir: Path) -> None:
    answer = one_object(
        shell("ask", "Who painted the ceiling of the Sistine Chapel?", "--data-dir", data_dir, "--json")
    )
    assert answer["refused"]
    assert (answer["sentences"], answer["citations"]) == ([], [])
    assert answer["coverage"]["articles"] > 0


def test_search_ranks(data_dir: Path) -> None:
    found = one_object(shell("search", QUESTION, "-k", "5", "--data-dir", data_dir, "--json"))
    assert found["query"]["text"] == QUESTION
    assert [passage["rank"] for passage in found["passages"]] == list(range(1, len(found["passages"]) + 1))
    assert 0 < len(found["passages"]) <= 5


def test_status_and_a_second_ingest_that_costs_nothing(data_dir: Path) -> None:
    before = one_object(shell("status", "--data-dir", data_dir, "--json"))
    again = one_object(shell("ingest", "--sample", "--data-dir", data_dir, "--json"))
    assert (again["new"], again["updated"], again["passages_embedded"]) == (0, 0, 0)
    after = one_object(shell("status", "--data-dir", data_dir, "--json"))
    assert after["articles"] == before["articles"] > 0
    assert after["vectors"] == "ok"


def test_a_rejected_line_is_reported_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_text('{"text": "It rained in Lisbon on Monday."}\n{"text": \n', encoding="utf-8")
    done = shell("ingest", "mixed.jsonl", "--json", "--data-dir", "indexes", cwd=tmp_path)
    report = one_object(done, code=1)
    assert (report["new"], report["rejected"]) == (1, 1)
    assert [line["outcome"] for line in report["report"]] == ["new", "rejected"]


def test_a_missing_index_ends_with_3(tmp_path: Path) -> None:
    done = shell("ask", "What?", "--data-dir", tmp_path / "none")
    assert done.returncode == 3
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    error = one_object(shell("ask", "What?", "--data-dir", tmp_path / "none", "--json"), code=3)["error"]
    assert error["type"] == "IndexMissingError"
    assert "ingest" in error["remedy"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [PROGRAM, "settings"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=30) == 0


def test_an_interrupted_ingest_says_what_is_kept(tmp_path: Path) -> None:
    article = json.dumps({"text": "It rained in Lisbon on Monday. " * 40})
    articles = "".join(f'{article[:-2]} Number {number}."}}\n' for number in range(3000))
    (tmp_path / "many.jsonl").write_text(articles, encoding="utf-8")
    command: list[str | Path] = [PROGRAM, "ingest", "many.jsonl", "--data-dir", "indexes"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        # Interrupt it once it is at work; before the index exists there would be nothing to keep.
        deadline = time.monotonic() + 60
        while not (tmp_path / "indexes" / "catalog.sqlite").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "what was finished is kept" in errors
    assert "Traceback" not in errors
    assert shell("status", "--data-dir", "indexes", cwd=tmp_path).returncode in {0, 3}
