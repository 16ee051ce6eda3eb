"""The verbs about conversations that were kept: list, show, export and delete them."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, print_plain, styled
from assistant.errors import InputError, UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant import NewsAssistant
    from assistant.desk.turns import Turn

Name = Annotated[str, typer.Argument(metavar="NAME", help="A conversation, as `list` names it.", show_default=False)]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="KEY", help="Only those of this reader; of all by default.")
]


def register(app: typer.Typer) -> None:
    """Add the group of verbs to the command line."""
    group = typer.Typer(help="Conversations that were kept: list, show, export and delete them.", no_args_is_help=True)
    group.command(
        "list",
        epilog="Examples:\n\nnews-assistant conversations list\n\n"
        'news-assistant conversations list --words "interest rates" --json',
    )(list_)
    group.command(
        epilog="Examples:\n\nnews-assistant conversations show morning\n\n"
        "news-assistant conversations show morning --owner ann --json"
    )(show)
    group.command(
        "export",
        epilog="Examples:\n\nnews-assistant conversations export morning > morning.md\n\n"
        "news-assistant conversations export morning --form html --out morning.html",
    )(export_)
    group.command(epilog="Examples:\n\nnews-assistant conversations delete morning --yes")(delete)
    app.add_typer(group, name="conversations")


def list_(
    *,
    words: Annotated[
        str, typer.Option("--words", metavar="WORDS", help="Only those in which all of these words stand in one turn.")
    ] = "",
    owner: Owner = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """List conversations, the last one asked in first."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        found = desk.conversations.listed(owner=owner, words=options.as_text(words, "--words"))
    if json_output:
        print_json({"conversations": as_json(found)})
        return 0
    for item in found:
        asked = dt.datetime.fromtimestamp(item.last_at, dt.UTC).strftime("%Y-%m-%d %H:%M")
        whose = f" · of {item.owner}" if item.owner else ""
        turns = "1 turn" if item.turns == 1 else f"{item.turns} turns"
        console().print(
            Text.assemble((f"{asked}  ", "cyan"), styled(item.conversation, "bold"), "  ", styled(item.title), "  "),
            styled(f"{turns}{whose}", "dim"),
        )
    if not found:
        print_plain("No conversation was kept." if not words else "In no conversation do all of these words stand.")
    return 0


def show(
    name: Name,
    *,
    owner: Owner = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Print a conversation as it was read: each question with its answer and its sources."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        turns = _turns(desk, name, owner)
    if json_output:
        print_json({"conversation": name, "turns": as_json(turns)})
        return 0
    for turn in turns:
        _show_turn(turn)
    return 0


def export_(
    name: Name,
    *,
    form: Annotated[str, typer.Option("--form", metavar="FORM", help="One of md, html, json.")] = "md",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there; onto the screen by default.")
    ] = None,
    owner: Owner = None,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Write a conversation as Markdown, HTML or JSON, with a footnote for each citation."""
    from assistant.desk.exporting import export

    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        turns = _turns(desk, name, owner)
        titles = [item.title for item in desk.conversations.listed(owner=turns[0].owner) if item.conversation == name]
    text = export(turns, titles[0] if titles else name, form)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
    return 0


def delete(
    name: Name,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    owner: Owner = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Delete a conversation for good; `compact` takes the last of its words out of the file."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        turns = _turns(desk, name, owner)
        if not yes and not typer.confirm(f"Delete {name!r} with its {len(turns)} turns?", err=True):
            return 0
        desk.conversations.delete(name, owner=owner)
    if json_output:
        print_json({"conversation": name, "deleted": len(turns)})
    else:
        print_plain(f"Deleted {name} with its {len(turns)} turns.")
    return 0


def _show_turn(turn: "Turn") -> None:
    screen, answer = console(), turn.answer
    screen.print(styled(f"{turn.number}. {turn.question or '(taken out)'}", "bold"))
    if answer.get("rewritten"):
        screen.print(styled(f"read as: {answer['rewritten']}", "yellow"))
    if answer.get("counted") and answer.get("sentences"):
        screen.print(styled(answer["counted"], "bold"))
    if answer.get("freshness"):
        screen.print(styled(answer["freshness"], "yellow"))
    said = [
        f"{item['lead']} {item['text']} {''.join(f'[{number}]' for number in item['citations'])}"
        for item in answer.get("sentences") or []
    ]
    screen.print(styled(" ".join(said) or answer.get("answer", "")))
    for side in answer.get("sides") or []:
        said = [f"“{quote['quote']}” ({_day(quote)})" for quote in side["quotes"]]
        screen.print(styled(f"  {side['source']}: {' '.join(said) or 'nothing of it was found.'}"))
    for item in answer.get("citations") or []:
        day = _day(item)
        where = " · ".join((item["title"] or "Untitled", item["source"] or "unknown outlet", day))
        screen.print(Text.assemble((f"  [{item['number']}] ", "cyan"), styled(f"{where}: “{item['quote']}”")))
    if turn.feedback:
        judged = ": ".join(filter(None, (turn.feedback.vote, turn.feedback.reason, turn.feedback.comment)))
        screen.print(styled(f"judged {judged}", "dim"))
    screen.print(styled(f"answer {turn.answer_id}", "dim"))
    screen.print()


def _day(item: dict[str, Any]) -> str:
    return str(item["published_at"] or "no date").partition("T")[0]


def _turns(desk: "NewsAssistant", name: str, owner: str | None) -> list["Turn"]:
    turns = desk.conversations.turns(options.as_text(name, "The name"), owner=owner)
    if not turns:
        raise InputError(
            f"There is no conversation {name!r}.", remedy="`news-assistant conversations list` names them."
        )
    if len({turn.owner for turn in turns}) > 1:
        raise UsageError(f"Several readers have a conversation {name!r}.", remedy="Say whose is meant by --owner.")
    return turns
