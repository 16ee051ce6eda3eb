"""The verb of whoever follows outlets by their feeds."""

from typing import Annotated

import typer

from assistant.cli import opening, options, reports
from assistant.cli.display import print_json
from assistant.cli.progress import IngestDisplay
from assistant.errors import UsageError
from assistant.jsonable import as_json

REJECTED = 1
"""Exit code of a run in which an address gave nothing that could be read."""


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant feeds --allow-network\n\n"
        "news-assistant feeds https://news.example/feed.xml --allow-network --json\n\n"
        "*/15 * * * * news-assistant feeds --data-dir /srv/news  (in a crontab, with allow_network in the settings)"
    )(feeds)


def feeds(
    urls: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="URL…", help="Feeds to fetch; those of the setting feeds by default.", show_default=False
        ),
    ] = None,
    *,
    allow_network: options.AllowNetwork = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Fetch feeds and the pages they lead to; what has not changed since the last time is not sent again."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(
        config, set_, data_dir=data_dir, allow_network=allow_network or None, feeds=" ".join(urls) if urls else None
    )
    if not settings.feeds:
        raise UsageError(
            "No feed is known.", remedy='Name one, or write feeds = ["https://…"] into news-assistant.toml.'
        )
    if not settings.allow_network:
        raise UsageError(
            "The network is off.", remedy="Add --allow-network, or write allow_network = true into news-assistant.toml."
        )
    with opening.open_desk(settings) as desk, IngestDisplay() as display:
        report = desk.ingest(list(settings.feeds), progress=display.update)
    if json_output:
        print_json(as_json(report))
    else:
        reports.show_report(report)
    return REJECTED if report.rejected else 0
