"""The verbs about an answer that was kept: why it is what it is, and whether asking again gives the same."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli import opening, options
from assistant.cli.display import console, print_json, styled
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.answering.record import EvidenceRecord, Looked, Weighed

AnswerId = Annotated[
    str, typer.Argument(metavar="ANSWER_ID", help="An answer, as `ask --record` names it.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.command(
        epilog="Examples:\n\nnews-assistant why 0f3a9c2be4d17788\n\nnews-assistant why 0f3a9c2be4d17788 --json"
    )(why)
    app.command(
        epilog="Examples:\n\nnews-assistant replay 0f3a9c2be4d17788\n\n"
        "news-assistant replay 0f3a9c2be4d17788 --json  (with both records)"
    )(replay)


def why(
    answer_id: AnswerId,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Say what an answer rests on: what was understood, what passages and sentences were weighed, and why each fell."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        record = desk.why(options.as_text(answer_id, "The id"))
    if json_output:
        print_json({"answer_id": answer_id} | as_json(record))
    else:
        _show(record)
    return 0


def replay(
    answer_id: AnswerId,
    *,
    json_output: options.Json = False,
    verbose: options.Verbose = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Ask a kept question again, on its day and with its filters, and say whether the evidence is the same."""
    opening.start_logging(verbose=verbose)
    settings = options.read_settings(config, set_, data_dir=data_dir)
    with opening.open_desk(settings) as desk:
        found = desk.replay(options.as_text(answer_id, "The id"))
    if json_output:
        print_json({"answer_id": answer_id} | as_json(found))
        return 0
    screen = console()
    screen.print(Text("The evidence is the same." if found.same else "The evidence is another.", style="bold"))
    for line in found.differences:
        screen.print(Text.assemble("  - ", styled(line)))
    return 0


def _show(record: "EvidenceRecord") -> None:
    screen = console()
    screen.print(styled(record.question, "bold"))
    if record.searched != record.question:
        screen.print(styled(f"searched for as: {record.searched}"))
    for _, kind, label in record.chips:
        screen.print(Text.assemble((f"{kind}  ", "cyan"), styled(label)))
    limits = ", ".join(f"{name} {value}" for name, value in record.filters.items() if value)
    screen.print(styled(f"asked on {record.today}" + (f", filters: {limits}" if limits else "")))
    screen.print(
        styled(
            f"generation {record.generation}, revision {record.revision}, settings {record.settings_hash};"
            f" {record.compared:,} of {record.allowed:,} passages compared, estimated probability of an answer"
            f" {record.confidence:.2f}{', refused' if record.refused else ''}"
        )
    )
    screen.print(Text("Passages", style="bold"))
    for item in record.passages:
        screen.print(Text.assemble("  ", styled(_passage(item))))
    screen.print(Text("Sentences", style="bold"))
    for sentence in record.sentences:
        screen.print(Text.assemble("  ", styled(_sentence(sentence))))
    if record.more_sentences:
        screen.print(styled(f"and {record.more_sentences} more", "dim"))
    timings = ", ".join(f"{name} {value:g} ms" for name, value in record.timings.items())
    screen.print(styled(timings, "dim"))


def _passage(item: "Looked") -> str:
    place = f"{item.article_id} v{item.version}"
    if not item.rank:
        return f"- {place}: {item.outcome}"
    lifts = "".join(f", {name} +{amount:.2f}" for name, amount in item.lifts.items())
    scores = f"score {item.score:.2f}, cosine {item.cosine:.2f}, bm25 {item.bm25:.1f}{lifts}"
    return f"{item.rank}. {place} [{item.start}:{item.end}] {scores}: {item.outcome}"


def _sentence(item: "Weighed") -> str:
    score = "" if item.score is None else f"score {item.score:.2f}, "
    scores = f"{score}answers {item.answers:.2f}, words {item.overlap:.2f}"
    return f"{item.article_id} v{item.version} [{item.start}:{item.end}] {scores}: {item.outcome}"
