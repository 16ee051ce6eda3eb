"""The verbs about who may come in: users, their roles and tokens, and the lines about changes."""

import datetime as dt
import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.access.accounts import Accounts, check_name
from assistant.access.audit import Audit
from assistant.access.roles import WORDS, Role, parse_role
from assistant.cli import opening, options
from assistant.cli.display import console, print_json, print_plain, styled
from assistant.errors import UsageError
from assistant.jsonable import as_json

if TYPE_CHECKING:
    from assistant.settings import Settings

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a user, such as jane.doe.", show_default=False)]
RoleWord = Annotated[str, typer.Argument(metavar="ROLE", help=f"One of {', '.join(WORDS)}.", show_default=False)]
Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin, for scripts.")
]

SHELL = "shell"


def register(app: typer.Typer) -> None:
    """Add the group of verbs, and the verb for the lines, to the command line."""
    group = typer.Typer(help="Who may come in: add users, give them roles and tokens.", no_args_is_help=True)
    group.command(
        epilog="Examples:\n\nnews-assistant users add jane --role admin\n\n"
        "news-assistant users add nightly --role editor --no-password  (comes by token only)\n\n"
        "pass show news | news-assistant users add jane --password-stdin"
    )(add)
    group.command("list", epilog="Examples:\n\nnews-assistant users list\n\nnews-assistant users list --json")(list_)
    group.command(epilog="Examples:\n\nnews-assistant users remove jane")(remove)
    group.command(epilog="Examples:\n\nnews-assistant users role jane editor")(role)
    group.command(epilog="Examples:\n\nnews-assistant users password jane")(password)
    group.command(
        epilog="Examples:\n\nnews-assistant users token nightly --label feeds\n\n"
        'curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:7860/api/v1/status'
    )(token)
    group.command(epilog="Examples:\n\nnews-assistant users revoke nightly feeds")(revoke)
    app.add_typer(group, name="users")
    app.command(epilog="Examples:\n\nnews-assistant audit\n\nnews-assistant audit --limit 500 --json")(audit)


def add(
    name: Name,
    *,
    role_: Annotated[str, typer.Option("--role", metavar="ROLE", help=f"One of {', '.join(WORDS)}.")] = "reader",
    no_password: Annotated[bool, typer.Option("--no-password", help="The user comes by token only.")] = False,
    password_stdin: Stdin = False,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Add a user; from the first one on everybody has to log in."""
    settings = _settings(config, set_, data_dir)
    check_name(name)
    chosen = _role(role_)
    words = None if no_password else _password(from_stdin=password_stdin)
    Accounts(settings.data_dir).add(name, chosen, words)
    _note(settings, "users add", f"{name} as {chosen.word}")
    return _done(f"{name} is a user now, with the role {chosen.word}.", json_output, name=name, role=chosen.word)


def list_(
    *,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """List the users with their roles and the labels of their tokens."""
    users = Accounts(_settings(config, set_, data_dir).data_dir).users()
    if json_output:
        print_json({"users": [as_json(user) | {"role": user.role.word} for user in users]})
        return 0
    screen = console()
    for user in users:
        tokens = f"  tokens: {', '.join(user.tokens)}" if user.tokens else ""
        login = "" if user.has_password else "  no password"
        screen.print(Text.assemble((f"{user.role.word:7}", "cyan"), styled(f" {user.name}{login}{tokens}")))
    if not users:
        print_plain("There is no user; the page is for this machine alone. `news-assistant users add NAME` adds one.")
    return 0


def remove(
    name: Name,
    *,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Remove a user with their tokens; whoever is logged in is out at once."""
    settings = _settings(config, set_, data_dir)
    Accounts(settings.data_dir).remove(options.as_text(name, "The name"))
    _note(settings, "users remove", name)
    return _done(f"{name} is no user any more.", json_output, name=name)


def role(
    name: Name,
    role_: RoleWord,
    *,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Give a user another role, from the next request on."""
    settings = _settings(config, set_, data_dir)
    chosen = _role(role_)
    Accounts(settings.data_dir).set_role(options.as_text(name, "The name"), chosen)
    _note(settings, "users role", f"{name} as {chosen.word}")
    return _done(f"{name} has the role {chosen.word} now.", json_output, name=name, role=chosen.word)


def password(
    name: Name,
    *,
    password_stdin: Stdin = False,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Give a user another password; all their logins end."""
    settings = _settings(config, set_, data_dir)
    accounts = Accounts(settings.data_dir)
    accounts.require(options.as_text(name, "The name"))
    accounts.set_password(name, _password(from_stdin=password_stdin))
    _note(settings, "users password", name)
    return _done(f"{name} has another password now.", json_output, name=name)


def token(
    name: Name,
    *,
    label: Annotated[
        str, typer.Option("--label", metavar="WORDS", help="What it is for; `revoke` takes it back by this.")
    ] = "token",
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Make a token for a user's programs; it is shown this once, and only its hash is kept."""
    settings = _settings(config, set_, data_dir)
    made = Accounts(settings.data_dir).new_token(options.as_text(name, "The name"), label)
    _note(settings, "users token", f"{name}, {label}")
    return _done(made, json_output, name=name, label=label, token=made)


def revoke(
    name: Name,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="As `list` shows it.", show_default=False)],
    *,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Make a token worthless."""
    settings = _settings(config, set_, data_dir)
    Accounts(settings.data_dir).revoke(options.as_text(name, "The name"), options.as_text(label, "The label"))
    _note(settings, "users revoke", f"{name}, {label}")
    return _done(f"The token {label} of {name} is worth nothing any more.", json_output, name=name, label=label)


def audit(
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, metavar="N", help="How many lines.")] = 50,
    json_output: options.Json = False,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    set_: options.Set = None,
) -> int:
    """Show who changed what through the page, the API and these verbs, newest first."""
    lines = Audit(_settings(config, set_, data_dir).data_dir).lines(limit)
    if json_output:
        print_json({"lines": as_json(lines)})
        return 0
    for line in lines:
        when = dt.datetime.fromtimestamp(line.at, dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
        parts = (when, line.who, line.via, line.address, line.action, line.detail)
        print_plain("  ".join(part for part in parts if part))
    return 0


def _settings(config: str | None, set_: list[str] | None, data_dir: str | None) -> "Settings":
    opening.start_logging(verbose=False)
    return options.read_settings(config, set_, data_dir=data_dir)


def _role(word: str) -> Role:
    found = parse_role(word)
    if found is None:
        raise UsageError(f"{word!r} is no role.", remedy=f"Use one of {', '.join(WORDS)}.")
    return found


def _password(*, from_stdin: bool) -> str:
    """Return a password that is typed unseen and twice, or comes from another program."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to type a password at.", remedy="Use --password-stdin or --no-password.")
    typed = getpass.getpass("Password: ")
    if typed != getpass.getpass("Once more: "):
        raise UsageError("The two passwords differ.", remedy="Try again; nothing was changed.")
    return typed


def _note(settings: "Settings", action: str, detail: str) -> None:
    Audit(settings.data_dir).note(getpass.getuser(), SHELL, action, detail)


def _done(words: str, json_output: bool, **told: str) -> int:  # noqa: FBT001 - of this module only
    if json_output:
        print_json(told)
    else:
        print_plain(words)
    return 0
