"""The refusal fitted to an archive: its own questions, each with the articles that answer it and without them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.calibration import KEY, Calibration, Signals, balanced_accuracy, fingerprint, fitted, scorer_of
from assistant.assistant import NewsAssistant
from assistant.catalog.catalog import Catalog
from assistant.errors import InputError
from assistant.evaluation.labels import Archive
from assistant.evaluation.questions import Question
from assistant.index.lock import writing

FOLDS = 5

FEWEST = 10
"""Answerable questions with known articles, or questions that cannot be answered: fewer tell nothing."""


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What a calibration did.

    Attributes:
        questions: How many were asked.
        answerable: Evidence that answers.
        unanswerable: Evidence that does not: of questions without their articles, or without an answer.
        skipped: Questions whose articles are not in the archive, or that say nothing of their answer.
        before: Balanced accuracy of the scorer in force until now, at the threshold of the settings.
        after: That of the new one, each fifth of the questions judged by what the others gave.
        kept: Whether it is kept: not if it judges worse.
    """

    questions: int
    answerable: int
    unanswerable: int
    skipped: int
    before: float
    after: float
    kept: bool


def calibrate(
    desk: NewsAssistant, questions: Sequence[Question], *, progress: Callable[[int, int], None] | None = None
) -> CalibrationReport:
    """Fit the refusal of the desk's archive on its own questions, and keep it if it judges no worse than before.

    Raises:
        InputError: Too few of the questions can be used.
        StoreError: The index is missing, busy or damaged.
    """
    held, taken, skipped = _asked(desk, questions, progress or (lambda _done, _of: None))
    if len(held) < FEWEST or len(taken) < FEWEST:
        raise InputError(
            f"Only {len(held)} questions with an answer and {len(taken)} without can be used; {FEWEST} of each are"
            " needed.",
            remedy="Name the articles that answer in `gold_articles`, and mark others `answerable: false`.",
        )
    threshold, catalog = desk.settings.refusal_threshold, Catalog(desk.settings.data_dir)
    with catalog.snapshot() as snapshot:
        now, mark = scorer_of(snapshot)[0], fingerprint(snapshot)
    catalog.close()
    before, after = balanced_accuracy(held, taken, now, threshold), _in_folds(held, taken, threshold)
    kept = after >= before
    if kept:
        made = Calibration(fitted(held, taken), mark, len(questions), dt.datetime.now(dt.UTC).isoformat("T", "seconds"))
        with writing(desk.settings.data_dir) as writer:
            writer.set_meta({KEY: made.to_json()})
    return CalibrationReport(
        len(questions), len(held), len(taken), skipped, round(before, 4), round(after, 4), kept=kept
    )


def _asked(
    desk: NewsAssistant, questions: Sequence[Question], progress: Callable[[int, int], None]
) -> tuple[list[Signals], list[Signals], int]:
    """Return the signals where the evidence answers, where it does not, and how many questions could not be used."""
    held: list[Signals] = []
    taken: list[Signals] = []
    skipped = 0
    catalog = Catalog(desk.settings.data_dir)
    with catalog.snapshot() as snapshot:
        archive = Archive(snapshot, questions, ())
        articles = [[named.head for named in archive.known(question)] for question in questions]
    catalog.close()
    for number, (question, gold) in enumerate(zip(questions, articles, strict=True)):
        progress(number, len(questions))
        if question.answerable is False:
            taken.append(desk.signals(question.question, today=question.asked_on))
        elif gold:
            held.append(desk.signals(question.question, today=question.asked_on))
            taken.append(desk.signals(question.question, today=question.asked_on, without=gold))
        else:
            skipped += 1
    progress(len(questions), len(questions))
    return held, taken, skipped


def _in_folds(held: Sequence[Signals], taken: Sequence[Signals], threshold: float) -> float:
    """Return the balanced accuracy of scorers that have not seen what they judge."""
    scores = []
    for fold in range(FOLDS):
        scorer = fitted(_others(held, fold), _others(taken, fold))
        scores.append(balanced_accuracy(held[fold::FOLDS], taken[fold::FOLDS], scorer, threshold))
    return sum(scores) / FOLDS


def _others(rows: Sequence[Signals], fold: int) -> list[Signals]:
    return [row for number, row in enumerate(rows) if number % FOLDS != fold]
