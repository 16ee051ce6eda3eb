"""The verbs around files of questions: propose, convert, rank, sweep."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, plain, print_json, print_plain
from assistant.cli.evaluation_display import EvalDisplay, show_figures
from assistant.cli.evaluation_options import REJECTED, Map, Questions, Threads, read_set
from assistant.cli.progress import CountDisplay
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.evaluation.answer_log import AnswerRow
    from assistant.evaluation.question_files import QuestionSet
    from assistant.evaluation.questions import Question
    from assistant.evaluation.running import Asking
    from assistant.evaluation.sweeping import Tried
    from assistant.settings import Settings


def register(verbs: typer.Typer) -> None:
    """Add the verbs to the group."""
    verbs.command(
        epilog="Examples:\n\nnews-assistant eval sweep q.jsonl --grid dense_weight=0.2,0.4 --out sweeps/dense\n\n"
        "news-assistant eval sweep q.jsonl --grid search_k=5,10 --grid answer_words=40,80 --out sweeps/both"
    )(sweep)
    verbs.command(
        epilog="Examples:\n\nnews-assistant eval propose q.jsonl\n\nnews-assistant eval propose q.jsonl -n 200 --seed 7"
    )(propose)
    verbs.command(
        epilog="Examples:\n\nnews-assistant eval convert questions.csv questions.jsonl --map question=Frage\n\n"
        "news-assistant eval convert runs/today run.trec --to trec-run\n\n"
        "news-assistant eval convert beir/scifact articles.jsonl --to articles"
    )(convert)
    verbs.command(
        epilog="Examples:\n\nnews-assistant eval rank run.trec qrels.txt\n\nnews-assistant eval rank retrieval.json"
    )(rank)


def propose(
    out: Annotated[str, typer.Argument(metavar="OUT", help="File to write, JSON lines.", show_default=False)],
    *,
    number: Annotated[int, typer.Option("-n", min=1, max=100_000, help="How many questions.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="Which articles are drawn.")] = 0,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Propose questions for people to correct: sentences of the archive with a name, number or date left out."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    if Path(out).exists():
        raise UsageError(f"{out} is there already; somebody may have corrected it.", remedy="Name another file.")
    from assistant.catalog.catalog import Catalog
    from assistant.evaluation.proposing import propose as proposed

    catalog = Catalog(settings.data_dir)
    with catalog.snapshot() as snapshot, CountDisplay("questions proposed") as display:
        rows = proposed(snapshot, number, seed=seed, progress=display.update)
    catalog.close()
    Path(out).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if json_output:
        print_json({"questions": len(rows), "out": out})
    else:
        print_plain(f"{len(rows):,} questions in {out}, made by a machine: correct them, and take out what is no good.")
    return 0


def convert(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A file of questions, a BEIR folder, or a run.", show_default=False)
    ],
    target: Annotated[str, typer.Argument(metavar="TO", help="What to write.", show_default=False)],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORM",
            help="questions, multihop, squad, beir, labelled-rag, trec-qrels; of a run trec-run, multihop-retrieval,"
            " rag-predictions; articles takes the articles out of SQuAD or BEIR.",
        ),
    ] = "questions",
    map_: Map = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Turn questions or a run into what other programs read, and theirs into ours."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.evaluation.interchange import converting

    if to == "articles":
        count = converting.write_articles(converting.articles_of(Path(source)), Path(target))
        return _written(target, count, "articles", rejected=0, json_output=json_output)
    if to not in converting.FORMS:
        raise UsageError(f"There is no form {to!r}.", remedy=f"Use one of {', '.join(converting.FORMS)} or articles.")
    questions, answers, rejected = _read(Path(source), map_)
    if converting.FORMS[to].needs_archive:
        from assistant.catalog.catalog import Catalog

        catalog = Catalog(settings.data_dir)
        with catalog.snapshot() as snapshot:
            converting.convert(converting.Source(questions, answers, snapshot), to, Path(target))
        catalog.close()
    else:
        converting.convert(converting.Source(questions, answers), to, Path(target))
    return _written(target, len(questions), "questions", rejected=rejected, json_output=json_output)


def rank(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="TREC run or MultiHop-RAG retrieval file.", show_default=False)
    ],
    qrels: Annotated[str | None, typer.Argument(metavar="QRELS", help="TREC qrels, for a TREC run.")] = None,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
) -> int:
    """Measure a ranking that another program made, by the same measures."""
    opening.start_logging(verbose=verbose)
    from assistant.evaluation.outside_runs import rank_multihop, rank_trec

    paths = [Path(name) for name in (run, qrels) if name is not None]
    for path in paths:
        if not path.is_file():
            raise UsageError(f"There is no file {path}.")
    found = rank_multihop(paths[0]) if qrels is None else rank_trec(*paths)
    if json_output:
        print_json({"metrics": found})
    else:
        show_figures(found)
    return 0


def sweep(
    questions: Questions,
    *,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder of the runs.", show_default=False)],
    grid: Annotated[
        list[str] | None, typer.Option("--grid", metavar="NAME=V1,V2", help="A setting with its values; repeatable.")
    ] = None,
    map_: Map = None,
    threads: Threads = 2,
    today: options.Today = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Ask the same questions under every combination of some settings, and show the runs in a table.

    Each combination is a run of its own under DIR; the same command goes on with a sweep that was stopped.
    """
    opening.start_logging(verbose=verbose)
    from assistant.evaluation import sweeping
    from assistant.evaluation.running import Asking

    values = {name: value.split(",") for name, value in options.read_pairs(grid, "--grid", "NAME=V1,V2").items()}
    tries = sweeping.combinations(values)
    # Every combination is looked at before the first is run: a slip in the last one should not cost the others' time.
    given = dict(options.read_pairs(set_, "--set", "NAME=VALUE"))
    all_settings = [options.read_settings(config, None, **(given | chosen), data_dir=data_dir) for chosen in tries]
    asked = read_set(questions, map_)
    asking = Asking(today=options.read_day(today, "--today"), threads=threads)
    tried = []
    for number, (chosen, settings) in enumerate(zip(tries, all_settings, strict=True), start=1):
        sys.stderr.write(f"run {number} of {len(tries)}: {plain(sweeping.folder_name(chosen))}\n")
        tried.append(_try(settings, asked, Path(out), chosen, asking))
    heading, rows, marks = sweeping.table(tried)
    (Path(out) / "sweep.md").write_text(sweeping.as_markdown(heading, rows, marks), encoding="utf-8")
    if json_output:
        print_json({"runs": as_json(tried)})
    else:
        _show_table(heading, rows, marks)
        print_plain(f"Written to {out}: a folder for each run, and sweep.md. `eval compare` tells two of them apart.")
    return REJECTED if asked.rejected else 0


def _try(
    settings: "Settings", questions: "QuestionSet", out: Path, chosen: dict[str, str], asking: "Asking"
) -> "Tried":
    from assistant.evaluation.evaluation import evaluate
    from assistant.evaluation.sweeping import Tried, folder_name

    folder = out / folder_name(chosen)
    with opening.open_desk(settings) as desk, EvalDisplay() as display:
        report = evaluate(desk, questions, folder, asking=asking, progress=display.update)
    return Tried(chosen, str(folder), report.metrics)


def _show_table(heading: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[set[int]]) -> None:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in heading:
        shown.add_column(name, justify="right")
    for row, best in zip(rows, marks, strict=True):
        shown.add_row(*(Text(cell, style="bold green" if place in best else "") for place, cell in enumerate(row)))
    console().print(shown)


def _read(path: Path, assignments: list[str] | None) -> "tuple[Sequence[Question], Sequence[AnswerRow], int]":
    """Return the questions of a file, or those of a run with its answers, and how many rows were no questions."""
    from assistant.evaluation.folder import RunFolder

    folder = RunFolder(path)
    if not folder.conditions_file.is_file():
        found = read_set(str(path), assignments)
        for item in found.rejected:
            sys.stderr.write(f"left out: {plain(item.input)}: {plain(item.reason)}\n")
        return found.questions, (), len(found.rejected)
    answers = folder.answers.read()
    questions = [question for question in folder.questions() if question.id in answers]
    return questions, [answers[question.id] for question in questions], 0


def _written(target: str, count: int, what: str, *, rejected: int, json_output: bool) -> int:
    if json_output:
        print_json({what: count, "rejected": rejected, "out": target})
    else:
        print_plain(f"{count:,} {what} written to {target}.")
    return REJECTED if rejected else 0
