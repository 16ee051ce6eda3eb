"""The default model from its weights to OpenVINO's form; the one place that needs torch and transformers for it."""

import warnings
from pathlib import Path
from typing import Any

import openvino
import torch
from transformers import AutoModel
from transformers.utils import logging as transformers_logging


class _Pooled(torch.nn.Module):
    """Mean over the tokens that are not padding, then length 1, as the model's own modules.json has it."""

    def __init__(self, encoder: Any) -> None:  # noqa: ANN401 - transformers gives no usable type
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, p=2.0, dim=1)


def convert(folder: Path, target: Path) -> None:
    """Convert the model in `folder` to OpenVINO's format at `target` (an .xml, with a .bin beside it), in fp32."""
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would land among our own lines
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    # "eager" attention: the fused kernel's tracing takes a branch that depends on the example's padding.
    encoder = AutoModel.from_pretrained(
        str(folder), local_files_only=True, trust_remote_code=False, attn_implementation="eager"
    )
    example = {
        "input_ids": torch.ones(2, 16, dtype=torch.int64),
        "attention_mask": torch.ones(2, 16, dtype=torch.int64),
    }
    example["attention_mask"][1, 8:] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer remarks on shapes that stay dynamic; a test compares the vectors
        model = openvino.convert_model(_Pooled(encoder).eval(), example_input=example)
    openvino.save_model(model, str(target), compress_to_fp16=False)
