"""The reader run by torch: where OpenVINO is not."""

from collections.abc import Sequence

import torch

from assistant.answering.reader_network import load_network
from assistant.answering.reading import Reading, padded, pairs, reading_of, reading_tokenizer
from assistant.catalog.records import Passage
from assistant.index.weights import packaged_model

PAD_TO = 8


class TorchReader:
    """The reader's network in fp32."""

    def __init__(self) -> None:
        self._tokenizer = reading_tokenizer(packaged_model())
        self._network = load_network()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return what each passage says to the question, in the order given."""
        if not passages:
            return []
        rows = pairs(self._tokenizer, question, passages)
        inputs = [torch.from_numpy(array) for array in padded(rows, PAD_TO)]
        with torch.inference_mode():
            scores = self._network(*inputs).numpy()
        return [reading_of(row, passage, found) for row, passage, found in zip(rows, passages, scores, strict=True)]
