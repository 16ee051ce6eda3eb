"""The reader's weights: where they lie, that they are the right ones, and how they are packed.

Each matrix is kept as whole numbers from -127 to 127 with one scale a row: a quarter of the bytes, and read to the same
answers. The embeddings of tokens are the packaged embedder's own and are not kept again.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.weights import verify

READER_FILE = Path(__file__).parent / "reader.safetensors"

READER_SHA256 = "48a8a17953c1a61876c428b869b628e033aa95238541bb00b0e84f84cadfecd2"
"""Of `reader.safetensors`; `benchmarks/train_reader.py` prints it with the file that it writes."""

SCALE = ".scale"
MOST = 127

Array = NDArray[np.float32]


def reader_weights() -> dict[str, Array]:
    """Return the reader's tensors by name, but for the embeddings.

    Raises:
        ModelError: The file is missing or altered.
    """
    from safetensors.numpy import load_file

    verify(READER_FILE, READER_SHA256, remedy="Run `pip install --force-reinstall --no-deps news-assistant`.")
    return unpacked(load_file(READER_FILE))


def packed(tensors: dict[str, Array]) -> dict[str, NDArray[np.generic]]:
    """Return tensors as they are kept in the file."""
    kept: dict[str, NDArray[np.generic]] = {}
    for name, tensor in tensors.items():
        if tensor.ndim == 1:
            kept[name] = tensor.astype(np.float32)
            continue
        kept[name], kept[name + SCALE] = in_whole_numbers(tensor)
    return kept


def in_whole_numbers(matrix: Array) -> tuple[NDArray[np.int8], Array]:
    """Return a matrix as whole numbers, and the scale of each row, shape (rows, 1)."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True) / MOST, np.finfo(np.float32).tiny)
    return np.rint(matrix / scale).astype(np.int8), scale.astype(np.float32)


def unpacked(kept: dict[str, NDArray[np.generic]]) -> dict[str, Array]:
    """Return tensors from how they are kept."""
    whole = {name: tensor.astype(np.float32) for name, tensor in kept.items()}
    return {
        name: tensor * whole[name + SCALE] if name + SCALE in whole else tensor
        for name, tensor in whole.items()
        if not name.endswith(SCALE)
    }
