"""Everything that can go wrong, as one tree.

    NewsAssistantError            exit code 1
    ├── UsageError                2   the call itself is wrong
    │   ├── SettingsError         2   an unknown, mistyped or invalid setting
    │   └── QuestionError         2   an empty or oversized question, or a filter that cannot be read
    ├── WriterError               1   the language model did not write; the quoting writer answers in its place
    ├── InputError                1   an input of an ingest that cannot become an article
    │   └── PrivateAddressError   1   an address that is not on the public network
    ├── AccessError               1   nobody is let in without saying who they are
    │   └── ForbiddenError        1   their role is too small for it
    └── StoreError                3   the index cannot serve
        ├── IndexMissingError     3   nothing was ingested into this data directory yet
        ├── IndexBusyError        3   another process is writing
        ├── IndexDamagedError     3   a file of the index is torn, truncated, or unreadable
        └── ModelError            3   the embedding model is missing, altered, or not the one of the index

Each message says what failed and on what; `remedy` is the command or the step that mends it.
"""


class NewsAssistantError(Exception):
    """Base of all errors that this package raises on purpose."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(NewsAssistantError):
    """The call itself is wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is unknown, mistyped or invalid."""


class QuestionError(UsageError):
    """The question is empty or too long, or a filter cannot be read."""


class WriterError(NewsAssistantError):
    """The language model cannot be reached, keeps silent, breaks off, or talks nonsense."""


class InputError(NewsAssistantError):
    """An input of an ingest that cannot become an article."""


class PrivateAddressError(InputError):
    """An address that is not on the public network: this machine, this house, this link."""


class AccessError(NewsAssistantError):
    """Nobody is let in without saying who they are, or not as often."""


class ForbiddenError(AccessError):
    """Their role is too small for what they want."""


class StoreError(NewsAssistantError):
    """The index cannot serve."""

    exit_code = 3


class IndexMissingError(StoreError):
    """Nothing was ingested into this data directory yet."""


class IndexBusyError(StoreError):
    """Another process holds the writer's lock."""


class IndexDamagedError(StoreError):
    """A file of the index is torn, truncated or unreadable."""


class ModelError(StoreError):
    """The embedding model is missing, altered, or not the one the index was built with."""
