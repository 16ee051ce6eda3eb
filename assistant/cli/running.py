"""The verbs around the archive: serve the web page, show the settings."""

import sys
from typing import Annotated

import typer

from assistant.cli import opening, options, render
from assistant.cli.display import print_json, print_plain


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(epilog="Examples:\n\nnews-assistant serve\n\nnews-assistant serve --port 8080 --open")(serve)
    app.command(
        name="settings",
        epilog="Examples:\n\nnews-assistant settings\n\n"
        "news-assistant settings --config other.toml --set search_k=5 --json",
    )(show_settings)


def serve(
    *,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help="Address to listen on; 127.0.0.1 by default.")
    ] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="N", help="Port to listen on; 7860 by default.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Serve the chat in the browser until Ctrl-C."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir, host=host, port=port)
    from assistant.api import app as api  # it brings Gradio, seconds of it
    from assistant.catalog.catalog import CATALOG_NAME
    from assistant.catalog.database import FIRST_INGEST

    def announce(url: str) -> None:
        if json_output:
            print_json({"url": url, "data_dir": settings.data_dir})
        else:
            print_plain(f"The chat is at {url} (Ctrl-C stops it).")
            if not (settings.data_dir / CATALOG_NAME).exists():
                print_plain(f"There is no archive in {settings.data_dir} yet. {FIRST_INGEST}")
        sys.stdout.flush()

    api.serve(settings, open_browser=open_browser, announce=announce)
    return 0


def show_settings(
    *,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Show every setting in force and where its value came from."""
    settings = options.read_settings(config, set_, data_dir=data_dir)
    from assistant.settings import effective

    if not json_output:
        render.show_settings(settings)
        return 0
    rows = {
        item.name: {
            "value": item.value,
            "from": item.origin,
            "description": type(settings).model_fields[item.name].description,
        }
        for item in effective(settings)
    }
    print_json({"hash": settings.hash(), "settings": rows})
    return 0
