"""Any sentence-transformers model, run by torch: the fallback of the default model, and the way in for all others."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.errors import ModelError
from assistant.index.embedding import ModelCard, Vectors, default_card
from assistant.index.tokens import TokenCounter
from assistant.index.weights import DEFAULT_MODEL, WEIGHTS_NAME, WEIGHTS_SHA256, packaged_model, sha256_of, verify


class TorchEmbedder:
    """A sentence-transformers model from a folder or an id; remote code is never run, ids are never downloaded."""

    def __init__(self, name: str) -> None:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would land among our own lines
        folder = _verified_folder(name)
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, SafetensorError) as error:
            raise ModelError(
                f"The embedding model {name} cannot be loaded ({error}).",
                remedy="Set embedding_model to a folder that holds a sentence-transformers model, or to"
                f" {DEFAULT_MODEL}.",
            ) from error
        self.card = _card(name, folder, int(self._model.get_embedding_dimension() or 0))
        self.max_tokens = int(self._model.max_seq_length or 512)
        self.counter = TokenCounter.copy_of(self._model.tokenizer.backend_tokenizer)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, shape (len(texts), dimension), in the order given."""
        vectors = self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        vectors = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors[0], dtype=np.float32)


def _verified_folder(name: str) -> Path | str:
    if name != DEFAULT_MODEL:
        return name
    folder = packaged_model()
    verify(folder / WEIGHTS_NAME, WEIGHTS_SHA256)
    return folder


def _card(name: str, folder: Path | str, dimension: int) -> ModelCard:
    if name == DEFAULT_MODEL:
        return default_card()
    weights = Path(folder) / WEIGHTS_NAME
    return ModelCard(name, sha256_of(weights)[:16] if weights.is_file() else "", dimension)
