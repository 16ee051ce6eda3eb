"""The reader as a network of torch, and its conversion to OpenVINO's form; the one place that needs transformers."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from transformers import AutoModel
from transformers.utils import logging as transformers_logging

from assistant.answering.reader_weights import in_whole_numbers, reader_weights
from assistant.index.weights import WEIGHTS_NAME, WEIGHTS_SHA256, packaged_model, verify

if TYPE_CHECKING:
    import openvino


class ReaderNetwork(torch.nn.Module):
    """The embedder's network with a head: scores of each token as an answer's first and as its last."""

    def __init__(self, folder: Path, *, attention: str = "eager") -> None:
        super().__init__()
        # "eager" attention: the fused kernel's tracing takes a branch that depends on the example's padding.
        self.encoder = AutoModel.from_pretrained(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            attn_implementation=attention,
            add_pooling_layer=False,
            dtype=torch.float32,
        )
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return scores of shape (texts, tokens, 2)."""
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        scores: torch.Tensor = self.head(states)
        return scores


def load_network() -> ReaderNetwork:
    """Return the network with the weights that ship, over the packaged embedder's embeddings.

    Raises:
        ModelError: Weights are missing or altered.
    """
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would land among our own lines
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = packaged_model()
    verify(folder / WEIGHTS_NAME, WEIGHTS_SHA256)
    network = ReaderNetwork(folder)
    tensors = {name: torch.from_numpy(tensor) for name, tensor in reader_weights().items()}
    network.load_state_dict(tensors, strict=False)  # the embeddings stay as they are
    return network.eval()


def convert(target: Path) -> None:
    """Convert the reader to OpenVINO's format at `target` (an .xml, with a .bin beside it)."""
    import openvino

    example = {name: torch.ones(2, 16, dtype=torch.int64) for name in ("ids", "types", "mask")}
    example["mask"][1, 8:] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer remarks on shapes that stay dynamic; a test compares the scores
        model = openvino.convert_model(load_network(), example_input=example)
    openvino.save_model(with_whole_numbers(model), str(target), compress_to_fp16=True)


def with_whole_numbers(model: "openvino.Model") -> "openvino.Model":
    """Return the model with each layer's matrix as whole numbers and one scale a row, as the weights' file has them.

    OpenVINO multiplies such a matrix in whole numbers where the CPU can, and turns it back into fractions elsewhere.
    """
    from openvino import opset13

    for node in model.get_ordered_ops():
        if node.get_type_name() != "MatMul" or node.input_value(1).get_node().get_type_name() != "Constant":
            continue
        whole, scale = map(opset13.constant, in_whole_numbers(node.input_value(1).get_node().data))
        scaled = opset13.multiply(opset13.convert(whole, "f32"), scale)
        node.input(1).replace_source_output(scaled.output(0))
    return model
