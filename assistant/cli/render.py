"""Results as a reader wants them on a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from assistant.answering.checks.reason import in_words
from assistant.cli.display import console, plain, styled
from assistant.cli.reasons import reasons

if TYPE_CHECKING:
    from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence, Side
    from assistant.catalog.survey import OutletPeriod
    from assistant.retrieval.passages import ScoredPassage
    from assistant.retrieval.query import Query
    from assistant.runs import RunSummary
    from assistant.settings import Settings
    from assistant.status import Status

SOURCES_SHOWN = 8
RUNS_SHOWN = 3
VERDICTS = {"partly": "only partly found in the sources", "not_found": "not found in the sources"}


def show_answer(answer: "Answer") -> None:
    """Print an answer with its numbered sources, or a refusal with what the archive does cover."""
    screen = console()
    if answer.rewritten:
        screen.print(styled(f"Read as: {answer.rewritten}", "yellow"))
    if answer.freshness:
        screen.print(styled(answer.freshness, "yellow"))
    if answer.refused:
        _show_refusal(answer)
        return
    for words in filter(None, (answer.counted, answer.short_answer)):
        screen.print(styled(words, "bold"))
        screen.print()
    screen.print(Text(" ").join(_marked(sentence) for sentence in answer.sentences))
    if answer.note:
        screen.print(styled(answer.note, "yellow"))
    _show_sides(answer.sides)
    screen.print()
    screen.print(Text("Sources", style="bold"))
    for citation in answer.citations:
        screen.print(Text.assemble((f"[{citation.number}] ", "cyan"), styled(_label(citation))))
        if citation.url:
            screen.print(Text.assemble("    ", styled(citation.url, "dim")))
        screen.print(Text.assemble("    “", styled(citation.quote), "”"))


def _show_refusal(answer: "Answer") -> None:
    screen = console()
    screen.print(styled(answer.answer, "bold"))
    screen.print(styled(_coverage(answer.coverage)))
    if answer.coverage.months:
        screen.print(styled(f"Most on what you name: {_months(answer.coverage.months)}."))
    for remark in answer.coverage.remarks:
        screen.print(styled(remark))
    if answer.coverage.nearest:
        screen.print()
        screen.print(Text("Nearest articles, which are not evidence:"))
        for card in answer.coverage.nearest:
            screen.print(Text.assemble("  - ", styled(_label(card))))


def _show_sides(sides: Sequence["Side"]) -> None:
    """Print what each source says, one below the other."""
    screen = console()
    if sides:
        screen.print()
        screen.print(Text("What each source says", style="bold"))
    for side in sides:
        screen.print(Text.assemble("  ", styled(side.source, "bold")))
        for quote in side.quotes:
            screen.print(Text.assemble((f"    [{quote.number}] ", "cyan"), styled(_label(quote))))
            screen.print(Text.assemble("        “", styled(quote.quote), "”"))
        if not side.quotes:
            screen.print(Text("    Nothing of it was found among the passages read."))


def show_kept(answer: "Answer") -> None:
    """Say how a kept answer is opened again."""
    if answer.answer_id:
        console().print(styled(f"Kept: `news-assistant why {answer.answer_id}` says what it rests on.", "dim"))


def show_passages(passages: Sequence["ScoredPassage"], *, explain: bool = False) -> None:
    """Print a ranked list, with the reasons for each passage if wanted."""
    screen = console()
    if not passages:
        screen.print(Text("Nothing found. The filters may be too narrow: `news-assistant status` lists the outlets."))
    for passage in passages:
        screen.print(
            Text.assemble((f"{passage.rank:>2}. ", "cyan"), styled(_label(passage), "bold"), f"  {passage.score:.3f}")
        )
        if passage.url:
            screen.print(Text.assemble("    ", styled(passage.url, "dim")))
        screen.print(Text.assemble("    ", styled(passage.text)))
        for line in reasons(passage.why) if explain and passage.why else ():
            screen.print(Text.assemble("    ", styled(line, "dim")))
        screen.print()


def show_understood(query: "Query") -> None:
    """Print what of a question was read otherwise than it was typed, and what the reader should know of the search."""
    screen = console()
    for item in query.spellings:
        screen.print(styled(f"“{item.words}” was read as “{item.meant}”.", "yellow"))
    for note in query.notes:
        screen.print(styled(note, "yellow"))


def show_status(status: "Status") -> None:
    """Print what the archive holds."""
    table = Table.grid(padding=(0, 2))
    rows = {
        "articles": f"{status.articles:,} ({status.versions:,} versions, {status.duplicates:,} duplicates)",
        "passages": f"{status.passages:,}",
        "published": f"{_day(status.from_)} to {_day(status.to)}" if status.from_ else "no dates",
        "outlets": _periods(status.outlets) or _outlets(status.sources) or "none named",
        "model": f"{status.model} ({status.dimension} dimensions)",
        "vectors": f"{status.vectors}; {status.waiting:,} waiting" if status.waiting else status.vectors,
        "state": f"generation {status.generation}, revision {status.revision}",
        "on disk": f"{status.bytes_on_disk / 1e6:,.1f} MB in {status.data_dir}{_parts(status.disk)}",
    }
    if status.last_runs:
        rows["last ingests"] = "; ".join(_run(run) for run in status.last_runs[:RUNS_SHOWN])
    if status.releases:
        rows["releases"] = ", ".join(f"{name} {release}" for name, release in status.releases.items())
    if status.wires:
        rows["agencies"] = _outlets(status.wires)
    if status.teasers:
        rows["teasers"] = f"{status.teasers:,}, of which only the beginning is here"
    if status.interrupted_runs:
        rows["unfinished"] = f"ingests stopped before their end: {status.interrupted_runs}; the next one completes them"
    for name, value in rows.items():
        table.add_row(Text(name, style="dim"), styled(value))
    console().print(table)


def _periods(outlets: Sequence["OutletPeriod"]) -> str:
    """Return the outlets with their counts and periods, cut where the list would fill the screen."""
    named = [
        f"{plain(outlet.source) or 'unnamed'} ({outlet.articles:,}"
        + (f", {_day(outlet.from_)} to {_day(outlet.to)})" if outlet.from_ else ", no dates)")
        for outlet in outlets[:SOURCES_SHOWN]
    ]
    if len(outlets) > SOURCES_SHOWN:
        named.append(f"and {len(outlets) - SOURCES_SHOWN} more")
    return ", ".join(named)


def _parts(disk: dict[str, int]) -> str:
    parts = ", ".join(f"{name} {size / 1e6:,.1f}" for name, size in disk.items() if size)
    return f" ({parts})" if parts else ""


def _run(run: "RunSummary") -> str:
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in run.outcomes.items() if count) or "nothing"
    return f"{run.started_at[:16].replace('T', ' ')} {counts}" + ("" if run.finished_at else " (not finished)")


def show_settings(settings: "Settings") -> None:
    """Print every setting with its value, where that came from and what it is for."""
    from assistant.settings import effective

    table = Table("setting", "value", "from", "what it is", header_style="bold")
    for item in effective(settings):
        value = "" if item.value is None else str(item.value)
        description = type(settings).model_fields[item.name].description or ""
        origin = styled(item.origin, "dim" if item.origin == "default" else "")
        table.add_row(Text(item.name), styled(value), origin, Text(description))
    screen = console()
    screen.print(table)
    screen.print(Text(f"hash of the settings that change answers: {settings.hash()}"))


def _marked(sentence: "Sentence") -> Text:
    """Return a sentence with its markers, and a remark where the check did not confirm it."""
    shown = styled(f"{sentence.lead} {sentence.text}")
    markers = "".join(f"[{number}]" for number in sentence.citations)
    if markers:
        shown.append(f" {markers}", style="cyan")
    if remark := VERDICTS.get(sentence.verdict):
        reasons = "".join(f"; {in_words(reason)}" for reason in sentence.reasons)
        shown.append(f" ({plain(remark + reasons)})", style="yellow")
    return shown


def _label(item: "Citation | ArticleCard | ScoredPassage") -> str:
    """Return title, outlet and date, with words where one is missing."""
    return " · ".join([item.title or "Untitled", item.source or "unknown outlet", _day(item.published_at) or "no date"])


def _day(published_at: str | None) -> str:
    """Return the day, or the month or year where no more is known; the hour is in the JSON."""
    return (published_at or "").partition("T")[0]


def _coverage(coverage: "Coverage") -> str:
    if not coverage.articles:
        return "The archive holds no article under these limits."
    period = f" from {_day(coverage.from_)} to {_day(coverage.to)}" if coverage.from_ else ""
    outlets = _outlets(coverage.sources)
    articles = "1 article" if coverage.articles == 1 else f"{coverage.articles:,} articles"
    return f"The archive holds {articles}{period}" + (f": {outlets}." if outlets else ".")


def _months(months: dict[str, int]) -> str:
    return ", ".join(f"{month} ({articles:,})" for month, articles in months.items())


def _outlets(sources: dict[str, int]) -> str:
    """Return the outlets with their counts, most first, cut where the list would fill the screen."""
    ordered = sorted(sources.items(), key=lambda item: (-item[1], item[0]))
    names = [f"{plain(name) or 'unnamed'} ({count:,})" for name, count in ordered[:SOURCES_SHOWN]]
    if len(ordered) > SOURCES_SHOWN:
        names.append(f"and {len(ordered) - SOURCES_SHOWN} more")
    return ", ".join(names)
