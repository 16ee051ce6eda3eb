"""Every way a command can fail, as a sentence, a step that mends it and an exit code."""

import sys
from dataclasses import dataclass

import typer

from assistant.cli.display import plain, print_json
from assistant.errors import NewsAssistantError, StoreError

USAGE = 2
FAULT = 70
"""A fault in the program itself, by the convention of sysexits.h; no verb promises it."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure as it is told: `type`, `message` and `remedy` are the keys of the JSON object."""

    type: str
    message: str
    remedy: str
    code: int


def is_expected(error: BaseException) -> bool:
    """Whether `error` has words of its own; any other is a fault in the program and keeps its traceback."""
    return isinstance(error, NewsAssistantError | typer.TyperException | typer.Abort | KeyboardInterrupt | OSError)


def describe(error: BaseException) -> Failure:
    """Turn an exception into what is told about it."""
    kind = type(error).__name__
    if isinstance(error, NewsAssistantError):
        return Failure(kind, error.message, error.remedy, error.exit_code)
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "news-assistant"
        return Failure("UsageError", error.format_message(), f"See `{path} --help`.", USAGE)
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return Failure("Interrupted", "Stopped on request; what was finished is kept.", "", INTERRUPTED)
    if isinstance(error, OSError):
        return Failure(
            kind, f"The system refused: {error}.", "Check the disk and the permissions.", StoreError.exit_code
        )
    return Failure(kind, f"A fault in the program: {kind}: {error}", "Please report it with the lines above.", FAULT)


def report(error: BaseException, *, as_json: bool) -> int:
    """Tell a failure, on stdout as one object or on stderr in words, and return the exit code."""
    failure = describe(error)
    if as_json:
        print_json({"error": {"type": failure.type, "message": failure.message, "remedy": failure.remedy}})
        return failure.code
    sys.stderr.write(f"error: {plain(failure.message)}\n")
    if failure.remedy:
        sys.stderr.write(f"{plain(failure.remedy)}\n")
    return failure.code
