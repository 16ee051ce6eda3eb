"""The packaged model run by OpenVINO: bf16 where the CPU computes in it, fp32 elsewhere.

The model is converted once from the verified weights and kept in the cache folder, so that a question needs neither
torch nor transformers. Throughput comes from two streams, small batches and texts sorted by length.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import openvino
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.index.converted import MODEL_FILES, kept
from assistant.index.embedding import Vectors, default_card
from assistant.index.tokens import TokenCounter
from assistant.index.weights import WEIGHTS_NAME, WEIGHTS_SHA256, packaged_model, verify

MAX_TOKENS = 256
"""Sequence length the model was trained with; its card names it."""

BATCH = 8
"""Texts per inference: larger batches of equal length were not faster on two cores, and pad more."""

PAD_TO = 16
"""Lengths are rounded up to a multiple of this: every new shape costs a compilation and memory that is kept."""

STREAMS = 2
"""Batches computed at the same time; two cores gain 15 % over one stream."""

BATCHES_A_TURN = 8
"""Batches after which another thread may come in between: a question must not wait for a whole ingest batch."""

LAYOUT = 1
"""Counts changes of the conversion, so that an older release's cache is not taken for ours."""


class OpenVinoEmbedder:
    """all-MiniLM-L6-v2 with mean pooling and normalisation inside the graph."""

    def __init__(self) -> None:
        folder = packaged_model()
        verify(folder / WEIGHTS_NAME, WEIGHTS_SHA256)
        self.card = default_card()
        self.max_tokens = MAX_TOKENS
        self.counter = TokenCounter.from_file(folder / "tokenizer.json")
        self._tokenizer = _batch_tokenizer(folder)
        self._core = openvino.Core()
        self._model = self._core.read_model(str(converted_model(folder) / MODEL_FILES[0]))
        self._single = self._compile(streams=1)
        self._turn = threading.Lock()
        self._streams: list[openvino.InferRequest] = []
        # The binding holds a lock of its own while its first inference sets things up: two first questions
        # at the same time, as from two readers or two threads of an evaluation, waited for each other for ever.
        self.embed_query("")

    @property
    def precision(self) -> str:
        """What the CPU computes in: bf16 or f32."""
        return "bf16" if "BF16" in self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,)."""
        ids, mask = self._tokens([text])
        return np.array(self._single.create_infer_request().infer([ids, mask])[0][0], dtype=np.float32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, shape (len(texts), dimension), in the order given."""
        encodings = self._tokenizer.encode_batch(list(texts))
        lengths = np.array([len(encoding.ids) for encoding in encodings], dtype=np.int64)
        order = np.argsort(-lengths, kind="stable")
        vectors = np.zeros((len(texts), self.card.dimension), dtype=np.float32)
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        for start in range(0, len(batches), BATCHES_A_TURN):
            with self._turn:
                for rows, found in self._infer(batches[start : start + BATCHES_A_TURN], encodings):
                    vectors[rows] = found
        return vectors

    def _infer(
        self, batches: Sequence[NDArray[np.int64]], encodings: Sequence[Encoding]
    ) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Yield the rows of each batch and their vectors, with one batch under way per stream.

        Waiting for requests by hand, without OpenVINO's queue: its callbacks run in threads of its own, and a process
        that ended soon after them was sometimes aborted.
        """
        requests = self._requests()
        self._streams = []  # taken until all is well: a request that failed must not meet the next caller
        under_way: deque[tuple[openvino.InferRequest, NDArray[np.int64]]] = deque()
        for number, rows in enumerate(batches):
            if len(under_way) == len(requests):
                yield _finished(*under_way.popleft())
            request = requests[number % len(requests)]
            request.start_async(_padded([encodings[row].ids for row in rows]))
            under_way.append((request, rows))
        while under_way:
            yield _finished(*under_way.popleft())
        self._streams = requests

    def _tokens(self, texts: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return _padded([encoding.ids for encoding in self._tokenizer.encode_batch(texts)])

    def _requests(self) -> list[openvino.InferRequest]:
        """Return one request per stream; compiled on first use, for a question alone needs none."""
        if not self._streams:
            many = self._compile(streams=STREAMS)
            self._streams = [many.create_infer_request() for _ in range(STREAMS)]
        return self._streams

    def _compile(self, *, streams: int) -> openvino.CompiledModel:
        options = {
            "INFERENCE_PRECISION_HINT": self.precision,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": max(os.cpu_count() or 1, streams),
        }
        return self._core.compile_model(self._model, "CPU", options)


def converted_model(folder: Path) -> Path:
    """Return the folder of the converted model, converting it if the cache has none that is whole.

    Raises:
        ModelError: The cache cannot be written.
    """

    def convert_to(target: Path) -> None:
        from assistant.index.conversion import convert

        convert(folder, target)

    return kept(f"{WEIGHTS_SHA256[:16]}-{LAYOUT}", convert_to)


def _batch_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _finished(request: openvino.InferRequest, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Vectors]:
    request.wait()
    return rows, np.array(request.get_output_tensor(0).data, dtype=np.float32)


def _padded(rows: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return token ids and attention mask, both of shape (texts, longest)."""
    width = -(-max(map(len, rows)) // PAD_TO) * PAD_TO
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask
