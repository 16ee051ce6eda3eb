"""The options that verbs share, and how they become Settings and Filters."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import QuestionError

if TYPE_CHECKING:
    from assistant.catalog.filters import Filters
    from assistant.settings import Settings

KINDS = ("news", "opinion", "live", "correction")

LIMITS = "What may be used"
SETTINGS = "Settings"

Question = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.", show_default=False)]
K = Annotated[str | None, typer.Option("-k", metavar="N", help="Passages to return; the setting search_k by default.")]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help='The day of asking, which resolves words like "last week".'),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Only this outlet; repeatable.", rich_help_panel=LIMITS),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.", rich_help_panel=LIMITS)
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only up to this day, inclusive.", rich_help_panel=LIMITS)
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what was published by this day.", rich_help_panel=LIMITS),
]
Sections = Annotated[
    list[str] | None,
    typer.Option("--section", metavar="NAME", help="Only this section; repeatable.", rich_help_panel=LIMITS),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help=f"One of {', '.join(KINDS)}; repeatable.", rich_help_panel=LIMITS),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="Two letters such as en; repeatable.", rich_help_panel=LIMITS),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; everything else goes to stderr.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show what happens, on stderr.")]
DataDir = Annotated[
    str | None,
    typer.Option(
        "--data-dir", metavar="FOLDER", help="Folder of the catalog and the vectors.", rich_help_panel=SETTINGS
    ),
]
Config = Annotated[
    str | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings file, instead of ./news-assistant.toml.", rich_help_panel=SETTINGS
    ),
]
AllowNetwork = Annotated[
    bool, typer.Option("--allow-network", help="Fetch the addresses given; without it nothing leaves this machine.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Any other setting; repeatable.", rich_help_panel=SETTINGS),
]


def read_settings(config: str | None, assignments: list[str] | None, **overrides: str | bool | None) -> "Settings":
    """Build the settings; an option that was not given leaves the word to the environment and the file.

    Raises:
        SettingsError: A setting is unknown or invalid.
    """
    from assistant.settings import Settings

    values: dict[str, str | bool] = dict(read_pairs(assignments, "--set", "NAME=VALUE"))
    values |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(config, **values)


def read_pairs(assignments: list[str] | None, option: str, form: str) -> dict[str, str]:
    """Return what an option such as `--set NAME=VALUE` was given, the last word on each name counting.

    Args:
        assignments: What was given.
        option: The option.
        form: How each should look.

    Raises:
        BadParameter: One is no pair.
    """
    pairs: dict[str, str] = {}
    for assignment in assignments or []:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise typer.BadParameter(f"{assignment!r} is not {form}.", param_hint=option)
        pairs[name.strip()] = value
    return pairs


def read_question(question: str, settings: "Settings") -> str:
    """Return the question, stripped.

    Checked before the index is opened: a slip of the keyboard should not cost the seconds that opening takes.

    Raises:
        QuestionError: It is empty, too long or not text.
    """
    text = question.strip()
    if not text:
        raise QuestionError(
            "The question is empty.", remedy='Ask something, such as news-assistant ask "What happened?"'
        )
    if len(text) > settings.question_characters:
        raise QuestionError(
            f"The question has {len(text)} characters; at most {settings.question_characters} are accepted.",
            remedy="Shorten it, or raise question_characters.",
        )
    return as_text(text, "The question")


def read_filters(
    *,
    sources: list[str] | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    sections: list[str] | None,
    kinds: list[str] | None,
    languages: list[str] | None,
) -> "Filters":
    """Turn the options into filters.

    Raises:
        QuestionError: A value cannot be read, with the option's name.
    """
    from assistant.catalog.filters import Filters

    first, last = read_day(since, "--since"), read_day(until, "--until")
    if first and last and first > last:
        raise QuestionError(f"The period from {first} to {last} is empty.", remedy="Swap --since and --until.")
    return Filters(
        sources=read_names(sources, "--source"),
        since=first,
        until=last,
        as_of=read_day(as_of, "--as-of"),
        sections=read_names(sections, "--section"),
        kinds=tuple(_kind(kind) for kind in kinds or ()),
        languages=tuple(_language(code) for code in languages or ()),
    )


def read_day(value: str | None, option: str) -> dt.date | None:
    """Return the day an option names.

    Raises:
        QuestionError: It is not a date.
    """
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        message = f"{option} is {value!r}, which is not a date."
        raise QuestionError(message, remedy="Write it as 2024-03-29.") from None


def read_names(values: list[str] | None, option: str) -> tuple[str, ...]:
    """Return the names that a repeatable option gives.

    Raises:
        QuestionError: One is empty, as from an unset shell variable, or not text.
    """
    names = tuple(value.strip() for value in values or ())
    if not all(names):
        raise QuestionError(f"{option} is empty.", remedy="Leave it out to allow everything.")
    return tuple(as_text(name, option) for name in names)


def _kind(value: str) -> str:
    kind = value.strip().lower()
    if kind not in KINDS:
        raise QuestionError(
            f"--kind is {value!r}, which is no kind of article.", remedy=f"Use one of {', '.join(KINDS)}."
        )
    return kind


def _language(value: str) -> str:
    code = value.strip().lower()
    if not re.fullmatch("[a-z]{2}", code):
        raise QuestionError(
            f"--language is {value!r}, which is not a code of two letters.", remedy="Use one such as en."
        )
    return code


def as_text(value: str, what: str) -> str:
    """Refuse bytes that are no text in the shell's encoding; Python smuggles them in as lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise QuestionError(f"{what} is not valid text.", remedy="Type it in the terminal's encoding, UTF-8.") from None
    return value
