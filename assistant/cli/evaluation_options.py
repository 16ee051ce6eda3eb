"""What the verbs of evaluation take in common: a file of questions, and what its columns are called."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import options
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.evaluation.question_files import QuestionSet

REJECTED = 1
"""Exit code of what is done, but not every row was a question."""

Questions = Annotated[
    str,
    typer.Argument(
        metavar="QUESTIONS", help="JSON lines, CSV, TSV or JSON, packed by gzip or not.", show_default=False
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS", help="A column under another name; repeatable."),
]
Threads = Annotated[int, typer.Option("--threads", min=1, max=64, help="Questions asked at the same time.")]


def read_set(path: str, assignments: list[str] | None) -> "QuestionSet":
    """Return the questions of a file.

    Raises:
        UsageError: It holds none, or cannot be read.
    """
    from assistant.evaluation.question_files import read_questions

    if not path.strip():
        raise UsageError("The file of questions has no name.", remedy="Check the shell variable it came from.")
    return read_questions(Path(path), options.read_pairs(assignments, "--map", "OURS=THEIRS"))
