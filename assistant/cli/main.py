"""Where the command line starts and ends: the verbs put together, and every failure turned into words and a code."""

import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from assistant.cli import (
    access,
    archive,
    asking,
    calibrating,
    chronicle,
    conversing,
    copies,
    counting,
    evaluation,
    failures,
    feeds,
    health,
    recording,
    reports,
    running,
    safekeeping,
    tools,
    upkeep,
    watching,
)
from assistant.cli.display import print_plain

NAME = "news-assistant"

app = typer.Typer(
    help="Question and answer over a news archive, every sentence tied to the exact words of an article.",
    epilog='Start with: news-assistant ingest --sample, then news-assistant ask "…"',
    add_completion=False,
    pretty_exceptions_enable=False,
)
MODULES = (
    archive, watching, feeds, reports, health, asking, counting, copies, evaluation, recording, chronicle,
    conversing, running, upkeep, safekeeping, access, tools, calibrating,
)  # fmt: skip
for module in MODULES:
    module.register(app)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - the signature of a typer callback
    if wanted:
        print_plain(f"{NAME} {version(NAME)}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a failure becomes a sentence, never a traceback.

    Args:
        arguments: What follows the program's name; by default this process's own arguments.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # A character that the terminal's encoding lacks is no reason to fail after the work is done.
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="replace")
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away, as in `… | head`. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        # The last frame there is: with --json stdout must hold an object whatever happened.
        if not failures.is_expected(error):
            logging.getLogger("assistant").critical("a fault in the program", exc_info=error)
        return failures.report(error, as_json="--json" in given)
    return code


def _run(arguments: Sequence[str]) -> int:
    """Run the verb without typer's own error handling, which knows neither our exit codes nor `--json`."""
    command = typer.main.get_command(app)
    try:
        with command.make_context(NAME, list(arguments) or ["--help"]) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as ended:
        return ended.exit_code if arguments else failures.USAGE
