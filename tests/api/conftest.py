from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import build_app
from assistant.settings import Settings
from tests.web.fake_desk import FakeDesk

ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def client(desk: FakeDesk, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(build_app(Settings(data_dir=tmp_path), desk), base_url=ADDRESS) as client:
        yield client
