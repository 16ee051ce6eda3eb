"""The verbs of evaluation: `eval QUESTIONS`, and what is done with the runs it leaves."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import evaluation_judging, evaluation_sets, opening, options
from assistant.cli.default_verb import DefaultVerb
from assistant.cli.display import plain, print_json, print_plain
from assistant.cli.evaluation_display import EvalDisplay, show_report
from assistant.cli.evaluation_options import REJECTED, Map, Questions, Threads, read_set
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.evaluation.question_files import QuestionSet
    from assistant.settings import Settings

Out = Annotated[
    str | None,
    typer.Option("--out", metavar="DIR", help="Folder of the run; by default one under evaluations/, named after it."),
]
verbs = typer.Typer(
    name="eval",
    cls=DefaultVerb,
    help="Ask a file of questions and measure the answers: `eval QUESTIONS`, or one of the verbs below.",
    epilog="Examples:\n\nnews-assistant eval questions.jsonl --out runs/today\n\n"
    "news-assistant eval questions.csv --map question=Frage --map answers=Antwort\n\n"
    "news-assistant eval run --help",
)


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    verbs.command(
        name="run",
        epilog="Examples:\n\nnews-assistant eval questions.jsonl\n\n"
        "news-assistant eval questions.csv --map question=Frage --map answers=Antwort --out runs/csv\n\n"
        "news-assistant eval questions.jsonl -k 5 --source 'Sample Wire' --today 2024-03-29 --json",
    )(run)
    evaluation_judging.register(verbs)
    evaluation_sets.register(verbs)
    app.add_typer(verbs)


def run(
    questions: Questions,
    *,
    out: Out = None,
    map_: Map = None,
    threads: Threads = 2,
    open_: Annotated[
        bool, typer.Option("--open", help="Keep the choices from the assistant: it answers as the chat does.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Throw away what the folder holds of an earlier run.")
    ] = False,
    k: options.K = None,
    today: options.Today = None,
    source: options.Sources = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    section: options.Sections = None,
    kind: options.Kinds = None,
    language: options.Languages = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Ask every question as the chat would, and write answers.jsonl, metrics.json and report.html.

    The same command goes on with a run that was stopped, by Ctrl-C or a kill.
    """
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir, search_k=k)
    filters = options.read_filters(
        sources=source, since=since, until=until, as_of=as_of, sections=section, kinds=kind, languages=language
    )
    day = options.read_day(today, "--today")
    asked = read_set(questions, map_)
    folder = Path(out) if out else _folder_of(asked, settings)
    from assistant.evaluation.evaluation import evaluate
    from assistant.evaluation.running import Asking

    with opening.open_desk(settings) as desk, EvalDisplay() as display:
        try:
            report = evaluate(
                desk,
                asked,
                folder,
                asking=Asking(filters, day, threads, open_),
                restart=restart,
                progress=display.update,
            )
        except KeyboardInterrupt:
            sys.stderr.write(
                f"What was answered is kept in {plain(str(folder))}. Go on with:\n  {plain(_again(folder, out))}\n"
            )
            raise
    if json_output:
        print_json(as_json(report) | {"out": str(folder)})
    else:
        show_report(report)
        print_plain(f"Written to {folder}: report.html, metrics.json, answers.jsonl.")
    return REJECTED if report.rejected or report.failed else 0


def _folder_of(questions: "QuestionSet", settings: "Settings") -> Path:
    """Return a folder that is the same for the same questions and settings, so that the same command goes on."""
    name = questions.path.name.split(".")[0]
    return Path("evaluations") / f"{name}-{questions.hash[:6]}-{settings.hash()[:6]}"


def _again(folder: Path, out: str | None) -> str:
    """Return the command that goes on with a run: the one that was given, its folder named."""
    import shlex

    given = ["news-assistant", *sys.argv[1:]]
    return shlex.join([word for word in given if word != "--restart"] + ([] if out else ["--out", str(folder)]))
