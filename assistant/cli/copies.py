"""The verbs about one article among others: its copies in the archive, and its own versions."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, print_plain, styled
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.catalog.copies import Copy, CopyGroup
    from assistant.index.changes import Change
    from assistant.index.history import VersionNote

ArticleId = Annotated[
    str, typer.Argument(metavar="ARTICLE_ID", help="An article, as `search --json` names it.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant copies floods-2024\n\n"
        "news-assistant copies floods-2024 --compare floods-wire  (what is otherwise in it, sentence by sentence)\n\n"
        "news-assistant copies floods-2024 --undo floods-2023  (they are two stories; no ingest joins them again)\n\n"
        "news-assistant copies floods-2024 --confirm floods-wire --json"
    )(copies)
    app.command(
        epilog="Examples:\n\nnews-assistant versions floods-2024\n\nnews-assistant versions floods-2024 --json"
    )(versions)


def copies(
    article_id: ArticleId,
    *,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="OTHER_ID", help="Show what is otherwise in another article.")
    ] = None,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="OTHER_ID", help="Take these two apart, for good.")
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", metavar="OTHER_ID", help="Keep these two together; takes an undoing back."),
    ] = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """List the copies of an article in other outlets, exact and near, with the earliest as their head."""
    opening.start_logging(verbose=verbose)
    if sum(option is not None for option in (compare, undo, confirm)) > 1:
        raise UsageError("--compare, --undo and --confirm exclude each other.", remedy="Use one of them.")
    for name in (article_id, compare, undo, confirm):
        options.as_text(name or "", "The id")
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        if compare is not None:
            _tell_differences(desk.differences(article_id, compare), article_id, compare, json_output=json_output)
            return 0
        if undo is not None:
            group = desk.undo_copy(article_id, undo)
        elif confirm is not None:
            group = desk.confirm_copy(article_id, confirm)
        else:
            group = desk.copies(article_id)
    if json_output:
        print_json(as_json(group))
    else:
        _show_group(group)
    return 0


def versions(
    article_id: ArticleId,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """List the versions of an article and what its outlet changed: a slip, a number, a quote, a correction."""
    opening.start_logging(verbose=verbose)
    options.as_text(article_id, "The id")
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        notes = desk.versions(article_id)
    if json_output:
        print_json({"article_id": article_id, "versions": as_json(notes)})
    else:
        _show_versions(notes)
    return 0


def _tell_differences(changes: tuple["Change", ...], article_id: str, other_id: str, *, json_output: bool) -> None:
    if json_output:
        print_json({"article_id": article_id, "other_id": other_id, "changes": as_json(changes)})
        return
    for change in changes:
        _show_change(change)
    if not changes:
        print_plain("They are the same in every word.")


def _show_group(group: "CopyGroup") -> None:
    screen = console()
    screen.print(Text.assemble(("Head  ", "cyan"), styled(_label(group.head), "bold")))
    for copy in group.copies:
        screen.print(Text.assemble(("Copy  ", "cyan"), styled(f"{_label(copy)}  {_likeness(copy)}")))
    for copy in group.undone:
        screen.print(Text.assemble(("Not   ", "cyan"), styled(f"{_label(copy)}  undone by a reader", "dim")))
    if not group.copies:
        screen.print(Text("It has no copies in this archive."))


def _label(copy: "Copy") -> str:
    credit = f"credits {copy.wire_origin}" if copy.wire_origin else None
    parts = (copy.source, copy.published_at, copy.title, credit, copy.article_id)
    return " · ".join(part for part in parts if part)


def _likeness(copy: "Copy") -> str:
    words = "same text" if copy.kind == "exact" else f"near copy, similarity {copy.similarity:.2f}"
    return f"{words}, confirmed" if copy.state == "confirmed" else words


def _show_versions(notes: tuple["VersionNote", ...]) -> None:
    screen = console()
    for note in notes:
        current = ", the current one" if note.is_current else ""
        heading = f"Version {note.version}, taken in {note.seen_at}{current}"
        screen.print(styled(heading, "bold"))
        if note.updated_at:
            screen.print(styled(f"  changed by its outlet {note.updated_at}"))
        for change in note.changes:
            _show_change(change)


def _show_change(change: "Change") -> None:
    screen = console()
    name = change.kind if change.field in ("text", "title") else f"{change.kind}, {change.field}"
    screen.print(Text.assemble("  ", (name, "cyan")))
    for sign, style, words in (("-", "red", change.before), ("+", "green", change.after)):
        if words:
            screen.print(Text.assemble("    ", (f"{sign} ", style), styled(words)))
