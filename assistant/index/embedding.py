"""Texts to vectors: the interface, and which implementation a setting means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.index.tokens import TokenCounter
from assistant.index.weights import DEFAULT_MODEL, WEIGHTS_SHA256
from assistant.settings import Settings

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What makes vectors comparable; stored with the index. Vectors are always of length 1.

    Attributes:
        name: The model's name, id or folder.
        fingerprint: Of its weights where we know them, else empty.
        dimension: Numbers per vector.
    """

    name: str
    fingerprint: str
    dimension: int


class Embedder(Protocol):
    """Turns texts into vectors of length 1. Implementations may be shared between threads."""

    card: ModelCard
    max_tokens: int
    counter: TokenCounter

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, shape (len(texts), dimension), in the order given."""

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""


def default_card() -> ModelCard:
    """Return the card of the packaged model, which any of its runtimes serves."""
    return ModelCard(DEFAULT_MODEL, WEIGHTS_SHA256[:16], 384)


def load_embedder(settings: Settings) -> Embedder:
    """Load the embedder that the settings name.

    Raises:
        ModelError: It cannot be found, is altered, or its runtime is not installed.
    """
    if settings.embedding_model == DEFAULT_MODEL and settings.embedding_runtime != "torch":
        try:
            from assistant.index.openvino_embedder import OpenVinoEmbedder

            return OpenVinoEmbedder()
        except ImportError as error:
            if settings.embedding_runtime == "openvino":
                raise ModelError(
                    "The setting embedding_runtime is openvino, but OpenVINO is not installed.",
                    remedy="Run `pip install openvino==2026.4.1`, or set embedding_runtime to auto.",
                ) from error
    from assistant.index.torch_embedder import TorchEmbedder

    return TorchEmbedder(settings.embedding_model)
