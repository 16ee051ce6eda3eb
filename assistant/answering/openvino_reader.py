"""The reader run by OpenVINO: its layers in whole numbers, the rest in bf16 or fp32; converted once and kept."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openvino

from assistant.answering.reader_weights import READER_SHA256
from assistant.answering.reading import CLS, SEP, Pair, Reading, Scores, padded, pairs, reading_of, reading_tokenizer
from assistant.catalog.records import Passage
from assistant.index.converted import MODEL_FILES, kept
from assistant.index.weights import packaged_model

STREAMS = 2
"""Batches computed at the same time; one question makes about as many."""

BATCH = 5
"""Passages per inference: those of one question, shared out over the streams."""

PAD_TO = 32
"""Lengths are rounded up to a multiple of this: every new shape costs a compilation and memory that is kept."""

TOGETHER = 384
"""Values of a token's state that share one scale when they are made whole numbers: all of it, and a quarter of the
wider one inside a layer."""

LAYOUT = 2
"""Counts changes of the conversion, so that an older release's cache is not taken for ours."""


class OpenVinoReader:
    """The reader's network, with the tokenizer of the packaged embedder."""

    def __init__(self) -> None:
        self._tokenizer = reading_tokenizer(packaged_model())
        core = openvino.Core()
        precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
        model = core.read_model(str(converted_reader() / MODEL_FILES[0]))
        options = {
            "INFERENCE_PRECISION_HINT": precision,
            "NUM_STREAMS": STREAMS,
            "INFERENCE_NUM_THREADS": max(os.cpu_count() or 1, STREAMS),
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": TOGETHER,
        }
        self._compiled = core.compile_model(model, "CPU", options)
        self._turn = threading.Lock()
        # As the embedder does: the first inference sets things up under a lock of the binding's own.
        self._compiled.create_infer_request().infer(padded([Pair([CLS, SEP, SEP], 2, 2, [])], PAD_TO))

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what each passage says to the question, in the order given."""
        rows = pairs(self._tokenizer, question, passages)
        order = sorted(range(len(rows)), key=lambda number: -len(rows[number].ids))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        scores: dict[int, Scores] = {}
        for start in range(0, len(batches), STREAMS):
            with self._turn:  # a question's passages fill both cores; two questions at once would only wait longer
                scores |= self._infer(batches[start : start + STREAMS], rows)
        return [
            reading_of(row, passage, scores[number])
            for number, (row, passage) in enumerate(zip(rows, passages, strict=True))
        ]

    def _infer(self, batches: Sequence[Sequence[int]], rows: Sequence[Pair]) -> dict[int, Scores]:
        """Wait for requests by hand: the callbacks of OpenVINO's queue run in threads of their own."""
        requests = [self._compiled.create_infer_request() for _ in batches]
        for request, batch in zip(requests, batches, strict=True):
            request.start_async(padded([rows[number] for number in batch], PAD_TO))
        found: dict[int, Scores] = {}
        for request, batch in zip(requests, batches, strict=True):
            request.wait()
            found |= zip(batch, np.array(request.get_output_tensor(0).data, dtype=np.float32), strict=True)
        return found


def converted_reader() -> Path:
    """Return the folder of the converted reader, converting it if the cache has none that is whole.

    Raises:
        ModelError: The weights are altered, or the cache cannot be written.
    """

    def convert_to(target: Path) -> None:
        from assistant.answering.reader_network import convert

        convert(target)

    return kept(f"reader-{READER_SHA256[:16]}-{LAYOUT}", convert_to)
