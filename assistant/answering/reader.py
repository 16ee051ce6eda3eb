"""What reads passages for the words that answer a question: the interface, and which runtime serves it.

The reader judges a question and a passage together: which words of the passage answer, and whether any do. It is the
embedder's own network trained further, so that only the difference ships with us; `docs/decisions.md` says on what.
"""

from collections.abc import Sequence
from typing import Protocol

from assistant.answering.reading import Reading
from assistant.catalog.records import Passage
from assistant.errors import ModelError
from assistant.settings import Settings


class Reader(Protocol):
    """Reads a question beside passages. Implementations may be shared between threads."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what each passage says to the question, in the order given."""


def load_reader(settings: Settings) -> Reader:
    """Load the reader, on the runtime that `embedding_runtime` names.

    Raises:
        ModelError: Its weights are altered, its runtime is not installed, or its cache cannot be written.
    """
    if settings.embedding_runtime != "torch":
        try:
            from assistant.answering.openvino_reader import OpenVinoReader

            return OpenVinoReader()
        except ImportError as error:
            if settings.embedding_runtime == "openvino":
                raise ModelError(
                    "The setting embedding_runtime is openvino, but OpenVINO is not installed.",
                    remedy="Run `pip install openvino==2026.4.1`, or set embedding_runtime to auto.",
                ) from error
    from assistant.answering.torch_reader import TorchReader

    return TorchReader()
