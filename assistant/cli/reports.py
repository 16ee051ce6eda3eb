"""What ingests did: the report at the end of one, and the verb that shows those of the past."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, styled
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.index.report import IngestReport, Proof, ReportLine
    from assistant.runs import RunSummary

GROUPS_SHOWN, INPUTS_SHOWN = 20, 3
"""Reasons that are listed, and inputs named for each."""

RUNS_LISTED = 20

COLOURS = {"rejected": "red", "duplicate": "yellow", "updated": "cyan"}

_SINGULAR = re.compile(r"\S*\d\S*|\S+-\S+|\S{25,}")
"""Words that differ from input to input: numbers, ids and addresses."""


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(epilog="Examples:\n\nnews-assistant runs\n\nnews-assistant runs 12\n\nnews-assistant runs 12 --json")(
        runs
    )


def runs(
    run: Annotated[
        int | None, typer.Argument(metavar="RUN", help="Number of a run to show in full.", show_default=False)
    ] = None,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Show what past ingests did, input by input."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        if run is not None:
            report = desk.run(run)
            print_json(as_json(report)) if json_output else show_report(report)
            return 0
        listed = desk.runs(RUNS_LISTED)
    if json_output:
        print_json({"runs": as_json(listed)})
    else:
        show_runs(listed)
    return 0


def show_report(report: "IngestReport") -> None:
    """Print what an ingest did: counts, then the reasons there were, each with how many inputs had it."""
    screen = console()
    screen.print(Text(counts(report)))
    groups = grouped(report.report)
    for outcome, reason, lines in groups[:GROUPS_SHOWN]:
        label = f"{outcome} " if len(lines) == 1 else f"{outcome} {len(lines):,}× "
        screen.print(Text.assemble((label, COLOURS.get(outcome, "dim")), styled(_named(lines)), ": ", styled(reason)))
    if len(groups) > GROUPS_SHOWN:
        rest = sum(len(lines) for *_, lines in groups[GROUPS_SHOWN:])
        screen.print(Text(f"… and {rest:,} more inputs with other reasons; --json lists them all."))
    if report.proof:
        screen.print(_proof(report.proof))


def show_runs(listed: Sequence["RunSummary"]) -> None:
    """Print the list of runs, newest first."""
    if not listed:
        console().print(Text("Nothing was ever taken in."))
        return
    outcomes = list(dict.fromkeys(outcome for run in listed for outcome in run.outcomes))
    table = Table("run", "started (UTC)", *outcomes, "embedded", "seconds", "proof", header_style="bold")
    for run in listed:
        seconds = "" if run.seconds is None else f"{run.seconds:,.1f}"
        table.add_row(
            str(run.run),
            Text(run.started_at[:19].replace("T", " ")),
            *(f"{run.outcomes.get(outcome, 0):,}" for outcome in outcomes),
            f"{run.passages_embedded:,}",
            seconds if run.finished_at else Text("not finished", style="red"),
            f"{run.proof.found} of {run.proof.looked_for}" if run.proof else "",
        )
    console().print(table)


def counts(report: "IngestReport") -> str:
    """Return one line with the number of inputs of each outcome."""
    removed = f", {report.removed:,} removed" if report.removed else ""
    twice = f"{report.duplicates:,} duplicate{'s' * (report.duplicates != 1)}"
    return (
        f"{report.new:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{twice}, {report.rejected:,} rejected{removed}; "
        f"{report.passages_embedded:,} passages embedded in {report.seconds:.1f} s"
    )


def grouped(lines: Sequence["ReportLine"]) -> list[tuple[str, str, list["ReportLine"]]]:
    """Return (outcome, reason, lines) of lines that have one, most frequent first, the rejected before the rest.

    Reasons that differ in a number or an id only are one; then `…` stands in its place.
    """
    groups: dict[tuple[str, str], list[ReportLine]] = defaultdict(list)
    for line in lines:
        if line.reason:
            groups[line.outcome, _SINGULAR.sub("…", line.reason)].append(line)
    found = [
        (outcome, reason if len({line.reason for line in group}) > 1 else group[0].reason, group)
        for (outcome, reason), group in groups.items()
    ]
    return sorted(found, key=lambda item: (item[0] != "rejected", -len(item[2])))


def _named(lines: Sequence["ReportLine"]) -> str:
    more = f" and {len(lines) - INPUTS_SHOWN:,} more" if len(lines) > INPUTS_SHOWN else ""
    return ", ".join(line.input for line in lines[:INPUTS_SHOWN]) + more


def _proof(proof: "Proof") -> Text:
    words = f"{proof.found} of {proof.looked_for} new articles looked for were found"
    if proof.found == proof.looked_for:
        return Text(f"proof: {words} by their own words ({proof.seconds:.2f} s)")
    missed = ", ".join(article.article_id for article in proof.articles if not article.found)
    return Text.assemble(("warning: ", "red"), styled(f"only {words}; not found: {missed}. {proof.remedy}"))
