"""The verb that counts and lists articles."""

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, plain, print_json, styled
from assistant.errors import QuestionError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.retrieval.counting import Overview


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(
        epilog='Examples:\n\nnews-assistant count "How many articles on floods in March 2024?"\n\n'
        'news-assistant count "Which outlets reported the merger?"\n\n'
        'news-assistant count "List articles about the ferry since May" --source "Sample Wire" --json'
    )(count)


def count(
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
    """Count or list the articles that a question asks for, by outlet."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    text = options.read_question(question, settings)
    filters = options.read_filters(
        sources=source, since=since, until=until, as_of=as_of, sections=section, kinds=kind, languages=language
    )
    day = options.read_day(today, "--today")
    with opening.open_desk(settings) as desk:
        found = desk.overview(text, filters=filters, today=day)
    if found is None:
        raise QuestionError(
            "This question neither counts nor lists articles.",
            remedy='Ask as in news-assistant count "How many articles on floods in March?", or use ask.',
        )
    if json_output:
        print_json(as_json(found))
    else:
        _show(found)
    return 0


def show_count(found: "Overview") -> None:
    """Print the answer in our own words, and what it rests on."""
    screen = console()
    screen.print(styled(found.answer, "bold"))
    screen.print(styled(f"Looked for: {found.looked_for}.", "dim"))
    screen.print()


def _show(found: "Overview") -> None:
    from assistant.retrieval.counting import LIST

    show_count(found)
    screen = console()
    if found.asks != LIST:
        for name, articles in found.sources.items():
            screen.print(Text.assemble(f"  {articles:>7,}  ", plain(name) or "no outlet named"))
        return
    for item in found.listed:
        day = (item.published_at or "no date").partition("T")[0]
        label = " · ".join([item.title or "Untitled", item.source or "unknown outlet", day])
        screen.print(Text.assemble("  - ", styled(label), ("  " + plain(item.article_id), "dim")))
    if found.articles > len(found.listed):
        screen.print(Text(f"  and {found.articles - len(found.listed):,} older ones"))
