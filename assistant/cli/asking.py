"""The verbs of a reader: ask and search."""

from typing import Annotated

import typer

from assistant.cli import opening, options, render
from assistant.cli.display import print_json
from assistant.jsonable import as_json


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog='Examples:\n\nnews-assistant ask "Who won the election?"\n\n'
        'news-assistant ask "What changed last week?" --today 2024-03-29 --source "Sample Wire"\n\n'
        'news-assistant ask "How many were hurt?" --as-of 2023-02-06 --json\n\n'
        'news-assistant ask "Who leads it?" --conversation morning\n\n'
        'news-assistant ask "Which port was it?" --choice Alder --choice Birch'
    )(ask)
    app.command(
        epilog='Examples:\n\nnews-assistant search "interest rates" -k 5\n\n'
        'news-assistant search "floods" --since 2024-01-01 --until 2024-06-30 --kind news --kind live\n\n'
        'news-assistant search "Wahlen" --language de --json\n\n'
        'news-assistant search "Who closed the bridge?" --explain'
    )(search)


def ask(
    question: options.Question,
    *,
    k: options.K = None,
    today: options.Today = None,
    source: options.Sources = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    section: options.Sections = None,
    kind: options.Kinds = None,
    language: options.Languages = None,
    choice: Annotated[
        list[str] | None, typer.Option("--choice", help="An answer to choose from; repeat it for each one.")
    ] = None,
    conversation: Annotated[
        str | None,
        typer.Option(
            "--conversation", metavar="NAME", help="Ask in this conversation, which is kept; follow-ups work."
        ),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the answer, so that `why` and `replay` can open it.")
    ] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Answer a question from the archive, or say that the archive does not know."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir, search_k=k)
    text = options.read_question(question, settings)
    filters = options.read_filters(
        sources=source, since=since, until=until, as_of=as_of, sections=section, kinds=kind, languages=language
    )
    day = options.read_day(today, "--today")
    with opening.open_desk(settings) as desk:
        answer = desk.ask(text, filters=filters, today=day, conversation=conversation, choices=choice, record=record)
    if json_output:
        print_json(as_json(answer))
    else:
        render.show_answer(answer)
        render.show_kept(answer)
    return 0


def search(
    question: options.Question,
    *,
    k: options.K = None,
    today: options.Today = None,
    source: options.Sources = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    section: options.Sections = None,
    kind: options.Kinds = None,
    language: options.Languages = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each passage is there.")] = False,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """List the passages that bear on a question, best first."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir, search_k=k)
    text = options.read_question(question, settings)
    filters = options.read_filters(
        sources=source, since=since, until=until, as_of=as_of, sections=section, kinds=kind, languages=language
    )
    day = options.read_day(today, "--today")
    with opening.open_desk(settings) as desk:
        passages = desk.search(text, settings.search_k, filters=filters, today=day)
        query = desk.understand(text, filters=filters, today=day)
    if json_output:
        rows = [as_json(item) | ({"why": as_json(item.why)} if explain else {}) for item in passages]
        print_json({"query": as_json(query), "passages": rows})
    else:
        render.show_understood(query)
        render.show_passages(passages, explain=explain)
    return 0
