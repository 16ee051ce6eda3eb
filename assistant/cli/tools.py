"""The verb for other programs' models: the assistant's tools over stdin and stdout."""

import typer

from assistant.cli import opening, options


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant mcp --data-dir indexes  (as the command of an MCP client)\n\n"
        "A running `news-assistant serve` offers the same tools at its address under /mcp."
    )(mcp)


def mcp(
    *,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Offer search, ask and article as tools of the Model Context Protocol, over stdin and stdout."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    import anyio  # with what it brings, seconds that --help need not pay

    from assistant.api.mcp_tools import mcp_server

    with opening.open_desk(settings) as desk:
        server = mcp_server(desk, anyio.CapacityLimiter(1))
        server.run("stdio")
    return 0
