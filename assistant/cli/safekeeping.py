"""The verbs that keep a copy and bring it back: backup and restore."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import opening, options
from assistant.cli.display import print_json, print_plain
from assistant.cli.progress import CountDisplay
from assistant.cli.upkeep import say
from assistant.errors import UsageError
from assistant.jsonable import as_json

Folder = Annotated[str, typer.Argument(metavar="FOLDER", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant backup /backups/2024-03-29\n\n"
        "news-assistant backup /backups/today --conversations --json"
    )(backup)
    app.command(
        epilog="Examples:\n\nnews-assistant restore /backups/2024-03-29\n\n"
        "news-assistant restore indexes/before-restore/20240329T101500.000000  (undoes a restore)"
    )(restore)


def backup(
    folder: Folder,
    *,
    conversations: Annotated[
        bool, typer.Option("--conversations", help="Also what readers asked; it is private, and left out otherwise.")
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Copy the archive into FOLDER, which must not be there yet, and check the copy. Others go on meanwhile.

    The vectors are not copied: `restore` makes them from the catalog, and embeds nothing.
    """
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.operations import backup as operation

    with CountDisplay("pages copied") as display:
        report = operation.backup(settings, _path(folder), conversations=conversations, progress=display.update)
    if json_output:
        print_json(as_json(report))
    else:
        print_plain(f"{report.articles:,} articles, {report.bytes / 1e6:,.1f} MB, are in {report.folder}.")
    return 0


def restore(
    folder: Folder,
    *,
    conversations: Annotated[
        bool, typer.Option("--conversations", help="Also what readers asked, in the place of what is there.")
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Put the backup in FOLDER in the place of the archive, after checking it and keeping a copy of what is there."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.operations import restore as operation

    report = operation.restore(settings, _path(folder), conversations=conversations, progress=say)
    if json_output:
        print_json(as_json(report))
        return 0
    print_plain(f"The archive is that of {report.made_at} again: {report.articles:,} articles.")
    if report.safety_copy:
        print_plain(f"What was there before is in {report.safety_copy}; `restore` brings it back.")
    return 0


def _path(folder: str) -> Path:
    """Return the folder; an empty argument, as from an unset shell variable, must not mean the working directory."""
    if not folder.strip():
        raise UsageError("The folder is empty.", remedy="Check the shell variable it came from.")
    return Path(folder)
