"""One evaluation from a file of questions to metrics.json and the report."""

import contextlib
import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.catalog.catalog import Catalog
from assistant.catalog.labels import archive_fingerprint
from assistant.errors import UsageError
from assistant.evaluation.answer_log import AnswerRow
from assistant.evaluation.folder import Conditions, RunFolder, code_hash
from assistant.evaluation.labels import Archive, Unknown
from assistant.evaluation.question_files import QuestionSet, Rejected
from assistant.evaluation.report.page import report_page
from assistant.evaluation.report.plain import report_markdown
from assistant.evaluation.running import Asking, EvalProgress, ask_all
from assistant.evaluation.scoring import Scores, score_all
from assistant.evaluation.summary import all_figures, slice_names, slices
from assistant.jsonable import as_json

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class EvalReport:
    """What an evaluation found; its attributes are the keys of metrics.json.

    Attributes:
        n: Questions asked.
        fingerprint: Of the archive.
        settings_hash: Of the settings that change answers.
        metrics: By name: value, the ends of its 95 % interval, and the number of questions it is about.
        slices: By slice and value: n and metrics.
        questions_hash: Of the questions with their labels.
        rejected: Rows of the file that are no questions, with the reason.
        failed: Questions that could not be asked, with the reason.
        unknown_labels: Labels that name no article of this archive.
        run: When and with what; how many questions the last start asked, and in how many seconds.
    """

    n: int
    fingerprint: str
    settings_hash: str
    metrics: dict[str, dict[str, float]]
    slices: dict[str, dict[str, dict[str, Any]]]
    questions_hash: str
    rejected: tuple[Rejected, ...]
    failed: tuple[dict[str, str], ...]
    unknown_labels: tuple[Unknown, ...]
    run: dict[str, Any]


def evaluate(
    desk: NewsAssistant,
    questions: QuestionSet,
    out: Path,
    *,
    asking: Asking | None = None,
    restart: bool = False,
    progress: Callable[[EvalProgress], None] | None = None,
) -> EvalReport:
    """Ask every question as the chat would, score the answers, and write the report; go on where a run was stopped.

    Args:
        desk: The assistant over the archive.
        questions: What to ask.
        out: Folder of the run.
        asking: What may be used, the day of asking, and how many questions at a time.
        restart: Throw away what the folder holds of an earlier run.
        progress: Called after every answer.

    Raises:
        UsageError: The folder holds a run of other questions, another archive, other settings or another release.
        StoreError: The index is missing, busy or damaged; what was answered is kept.
    """
    asking = asking or Asking()
    folder = RunFolder(out)
    started = time.monotonic()
    with folder.held(), contextlib.closing(Catalog(desk.settings.data_dir)) as catalog:
        with catalog.snapshot() as snapshot:
            conditions = _conditions(desk, questions, asking, archive_fingerprint(snapshot))
        _open(folder, conditions, questions, restart=restart)
        kept = len(folder.answers.read())
        answers = ask_all(desk, questions.questions, folder.answers, asking, progress or (lambda _: None))
        facts = _facts(folder, asking, len(answers) - kept, time.monotonic() - started)
        with catalog.snapshot() as snapshot:
            archive = Archive(snapshot, questions.questions, answers)
            report, scores = _scored(archive, questions, answers, conditions, facts)
        _write(folder, questions, answers, report, scores)
    return report


def _write(
    folder: RunFolder, questions: QuestionSet, answers: list[AnswerRow], report: EvalReport, scores: dict[str, Scores]
) -> None:
    """Write what was found; metrics.json is the last file, so that where it is all others are."""
    folder.write_scores(scores)
    found = as_json(report)
    folder.write_text("report.html", report_page(found, questions.questions, answers, scores))
    folder.write_text("report.md", report_markdown(found))
    folder.write_json("metrics.json", found)


def _scored(
    archive: Archive, questions: QuestionSet, answers: list[AnswerRow], conditions: Conditions, facts: dict[str, Any]
) -> tuple[EvalReport, dict[str, Scores]]:
    scores = score_all(archive, questions.questions, answers)
    named = {question.id: slice_names(archive, question) for question in questions.questions if question.id in scores}
    report = EvalReport(
        n=len(scores),
        fingerprint=conditions.fingerprint,
        settings_hash=conditions.settings_hash,
        metrics=all_figures(list(scores.values())),
        slices=slices(scores, named),
        questions_hash=conditions.questions_hash,
        rejected=questions.rejected,
        failed=tuple({"id": row["id"], "reason": row["error"]} for row in answers if "error" in row),
        unknown_labels=tuple(label for question in questions.questions for label in archive.unknown(question)),
        run=facts,
    )
    return report, scores


def _conditions(desk: NewsAssistant, questions: QuestionSet, asking: Asking, fingerprint: str) -> Conditions:
    filters = {
        name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(asking.filters).items()
    }
    return Conditions(
        fingerprint=fingerprint,
        settings_hash=desk.settings.hash(),
        questions_hash=questions.hash,
        code=code_hash(),
        filters={name: list(value) if isinstance(value, tuple) else value for name, value in filters.items() if value},
        today=None if asking.today is None else str(asking.today),
        open=asking.open,
    )


WHAT_DIFFERS = {
    "fingerprint": "another archive",
    "settings_hash": "other settings",
    "questions_hash": "other questions",
    "code": "another release of this program",
    "filters": "other filters",
    "today": "another day of asking",
    "open": "choices told or kept back",
}


def _open(folder: RunFolder, conditions: Conditions, questions: QuestionSet, *, restart: bool) -> None:
    """Begin a run in its folder, or go on with the one that is there."""
    if restart:
        folder.clear()
    if not folder.conditions_file.exists():
        if folder.answers.path.exists():
            raise UsageError(
                f"{folder.path} holds answers of an unknown run.", remedy="Name another folder with --out."
            )
        folder.start(
            conditions, questions.questions, {"questions": questions.path.name, "release": version("news-assistant")}
        )
        return
    there, here = asdict(folder.conditions()), asdict(conditions)
    different = [words for name, words in WHAT_DIFFERS.items() if there[name] != here[name]]
    if different:
        raise UsageError(
            f"{folder.path} holds a run with {' and '.join(different)}.",
            remedy="Name another folder with --out, or throw that run away with --restart.",
        )


def _facts(folder: RunFolder, asking: Asking, asked: int, seconds: float) -> dict[str, Any]:
    header = folder.read_json("run.json")
    return {
        "run": header.get("run", ""),
        "questions": header.get("questions", ""),
        "release": header.get("release", ""),
        "started_at": header.get("started_at", ""),
        "finished_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "asked_last": asked,
        "seconds_last": round(seconds, 1),
        "threads": asking.threads,
        "peak_megabytes": _peak_megabytes(),
    }


def _peak_megabytes() -> int | None:
    """Return the most memory that this process held, where the system counts it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (KILOBYTE**2 if sys.platform == "darwin" else KILOBYTE))
