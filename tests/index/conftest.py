"""What the tests of the index share: the real model, loaded once, and a desk with a tiny one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.openvino_embedder import OpenVinoEmbedder
from tests.index.tiny import TinyDesk, TinyEmbedder, tiny_desk


@pytest.fixture(scope="session")
def real_embedder(session_environment: None) -> OpenVinoEmbedder:  # noqa: ARG001 - the cache folder of the session
    """The packaged model by OpenVINO; the session's other users share the converted form."""
    return OpenVinoEmbedder()


@pytest.fixture
def tiny() -> TinyEmbedder:
    return TinyEmbedder()


@pytest.fixture
def desk(tmp_path: Path, tiny: TinyEmbedder) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "indexes", tiny) as desk:
        yield desk
