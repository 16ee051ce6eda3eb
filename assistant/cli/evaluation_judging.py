"""The verbs that judge runs: compare and gate."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, plain, print_json, print_plain, styled
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.evaluation.comparing import Changed, Comparison
    from assistant.evaluation.gating import Held

NOT_MET = 1
SHOWN = 10
COLOURS = {"better": "green", "worse": "red", "unsure": "dim", "equal": "dim", "other": ""}

Folder = Annotated[str, typer.Argument(metavar="DIR", help="Folder of a finished run.", show_default=False)]


def register(verbs: typer.Typer) -> None:
    """Add the verbs to the group."""
    verbs.command(
        epilog="Examples:\n\nnews-assistant eval compare runs/before runs/after\n\n"
        "news-assistant eval compare runs/before runs/after --all --json"
    )(compare)
    verbs.command(epilog="Examples:\n\nnews-assistant eval gate runs/today gate.toml")(gate)


def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="Folder of the first run.", show_default=False)],
    after: Annotated[str, typer.Argument(metavar="B", help="Folder of the second run.", show_default=False)],
    *,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show every question that changed, not the first ten.")
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
) -> int:
    """Say what rose and what fell from run A to run B, how sure that is, and which questions it was.

    Both must have asked the same questions of the same archive.
    """
    opening.start_logging(verbose=verbose)
    from assistant.evaluation import comparing

    found = comparing.compare(Path(before), Path(after))
    if json_output:
        print_json(as_json(found))
    else:
        _show_comparison(found, None if show_all else SHOWN)
    return 0


def gate(
    run: Folder,
    floors: Annotated[str, typer.Argument(metavar="GATE", help="TOML file with the floors.", show_default=False)],
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
) -> int:
    """Hold a run against floors; the exit code is 1 if one is not met."""
    opening.start_logging(verbose=verbose)
    from assistant.evaluation.folder import RunFolder
    from assistant.evaluation.gating import hold, read_gate

    held = hold(read_gate(Path(floors)), RunFolder(Path(run)).read_json("metrics.json"))
    passed = all(item.passed for item in held)
    if json_output:
        print_json({"passed": passed, "floors": as_json(held)})
    else:
        _show_gate(held)
    return 0 if passed else NOT_MET


def _show_gate(held: "Sequence[Held]") -> None:
    screen = console()
    for item in held:
        word = Text("holds", style="green") if item.passed else Text("FAILS", style="bold red")
        value = "not measured" if item.value is None else f"{item.value:.3f}"
        screen.print(Text.assemble(word, f"  {item.metric}: {value}, wanted {item.limit}"))


def _show_comparison(found: "Comparison", most: int | None) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "A", "B", "B − A", "95 % interval", "n", ""):
        table.add_column(name, justify="left" if not name else "right")
    for item in found.differences:
        table.add_row(
            item.metric,
            f"{item.before:.3f}",
            f"{item.after:.3f}",
            f"{item.value:+.3f}",
            f"{item.low:+.3f} to {item.high:+.3f}",
            f"{item.n:,}",
            Text(item.verdict, style=COLOURS[item.verdict]),
        )
    console().print(table)
    same = [
        f"{what} differ{s}"
        for what, s, differs in (("settings", "", found.settings_differ), ("the program", "s", found.code_differs))
        if differs
    ]
    print_plain(f"{found.n:,} questions; {' and '.join(same) or 'settings and program are the same'}.")
    for name, names in (("A", found.only_before), ("B", found.only_after)):
        if names:
            print_plain(f"Only {name} has: {', '.join(names)}.")
    _show_changed("better", found.better, most)
    _show_changed("worse", found.worse, most)


def _show_changed(word: str, items: "Sequence[Changed]", most: int | None) -> None:
    screen = console()
    screen.print(styled(f"{len(items):,} questions became {word}", "bold"))
    for item in items[:most]:
        screen.print(Text.assemble(f"  {plain(item.id)}  ", styled(item.question)))
        parts = (f"{name} {was:.2f} → {became:.2f}" for name, (was, became) in item.metrics.items())
        screen.print(Text(f"      {', '.join(parts)}", style="dim"))
    if most is not None and len(items) > most:
        screen.print(Text(f"  and {len(items) - most:,} more; --all shows them"))
