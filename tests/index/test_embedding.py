"""Which embedder the settings mean."""

import sys
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.index.embedding import default_card, load_embedder
from assistant.index.openvino_embedder import OpenVinoEmbedder
from assistant.index.torch_embedder import TorchEmbedder
from assistant.index.weights import packaged_model
from assistant.settings import Settings


@pytest.fixture
def without_openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    monkeypatch.delitem(sys.modules, "assistant.index.openvino_embedder", raising=False)


def test_the_default_model_runs_by_openvino(real_embedder: OpenVinoEmbedder) -> None:
    for runtime in ("auto", "openvino"):
        embedder = load_embedder(Settings(embedding_runtime=runtime))
        assert type(embedder).__name__ == "OpenVinoEmbedder"
        assert embedder.card == default_card() == real_embedder.card
        assert embedder.max_tokens == 256


def test_torch_runs_it_by_setting_with_the_same_card() -> None:
    embedder = load_embedder(Settings(embedding_runtime="torch"))
    assert isinstance(embedder, TorchEmbedder)
    assert embedder.card == default_card()
    assert embedder.max_tokens == 256


@pytest.mark.usefixtures("without_openvino")
def test_torch_runs_it_where_openvino_is_not_installed() -> None:
    assert isinstance(load_embedder(Settings()), TorchEmbedder)


@pytest.mark.usefixtures("without_openvino")
def test_a_runtime_that_is_asked_for_and_missing_is_told() -> None:
    with pytest.raises(ModelError, match="OpenVINO is not installed") as caught:
        load_embedder(Settings(embedding_runtime="openvino"))
    assert "pip install openvino" in caught.value.remedy


def test_a_folder_is_run_by_torch() -> None:
    embedder = load_embedder(Settings(embedding_model=str(packaged_model())))
    assert isinstance(embedder, TorchEmbedder)
    assert embedder.card != default_card()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(Settings(embedding_model=str(tmp_path / "none")))
