"""The verbs about a matter over time: its timeline, and what is new in it since a day."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, styled
from assistant.errors import QuestionError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.answering.changed import Changed, Updated
    from assistant.answering.timeline import Development, Timeline

SinceDay = Annotated[
    str, typer.Option("--since", metavar="DATE", help="The day; what was published on it is new.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog='Examples:\n\nnews-assistant timeline "Ever Given"\n\n'
        'news-assistant timeline "strikes on the railways" --since 2023-01-01 --source "Sample Wire" --json'
    )(timeline)
    app.command(
        epilog='Examples:\n\nnews-assistant changed "the earthquakes in Turkey" --since 2023-03-01\n\n'
        'news-assistant changed "Artemis II" --since 2026-04-01 --json'
    )(changed)


def timeline(
    question: options.Question,
    *,
    today: options.Today = None,
    source: options.Sources = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    section: options.Sections = None,
    kind: options.Kinds = None,
    language: options.Languages = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Tell a matter as it went on: dated developments, one sentence each, with what was corrected or updated later."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    text = options.read_question(question, settings)
    filters = options.read_filters(
        sources=source, since=since, until=until, as_of=as_of, sections=section, kinds=kind, languages=language
    )
    with opening.open_desk(settings) as desk:
        found = desk.timeline(text, filters=filters, today=options.read_day(today, "--today"))
    if json_output:
        print_json(as_json(found))
    else:
        _show_timeline(found)
    return 0


def changed(
    question: options.Question,
    *,
    since: SinceDay,
    today: options.Today = None,
    source: options.Sources = None,
    section: options.Sections = None,
    kind: options.Kinds = None,
    language: options.Languages = None,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Say what is new in a matter since a day: what no report before told, and which articles were changed."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    text = options.read_question(question, settings)
    filters = options.read_filters(
        sources=source, since=None, until=None, as_of=None, sections=section, kinds=kind, languages=language
    )
    day = options.read_day(since, "--since")
    if day is None:
        raise QuestionError("--since is empty.", remedy="Write it as 2024-03-29.")
    with opening.open_desk(settings) as desk:
        found = desk.changed(text, since=day, filters=filters, today=options.read_day(today, "--today"))
    if json_output:
        print_json(as_json(found))
    else:
        _show_changed(found)
    return 0


def _show_timeline(found: "Timeline") -> None:
    screen = console()
    for development in found.developments:
        _show_development(development)
    if not found.developments:
        screen.print(Text("No article with a date tells of it."))
    if found.undated:
        articles = "1 article has" if found.undated == 1 else f"{found.undated} articles have"
        screen.print(styled(f"{articles} no date and stand in no place here.", "dim"))


def _show_changed(found: "Changed") -> None:
    screen = console()
    for heading, developments in (("Known before", found.known), (f"New since {found.since}", found.new)):
        screen.print(styled(heading, "bold"))
        for development in developments:
            _show_development(development)
        if not developments:
            screen.print(Text("  nothing"))
    if found.repeated:
        articles = "1 article tells" if found.repeated == 1 else f"{found.repeated} articles tell"
        screen.print(styled(f"{articles} only what was known.", "dim"))
    for article in found.updated:
        _show_updated(article)


def _show_development(development: "Development") -> None:
    screen, item = console(), development.citation
    source = item.source or "unknown outlet"
    screen.print(
        Text.assemble(
            (f"[{item.number}] {development.date.partition('T')[0]}  ", "cyan"), styled(item.quote), "  ",
            styled(" · ".join((source, item.title or "Untitled")), "dim"),
        )
    )  # fmt: skip
    if development.also:
        screen.print(Text.assemble("    also: ", styled(", ".join(development.also))))
    for later in development.later:
        day = (later.date or "no date").partition("T")[0]
        which = f" by [{later.number}]" if later.number else ""
        words = " → ".join(filter(None, (later.before, later.after)))
        screen.print(Text.assemble("    ", (f"{later.kind} {day}{which}: ", "yellow"), styled(words)))


def _show_updated(article: "Updated") -> None:
    screen = console()
    named = " · ".join(filter(None, (article.title or "Untitled", article.source)))
    screen.print(Text.assemble(("Changed ", "yellow"), styled(f"{article.at.partition('T')[0]}: {named}")))
    for change in article.changes:
        screen.print(Text.assemble("  ", (change.kind, "cyan")))
        for sign, style, words in (("-", "red", change.before), ("+", "green", change.after)):
            if words:
                screen.print(Text.assemble("    ", (f"{sign} ", style), styled(words)))
