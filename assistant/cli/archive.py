"""The verbs of whoever keeps the archive: ingest, rebuild and status."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import opening, options, render, reports
from assistant.cli.display import print_json, print_plain
from assistant.cli.progress import IngestDisplay
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.index.pruning import Gone

FORMATS = (
    "JSON and JSON lines, CSV, TSV and Parquet, web pages (HTML, MHTML), PDF, Word, text and Markdown,"
    " mail (EML, mbox), RSS and Atom, NITF and NewsML-G2, alone or in ZIP, TAR and web archives (WARC),"
    " packed by gzip, bzip2 or xz or not"
)
REJECTED = 1
"""Exit code of an ingest that is done but turned inputs away, or did not prune what it was asked to."""


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant ingest --sample\n\n"
        "news-assistant ingest corpus/ more.jsonl --data-dir indexes\n\n"
        "news-assistant ingest today/ --json 2> progress.log\n\n"
        "news-assistant ingest export.csv --map published=pub_date --map text=story_html\n\n"
        "news-assistant ingest crawl.warc.gz pages.zip dump.json.xz\n\n"
        "news-assistant ingest archive/ --prune\n\n"
        "news-assistant ingest https://news.example/story.html --allow-network"
    )(ingest)
    app.command(
        epilog="Examples:\n\nnews-assistant rebuild\n\n"
        "news-assistant rebuild --set passage_tokens=200  (embeds the whole archive anew)"
    )(rebuild)
    app.command(epilog="Examples:\n\nnews-assistant status\n\nnews-assistant status --data-dir indexes --json")(status)


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH…",
            help=f"Files, archives, folders and addresses of articles. Read are {FORMATS}.",
            show_default=False,
        ),
    ] = None,
    *,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help="Which column or field of CSV, Parquet and JSON holds what, such as published=pub_date; repeatable.",
        ),
    ] = None,
    allow_network: options.AllowNetwork = False,
    sample: Annotated[bool, typer.Option("--sample", help="Take in the sample archive that comes with us.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove the articles that these paths gave before and give no more.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Prune even if that is more than half of the archive.")] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Take articles into the archive; what is there already and did not change costs nothing."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir, allow_network=allow_network or None)
    inputs = _inputs(paths or [], sample=sample)
    fields = _fields(map_)
    with opening.open_desk(settings) as desk, IngestDisplay() as display:
        report = desk.ingest(
            inputs, fields=fields, prune=prune, prune_most=prune and yes, told=_tell_gone, progress=display.update
        )
    if json_output:
        print_json(as_json(report))
    else:
        reports.show_report(report)
    if report.removed < report.gone:
        sys.stderr.write(
            f"Nothing was removed: {report.gone:,} articles are gone from the given paths, more than half of the"
            " archive. If that is meant, run it again with --yes.\n"
        )
    return REJECTED if report.rejected or report.removed < report.gone else 0


def _fields(assignments: list[str] | None) -> dict[str, str]:
    """Return which field of the outside is which of ours; a wrong one is said before the index is opened."""
    if not assignments:
        return {}
    from assistant.articles.rows import own_fields  # loads the readers

    return own_fields(options.read_pairs(assignments, "--map", "OURS=THEIRS"))


def _tell_gone(gone: "Gone") -> None:
    """Say what is about to be removed, before it is."""
    sys.stderr.write(f"{len(gone.article_ids):,} of {gone.articles:,} articles are gone from the given paths.\n")
    if gone.unsure:
        sys.stderr.write(
            f"{gone.unsure:,} more were not found, but what they came from could not be read in full; they stay.\n"
        )


def rebuild(
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Make the vectors anew from the catalog while readers go on; embeds only if the model or its settings changed."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk, IngestDisplay() as display:
        generation = desk.rebuild(progress=display.update)
    if json_output:
        print_json({"generation": generation, "data_dir": settings.data_dir})
    else:
        print_plain(f"Generation {generation} of the vectors in {settings.data_dir} is in use.")
    return 0


def status(
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Say what the archive holds and how the index is."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        found = desk.status()
    if json_output:
        print_json(as_json(found))
    else:
        render.show_status(found)
    return 0


def _inputs(paths: list[str], *, sample: bool) -> list[Path | str]:
    """Return what to read; an empty argument, as from an unset shell variable, must not mean the working directory."""
    if not all(path.strip() for path in paths):
        raise UsageError("One of the paths is empty.", remedy="Check the shell variable it came from.")
    inputs: list[Path | str] = list(paths)
    if sample:
        from assistant.sample import sample_archive  # unpacks files

        inputs.append(sample_archive())
    if not inputs:
        raise UsageError("There is nothing to take in.", remedy="Name files or folders, or use --sample.")
    return inputs
