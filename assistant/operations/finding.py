"""What a look at an archive's health finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.errors import NewsAssistantError

Severity = Literal["ok", "info", "warning", "error"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "ok")
"""Worst first."""

Mend = Literal["", "vectors", "words", "waiting"]
"""What `doctor --fix` may do about it: make the vectors anew, make full text search anew, store what waits."""

FIX = "Run `news-assistant doctor --fix`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        check: What was looked at, in a word or two.
        severity: ok, info (worth knowing), warning (answers may miss something, or soon will), error (cannot serve).
        message: What was found.
        remedy: The command or the step that mends it; empty where nothing needs mending.
        mend: What `--fix` does about it, empty where it does nothing.
    """

    check: str
    severity: Severity
    message: str
    remedy: str = ""
    mend: Mend = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything found in one data directory.

    Attributes:
        data_dir: The folder.
        serves: Whether questions can be answered from it: no finding is an error.
        findings: Worst first.
        mended: What `--fix` did before this look, in words.
    """

    data_dir: str
    serves: bool
    findings: tuple[Finding, ...]
    mended: tuple[str, ...] = ()


def guarded(check: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what `look` finds; that it fails is a finding as well."""
    try:
        return list(look())
    except NewsAssistantError as error:
        return [Finding(check, "error", error.message, error.remedy)]
    except Exception as error:  # noqa: BLE001 - a torn file fails in ways nobody listed, and the doctor looks at those
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return [
            Finding(
                check, "error", f"It could not be looked at ({what}).", "Mend what is above first, then look again."
            )
        ]


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
