"""The folder of a run: what was asked under which conditions, the answers, and what was made of them."""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import UsageError
from assistant.evaluation.answer_log import AnswerLog
from assistant.evaluation.question_files import read_questions
from assistant.evaluation.questions import Question, as_row


@dataclass(frozen=True, slots=True)
class Conditions:
    """What decides the answers of a run; two runs with equal conditions give the same answers.

    Attributes:
        fingerprint: Of the archive.
        settings_hash: Of the settings that change answers.
        questions_hash: Of the questions with their labels.
        code: Of the program itself.
        filters: What was allowed as evidence, where anything was excluded.
        today: The day of asking for questions that name none.
        open: Whether choices were kept from the assistant.
    """

    fingerprint: str
    settings_hash: str
    questions_hash: str
    code: str
    filters: dict[str, Any]
    today: str | None
    open: bool = False


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of one run."""

    path: Path

    @property
    def answers(self) -> AnswerLog:
        """One answer a line."""
        return AnswerLog(self.path / "answers.jsonl")

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.path / "report.html"

    @property
    def conditions_file(self) -> Path:
        """Under which conditions the answers were made."""
        return self.path / "run.json"

    def start(self, conditions: Conditions, questions: tuple[Question, ...], facts: dict[str, Any]) -> None:
        """Note the conditions and the questions of a run that begins."""
        self.path.mkdir(parents=True, exist_ok=True)
        rows = (json.dumps(as_row(question), ensure_ascii=False, default=str) + "\n" for question in questions)
        _write(self.path / "questions.jsonl", "".join(rows))
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        header = {"run": _run_id(conditions, now), "started_at": now, "conditions": dataclasses.asdict(conditions)}
        self.write_json("run.json", header | facts)

    def conditions(self) -> Conditions:
        """Return the conditions noted.

        Raises:
            UsageError: This is not the folder of a run.
        """
        try:
            return Conditions(**self.read_json("run.json")["conditions"])
        except (KeyError, TypeError):
            raise UsageError(f"{self.conditions_file} was not written by this program.") from None

    def questions(self) -> tuple[Question, ...]:
        """Return the questions of the run, as they were when it began.

        Raises:
            UsageError: This is not the folder of a run.
        """
        return read_questions(self.path / "questions.jsonl").questions

    def scores(self) -> dict[str, dict[str, float]]:
        """Return what each question scored, by its id.

        Raises:
            UsageError: The run did not come to its end.
        """
        path = self.path / "scores.jsonl"
        if not path.is_file():
            raise UsageError(
                f"The run in {self.path} did not come to its end.", remedy="Give the same eval command again."
            )
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        return {row["id"]: row["scores"] for row in rows}

    def write_scores(self, scores: dict[str, dict[str, float]]) -> None:
        """Keep what each question scored."""
        rows = (json.dumps({"id": key, "scores": values}, allow_nan=False) + "\n" for key, values in scores.items())
        _write(self.path / "scores.jsonl", "".join(rows))

    def read_json(self, name: str) -> dict[str, Any]:
        """Return one of the JSON files.

        Raises:
            UsageError: It is not there or cannot be read.
        """
        path = self.path / name
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise UsageError(
                f"{self.path} is not the folder of a finished run: it has no {name}.",
                remedy="Make one with `news-assistant eval QUESTIONS --out DIR`.",
            ) from None
        except (OSError, ValueError) as error:
            raise UsageError(f"{path} cannot be read: {error}.") from error
        return value if isinstance(value, dict) else {}

    def write_json(self, name: str, value: dict[str, Any]) -> None:
        """Write one of the JSON files, whole or not at all."""
        _write(self.path / name, json.dumps(value, indent=2, ensure_ascii=False, default=str, allow_nan=False) + "\n")

    def write_text(self, name: str, text: str) -> None:
        """Write one of the other files, whole or not at all."""
        _write(self.path / name, text)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder to this process: two that append to the same answers would ask everything twice.

        Raises:
            UsageError: Another process works in it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "run.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise UsageError(
                f"Another process is at work in {self.path}.", remedy="Wait for it, or name another folder with --out."
            ) from None
        try:
            yield
        finally:
            lock.release()

    def clear(self) -> None:
        """Take away what a run wrote here, and nothing else."""
        for name in FILES:
            with contextlib.suppress(FileNotFoundError):
                (self.path / name).unlink()


FILES = (
    "run.json", "questions.jsonl", "answers.jsonl", "answers.part", "scores.jsonl", "metrics.json", "report.html",
    "report.md",
)  # fmt: skip


def code_hash() -> str:
    """Return a short hash of this program's own source, which tells a run of one release from one of the next."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _run_id(conditions: Conditions, now: str) -> str:
    seed = json.dumps([dataclasses.asdict(conditions), now])
    return f"{now[:10]}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8", errors="replace")
    beside.replace(path)
