"""Where the settings come from: the file, the environment, the call; later ones win.

pydantic-settings merges its sources before anyone can ask which of them a value came from, and lets a mistyped
NEWS_ASSISTANT_… pass in silence. So they are read here, each value with its origin, and validated as one dictionary.
"""

import difflib
import os
import reprlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import SettingsError

PREFIX = "NEWS_ASSISTANT_"
FILE_NAME = "news-assistant.toml"
CONFIG_VARIABLE = "NEWS_ASSISTANT_CONFIG"

NOT_SETTINGS = frozenset(
    {CONFIG_VARIABLE, "NEWS_ASSISTANT_CACHE_DIR", "NEWS_ASSISTANT_BENCH_DATA", "NEWS_ASSISTANT_LLM_KEY"}
)
"""Variables with our prefix that are read elsewhere: where things lie, and a key, which no listing may show."""

CALL = "command line"


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given somewhere, not yet validated, with the words for where."""

    value: Any
    origin: str


def gather(known: Collection[str], config_file: Path | str | None, values: Mapping[str, Any]) -> dict[str, Given]:
    """Return every setting that was given, each from the strongest source that gives it.

    Args:
        known: Names of the settings.
        config_file: The file to read instead of the one that NEWS_ASSISTANT_CONFIG or the working directory names.
        values: What the caller gave.

    Raises:
        SettingsError: A key is unknown, or the file cannot be read.
    """
    from_call = {name: Given(value, CALL) for name, value in values.items()}
    _refuse_unknown(from_call, known, CALL)
    return _from_file(config_file, known) | _from_environment(known) | from_call


def refusal(error: ValidationError, given: Mapping[str, Given], schema: Mapping[str, Any]) -> SettingsError:
    """Say in words what pydantic found: the setting, its source, its value and what was expected."""
    wrong = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
    sentences = [
        f"{name} is {reprlib.repr(given[name].value)} ({given[name].origin}); expected {_expected(schema[name])}."
        for name in wrong
    ]
    return SettingsError(" ".join(sentences), remedy="Correct it or leave it out.")


def _from_environment(known: Collection[str]) -> dict[str, Given]:
    """Read NEWS_ASSISTANT_…; the case of the names does not matter, as with pydantic-settings."""
    found: dict[str, Given] = {}
    for variable, value in sorted(os.environ.items()):
        name = variable.upper()
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known:
            near = _nearest(key, known)
            remedy = f"Did you mean {PREFIX}{near.upper()}?" if near else f"The settings are {', '.join(known)}."
            raise SettingsError(f"The environment variable {variable} is not a setting.", remedy=remedy)
        found[key] = Given(value, f"environment {variable}")
    return found


def _from_file(config_file: Path | str | None, known: Collection[str]) -> dict[str, Given]:
    """Read the settings file; only the one in the working directory may be absent."""
    named = config_file if config_file is not None else os.environ.get(CONFIG_VARIABLE) or None
    path = Path(FILE_NAME if named is None else named).expanduser()
    if named is None and not path.is_file():
        return {}
    origin = f"file {path}"
    values = {key: Given(value, origin) for key, value in _flat(_read_toml(path), known)}
    _refuse_unknown(values, known, origin)
    return values


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        # A byte order mark, which some Windows editors write, is no reason to refuse a file.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        remedy = f"Name a TOML file with --config or {CONFIG_VARIABLE}."
        raise SettingsError(f"The settings file {path} cannot be read: {reason}.", remedy=remedy) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error).replace("at end of document", f"at line {text.count(chr(10)) + 1}, the end of the file")
        remedy = 'A setting is a line such as data_dir = "indexes".'
        raise SettingsError(f"The settings file {path} is not valid TOML: {reason}.", remedy=remedy) from error


def _flat(table: Mapping[str, Any], known: Collection[str], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give nested keys their dotted path, so that an unknown one can be named in full."""
    for key, value in table.items():
        path = prefix + key
        if isinstance(value, dict) and value and path not in known:
            yield from _flat(value, known, f"{path}.")
        else:
            yield path, value


def _refuse_unknown(values: Collection[str], known: Collection[str], origin: str) -> None:
    unknown = [key for key in values if key not in known]
    if not unknown:
        return
    verb = "are not settings" if len(unknown) > 1 else "is not a setting"
    near = [name for name in dict.fromkeys(_nearest(key, known) for key in unknown) if name]
    remedy = f"Did you mean {', '.join(near)}?" if near else f"The settings are {', '.join(known)}."
    raise SettingsError(f"{', '.join(unknown)} ({origin}) {verb}.", remedy=remedy)


def _nearest(key: str, known: Collection[str]) -> str:
    """Return the known name most like `key` or like the last part of its path; empty if none is."""
    wanted = key.lower().replace("-", "_")
    for candidate in (wanted, wanted.rpartition(".")[2]):
        if matches := difflib.get_close_matches(candidate, known, n=1, cutoff=0.5):
            return matches[0]
    return ""


def _expected(schema: Mapping[str, Any]) -> str:
    """Say in words what a setting's JSON schema asks for."""
    if words := schema.get("expected"):
        return str(words)
    if choices := schema.get("enum"):
        return f"one of {', '.join(choices)}"
    kind = {"integer": "a whole number", "number": "a number"}[schema["type"]]
    least, above, most = (schema.get(limit) for limit in ("minimum", "exclusiveMinimum", "maximum"))
    if above is not None:
        return f"{kind} above {above:g}"
    if most is None:
        return f"{kind} of at least {least:g}"
    return f"{kind} from {least:g} to {most:g}"
