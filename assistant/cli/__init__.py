"""The command line: one file per group of verbs; nothing heavy is imported before a verb needs it."""

from assistant.cli.main import main

__all__ = ["main"]
