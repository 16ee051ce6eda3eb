"""The verb that fits the refusal to an archive: calibrate."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, styled
from assistant.cli.progress import CountDisplay
from assistant.jsonable import as_json

File = Annotated[
    Path, typer.Argument(metavar="QUESTIONS", help="A file of questions with their articles.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant calibrate questions.jsonl\n\nnews-assistant calibrate questions.csv --json"
    )(calibrate)


def calibrate(
    questions: File,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Fit the refusal to this archive: its questions are asked with the articles that answer them, and without.

    A question names its articles in `gold_articles` or `evidence`; one that nothing answers has `answerable` false.
    """
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.evaluation.calibrating import calibrate as fit
    from assistant.evaluation.question_files import read_questions

    found = read_questions(questions)
    with opening.open_desk(settings) as desk, CountDisplay("asking") as display:
        report = fit(desk, found.questions, progress=display.update)
    if json_output:
        print_json(as_json(report) | {"rejected": as_json(found.rejected)})
        return 1 if found.rejected else 0
    screen = console()
    screen.print(
        styled(
            f"{report.questions:,} questions: {report.answerable:,} with their evidence, {report.unanswerable:,}"
            f" without; {report.skipped:,} could not be used."
        )
    )
    screen.print(styled(f"balanced accuracy {report.before:.3f} before, {report.after:.3f} in five folds"))
    words = "Kept with the archive." if report.kept else "Not kept: it judges worse than what is in force."
    screen.print(styled(words, "bold"))
    for rejected in found.rejected:
        screen.print(styled(f"{rejected.input}: {rejected.reason}", "yellow"))
    return 1 if found.rejected else 0
