"""The verb that keeps an archive up with its folders: watch."""

import contextlib
import datetime as dt
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import opening, options
from assistant.cli.display import plain, print_json_line, print_plain
from assistant.cli.reports import counts
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.index.report import IngestReport


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant watch corpus/\n\n"
        "news-assistant watch incoming/ wire.jsonl --debounce 10\n\n"
        "news-assistant watch incoming/ --json >> runs.jsonl"
    )(watch)


def watch(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files and folders of articles.", show_default=False)
    ],
    *,
    debounce: Annotated[
        float,
        typer.Option(
            "--debounce",
            metavar="S",
            min=0.0,
            max=3600.0,
            help="Seconds a file must not have changed before it is read.",
        ),
    ] = 2.0,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object a run, each on one line.")] = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Take in what is there, then whatever is added or changed, until Ctrl-C."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    if not all(path.strip() for path in paths):
        raise UsageError("One of the paths is empty.", remedy="Check the shell variable it came from.")
    from assistant.operations.watch import Notice, Watch  # it brings the readers

    with opening.open_desk(settings) as desk, _stopped_by_signals():

        def ingest(files: Sequence[Path]) -> "IngestReport":
            return desk.ingest(list(files))

        for event in Watch(ingest, [Path(path) for path in paths], settings.data_dir, debounce).run():
            if isinstance(event, Notice):
                _say(event.words)
            elif json_output:
                print_json_line(as_json(event))
            else:
                print_plain(f"{_now()} {_line(event)}")
                sys.stdout.flush()
    return 0


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """End the watch in peace at Ctrl-C, or when a supervisor ends it; an ingest under way keeps what it finished."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        _say("Stopped on request; what was taken in is kept.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _line(report: "IngestReport") -> str:
    more = f" (`news-assistant runs {report.run}` says why)" if report.rejected else ""
    lost = f"; {report.proof.remedy}" if report.proof and report.proof.remedy else ""
    return f"run {report.run}: {counts(report)}{more}{lost}"


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")[:19]


def _say(words: str) -> None:
    sys.stderr.write(f"{plain(words)}\n")
    sys.stderr.flush()
