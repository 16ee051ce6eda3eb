"""The verb of whoever worries about the archive: doctor."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, plain, print_json, styled
from assistant.errors import StoreError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.operations.finding import Diagnosis

COLOURS = {"ok": "green", "info": "cyan", "warning": "yellow", "error": "red"}


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant doctor\n\nnews-assistant doctor --json\n\n"
        "news-assistant doctor --fix  (mends what cannot go wrong, and says so first)"
    )(doctor)


def doctor(
    *,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Make vectors and full text search anew where torn, and store what an interrupted ingest left.",
        ),
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Look at everything the archive needs to serve; each finding comes with the command that mends it.

    Nothing is changed without --fix, and readers go on meanwhile. Exit code 3 if the archive cannot serve.
    """
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.operations.doctor import examine, mend  # it brings the stores

    found = examine(settings, tell=_progress)
    mended: tuple[str, ...] = ()
    if fix:
        with opening.open_desk(settings) as desk:
            mended = mend(found, desk=desk, say=_say)
        if mended:
            found = examine(settings, tell=_progress)
    if json_output:
        print_json(as_json(found) | {"mended": list(mended)})
    else:
        show_diagnosis(found)
    return 0 if found.serves else StoreError.exit_code


def show_diagnosis(found: "Diagnosis") -> None:
    """Print what was found, worst first, what is in order last."""
    table = Table.grid(padding=(0, 2))
    for finding in found.findings:
        words = Text.assemble(styled(finding.message), " " if finding.remedy else "", styled(finding.remedy, "bold"))
        table.add_row(Text(finding.severity, style=COLOURS[finding.severity]), Text(finding.check, style="dim"), words)
    screen = console()
    screen.print(table)
    verdict = "can serve" if found.serves else "cannot serve until the errors are mended"
    screen.print(Text.assemble("The archive in ", styled(found.data_dir), f" {verdict}."))


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[Klooking at {plain(what)} …\r")
        sys.stderr.flush()


def _say(words: str) -> None:
    sys.stderr.write(f"{plain(words)}\n")
    sys.stderr.flush()
