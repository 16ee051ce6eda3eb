"""The weights that ship: the right file, and packed so that they read the same."""

from pathlib import Path

import numpy as np
import pytest

from assistant.answering import reader_weights
from assistant.answering.reader_weights import READER_FILE, packed, unpacked
from assistant.errors import ModelError


def test_the_file_is_small_and_whole() -> None:
    assert READER_FILE.stat().st_size < 15_000_000
    tensors = reader_weights.reader_weights()
    assert tensors["head.weight"].shape == (2, 384)
    assert not any("embeddings" in name for name in tensors)
    assert all(np.isfinite(tensor).all() for tensor in tensors.values())


def test_an_altered_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "reader.safetensors"
    content = READER_FILE.read_bytes()
    altered.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    monkeypatch.setattr(reader_weights, "READER_FILE", altered)
    with pytest.raises(ModelError, match=r"not the expected one") as caught:
        reader_weights.reader_weights()
    assert "news-assistant" in str(caught.value.remedy)


def test_packing_keeps_every_number_to_half_a_step() -> None:
    chooser = np.random.default_rng(3)
    tensors = {
        "matrix": chooser.normal(size=(7, 50)).astype(np.float32),
        "row": chooser.normal(size=9).astype(np.float32),
        "zeros": np.zeros((2, 3), dtype=np.float32),
    }
    again = unpacked(packed(tensors))
    assert set(again) == set(tensors)
    assert (again["row"] == tensors["row"]).all()
    assert (again["zeros"] == 0).all()
    steps = np.abs(tensors["matrix"]).max(axis=1, keepdims=True) / 127
    assert (np.abs(again["matrix"] - tensors["matrix"]) <= steps / 2 + 1e-7).all()
