"""Any other model by torch: a folder works, and one that cannot be loaded is told in words."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index.torch_embedder import TorchEmbedder
from assistant.index.weights import WEIGHTS_SHA256, packaged_model


def test_a_folder_is_a_model() -> None:
    embedder = TorchEmbedder(str(packaged_model()))
    assert (embedder.card.dimension, embedder.max_tokens) == (384, 256)
    assert embedder.card.name == str(packaged_model())
    assert embedder.card.fingerprint == WEIGHTS_SHA256[:16]
    vectors = embedder.embed(["A ferry was late.", "The ferry was late again.", "Interest rates rose."])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.7
    assert vectors[0] @ vectors[2] < 0.3
    assert np.allclose(embedder.embed_query("A ferry was late."), vectors[0], atol=1e-5)
    assert embedder.counter.count("one two three") == 3
    assert embedder.counter.count("word " * 1000) == 1000
    assert embedder.embed(["word " * 1000]).shape == (1, 384)


@pytest.mark.parametrize("name", ["some-maker/no-such-model", "nowhere", "empty"])
def test_an_unknown_model_is_told_with_what_to_set(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    place = name if "/" in name else str(tmp_path / name)
    with pytest.raises(ModelError, match=name) as caught:
        TorchEmbedder(place)
    assert "embedding_model" in caught.value.remedy
    assert caught.value.exit_code == 3


def test_a_torn_model_of_ones_own_is_told_in_words(tmp_path: Path) -> None:
    shutil.copytree(packaged_model(), tmp_path / "torn")
    (tmp_path / "torn" / "model.safetensors").write_bytes(b"x" * 100)
    with pytest.raises(ModelError):
        TorchEmbedder(str(tmp_path / "torn"))
