"""The best passages put in order by a cross-encoder that reads them with the question; only behind a setting."""

import threading
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.errors import ModelError
from assistant.retrieval.fusion import standardised
from assistant.settings import Settings


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder from a folder or an id; never runs remote code, never downloads."""

    def __init__(self, name: str) -> None:
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would land among our own lines
        try:
            self._model = CrossEncoder(name, device="cpu", local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, SafetensorError) as error:
            raise ModelError(f"The reranker {name} cannot be loaded ({error}).", remedy=_remedy()) from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"The model {name} gives {self._model.num_labels} figures for a pair, a reranker gives one.",
                remedy=_remedy(),
            )
        self._turn = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one logit for each text."""
        from torch.nn import Identity

        pairs = [(question, text) for text in texts]
        with self._turn:  # two readers at once would only take each other's cores
            found = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        return [float(value) for value in found]


class LazyReranker:
    """The reranker that the settings name, loaded with the first question; none where they name none."""

    def __init__(self, settings: Settings) -> None:
        self._name = settings.reranker
        self._loading = threading.Lock()
        self._loaded: CrossEncoderReranker | None = None

    def get(self) -> CrossEncoderReranker | None:
        """Return it.

        Raises:
            ModelError: It cannot be loaded, or is no reranker.
        """
        if self._name is None:
            return None
        with self._loading:
            if self._loaded is None:
                self._loaded = CrossEncoderReranker(self._name)
            return self._loaded


def reordered(scores: Mapping[int, float], read: Mapping[int, float], lifted: Mapping[int, float]) -> dict[int, float]:
    """Return the scores with the passages that were read in the reranker's order, before all others.

    Args:
        scores: Of every candidate by key, lifts included.
        read: What the reranker gave those that it read.
        lifted: What the outlet, the time or the age of the article adds, by key: no model that reads text knows these.
    """
    if not read:
        return dict(scores)
    keys = list(read)
    values = standardised(np.array([read[key] for key in keys])) + np.array([lifted[key] for key in keys])
    best_unread = max((score for key, score in scores.items() if key not in read), default=0.0)
    values += best_unread - values.min()
    return dict(scores) | dict(zip(keys, map(float, values), strict=True))


def _remedy() -> str:
    return "Set reranker to the folder of a sentence-transformers CrossEncoder that ranks, or leave it empty."
