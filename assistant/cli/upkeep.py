"""The verbs that take away and keep safe: remove and compact."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, plain, print_json, print_plain, styled
from assistant.cli.progress import CountDisplay
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.catalog.removal import Card
    from assistant.index.removing import RemovalReport
    from assistant.operations.compact import CompactReport

NOT_ALL = 1
"""Exit code of a removal that is done but did not know some of the names."""

SHOWN = 10

Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant remove --id story-17 --dry-run\n\n"
        'news-assistant remove --source "Sample Wire" --before 2020-01-01\n\n'
        "news-assistant remove --url https://example.org/story --yes --json"
    )(remove)
    app.command(epilog="Examples:\n\nnews-assistant compact\n\nnews-assistant compact --purge --json")(compact)


def remove(
    *,
    ids: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="This article; repeatable.")] = None,
    urls: Annotated[
        list[str] | None, typer.Option("--url", metavar="URL", help="The article of this page; repeatable.")
    ] = None,
    sources: Annotated[
        list[str] | None, typer.Option("--source", metavar="NAME", help="Those of this outlet; repeatable.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="Only those published before this day.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="DATE", help="Only those published after this day.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which articles these are.")] = False,
    yes: Yes = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Remove articles with all their versions. What several options name is what all of them mean.

    An ingest of the same files brings them back. Their words leave the files of the archive with `compact`.
    """
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    days = options.read_day(before, "--before"), options.read_day(after, "--after")

    def agree(cards: Sequence["Card"]) -> bool:
        return not dry_run and (yes or not cards or confirmed(cards))

    with opening.open_desk(settings) as desk, CountDisplay("articles removed") as display:
        report = desk.remove(
            ids=options.read_names(ids, "--id"),
            urls=options.read_names(urls, "--url"),
            sources=options.read_names(sources, "--source"),
            before=days[0],
            after=days[1],
            agree=agree,
            progress=display.update,
        )
    if json_output:
        print_json(as_json(report) | {"dry_run": dry_run})
    else:
        _show(report, dry_run=dry_run)
    return NOT_ALL if report.unknown else 0


def compact(
    *,
    purge: Annotated[
        bool,
        typer.Option(
            "--purge",
            help="Also take out stored turns that quote removed articles, and the copies made before a restore.",
        ),
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Write the archive anew without the words of what was removed; readers go on meanwhile."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.operations import compact as operation

    report = operation.compact(settings, purge=purge, progress=say)
    if json_output:
        print_json(as_json(report))
    else:
        _show_compacted(report)
    return 0


def say(what: str) -> None:
    """Say on stderr what is being done."""
    sys.stderr.write(f"{plain(what)} …\n")
    sys.stderr.flush()


def _show_compacted(report: "CompactReport") -> None:
    print_plain(
        f"{report.bytes_before / 1e6:,.1f} MB became {report.bytes_after / 1e6:,.1f} MB in {report.seconds:.1f} s;"
        f" generation {report.generation} of the vectors is in use."
    )
    for turn in report.quoting:
        print_plain(f"  turn {turn.turn} of conversation {turn.conversation} quotes {', '.join(turn.article_ids)}")
    for folder in report.safety_copies:
        print_plain(f"  {folder} is a copy of what was there before a restore")
    if (report.quoting or report.safety_copies) and report.purged:
        print_plain("These were taken out.")
    elif report.quoting or report.safety_copies:
        print_plain("The words of removed articles may still stand in these. `compact --purge` takes them out.")


def confirmed(cards: Sequence["Card"]) -> bool:
    """Ask on the terminal whether these articles are to go.

    Raises:
        UsageError: There is nobody to ask.
    """
    count = counted(len(cards), "article")
    if not sys.stdin.isatty():
        raise UsageError(
            f"This removes {count}, and there is no terminal to ask on.", remedy="Say --yes, or --dry-run."
        )
    for card in cards[:SHOWN]:
        sys.stderr.write(f"  {plain(_label(card))}\n")
    if len(cards) > SHOWN:
        sys.stderr.write(f"  … and {len(cards) - SHOWN:,} more; --dry-run lists them all.\n")
    return typer.confirm(f"Remove {count}?", err=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _show(report: "RemovalReport", *, dry_run: bool) -> None:
    screen = console()
    for name in report.unknown:
        screen.print(Text.assemble(("unknown ", "red"), styled(name)))
    if dry_run:
        for card in report.report:
            screen.print(styled(_label(card)))
        print_plain(f"{counted(report.found, 'article')} would be removed.")
    else:
        print_plain(f"{counted(report.removed, 'article')} of {report.found:,} found removed.")


def _label(card: "Card") -> str:
    named = " · ".join([card.title or "Untitled", card.source or "unknown outlet", card.published_at or "no date"])
    return f"{card.article_id}: {named}"
