"""A group of verbs of which one needs no name: `eval QUESTIONS` is `eval run QUESTIONS`, beside `eval compare A B`."""

from typing import Any

from typer.core import TyperGroup

DEFAULT = "run"


class DefaultVerb(TyperGroup):
    """Takes what does not begin with a verb of the group, or with --help, as meant for `run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer keeps its context's type to itself
        """Put the verb in where it was left out; a file named as a verb is reached by its path, such as ./compare."""
        if args and args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
