"""The packaged model by OpenVINO: the same vectors as torch, in order, and a cache that mends itself."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index import conversion, openvino_embedder
from assistant.index.converted import MODEL_FILES, SEALS
from assistant.index.openvino_embedder import BATCH, OpenVinoEmbedder, converted_model
from assistant.index.torch_embedder import TorchEmbedder
from assistant.index.weights import DEFAULT_MODEL, WEIGHTS_NAME, packaged_model

TEXTS = [
    "Ferry.",
    "",
    "中文字 and English",
    "😀 😀",
    "The bridge was closed for repairs after an inspector found a crack in a bearing.",
    *[f"Sentence {n} of a story about port {n} and its ferries. " * (1 + n % 30) for n in range(35)],
]
SHORT = [f"Port {n} has {n + 2} ferries." for n in range(20)]


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The targets that were converted to, by a stand-in that writes the files without torch."""
    made: list[Path] = []

    def convert(_: Path, target: Path) -> None:
        made.append(target)
        for name in MODEL_FILES:
            (target.parent / name).write_bytes(b"converted " + name.encode())

    monkeypatch.setattr(conversion, "convert", convert)
    return made


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conversions: list[Path]) -> Path:
    """A whole cache folder of this test alone, filled by the stand-in."""
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path / "cache"))
    folder = converted_model(packaged_model())
    conversions.clear()
    return folder


def test_vectors_equal_those_of_torch(real_embedder: OpenVinoEmbedder) -> None:
    ours, theirs = real_embedder.embed(TEXTS), TorchEmbedder(DEFAULT_MODEL).embed(TEXTS)
    cosines = (ours * theirs).sum(axis=1)
    assert len(TEXTS) == 40
    assert cosines.min() >= 0.999


def test_a_batch_gives_what_each_text_gives_alone_in_the_order_given(real_embedder: OpenVinoEmbedder) -> None:
    together = real_embedder.embed(TEXTS)
    alone = np.stack([real_embedder.embed_query(text) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() >= 0.999
    backwards = real_embedder.embed(TEXTS[::-1])[::-1]
    assert (together * backwards).sum(axis=1).min() >= 0.999


@pytest.mark.parametrize("count", [0, 1, BATCH - 1, BATCH, BATCH + 1])
def test_any_number_of_texts_is_taken(count: int, real_embedder: OpenVinoEmbedder) -> None:
    vectors = real_embedder.embed(TEXTS[:count])
    assert vectors.shape == (count, real_embedder.card.dimension)
    assert vectors.dtype == np.float32


def test_vectors_have_length_one(real_embedder: OpenVinoEmbedder) -> None:
    lengths = np.linalg.norm(real_embedder.embed([*TEXTS, "x" * 20_000, "word " * 5000]), axis=1)
    assert np.allclose(lengths, 1.0, atol=5e-3)


def test_threads_share_one_embedder(real_embedder: OpenVinoEmbedder) -> None:
    expected = real_embedder.embed(SHORT)
    barrier = threading.Barrier(4, timeout=10)
    cosines: list[float] = []

    def work(number: int) -> None:
        barrier.wait()
        together = (real_embedder.embed(SHORT[number:]) * expected[number:]).sum(axis=1)
        cosines.extend([together.min(), real_embedder.embed_query(SHORT[number]) @ expected[number]])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cosines) == 8
    assert min(cosines) >= 0.999


def test_a_whole_cache_is_used_as_it_is(own_cache: Path, conversions: list[Path]) -> None:
    assert converted_model(packaged_model()) == own_cache
    assert conversions == []


@pytest.mark.parametrize("name", [*MODEL_FILES, SEALS])
@pytest.mark.parametrize("damage", ["torn", "missing", "altered"])
def test_a_damaged_cache_is_made_again(name: str, damage: str, own_cache: Path, conversions: list[Path]) -> None:
    file = own_cache / name
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(content[:-9] if damage == "torn" else bytes([content[0] ^ 1]) + content[1:])
    assert converted_model(packaged_model()) == own_cache
    assert len(conversions) == 1
    assert {path.name for path in own_cache.iterdir()} == {*MODEL_FILES, SEALS}
    assert [path.name for path in own_cache.parent.iterdir()] == [own_cache.name]
    converted_model(packaged_model())
    assert len(conversions) == 1


@pytest.mark.parametrize("seals", ["null", "[]", "0"])
def test_seals_that_are_no_object_are_made_again(seals: str, own_cache: Path, conversions: list[Path]) -> None:
    (own_cache / SEALS).write_text(seals)
    converted_model(packaged_model())
    assert len(conversions) == 1


def test_another_process_that_was_faster_is_taken(
    own_cache: Path, conversions: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = own_cache.with_name("kept")
    own_cache.rename(kept)

    def slower(_: Path, target: Path) -> None:
        conversions.append(target)
        for name in MODEL_FILES:
            (target.parent / name).write_bytes(b"converted by this one")
        shutil.copytree(kept, own_cache)

    monkeypatch.setattr(conversion, "convert", slower)
    assert converted_model(packaged_model()) == own_cache
    assert (own_cache / MODEL_FILES[1]).read_bytes() == (kept / MODEL_FILES[1]).read_bytes()


@pytest.mark.parametrize("below", ["cache", "cache/deep/er"])
def test_a_cache_that_cannot_be_written_is_told_with_a_way_out(
    below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conversions: list[Path]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path / "file" / below))
    with pytest.raises(ModelError, match="cannot be kept in") as caught:
        OpenVinoEmbedder()
    assert caught.value.exit_code == 3
    assert "NEWS_ASSISTANT_CACHE_DIR" in caught.value.remedy
    assert "torch" in caught.value.remedy
    assert conversions == []


def test_weights_that_are_not_the_expected_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "model"
    shutil.copytree(packaged_model(), altered, ignore=shutil.ignore_patterns(WEIGHTS_NAME))
    with (packaged_model() / WEIGHTS_NAME).open("rb") as weights:
        (altered / WEIGHTS_NAME).write_bytes(weights.read(1_000_000))
    monkeypatch.setattr(openvino_embedder, "packaged_model", lambda: altered)
    monkeypatch.setattr("assistant.index.torch_embedder.packaged_model", lambda: altered)
    for build in (OpenVinoEmbedder, lambda: TorchEmbedder(DEFAULT_MODEL)):
        with pytest.raises(ModelError, match="not the expected one: sha256") as caught:
            build()
        assert "pip install --force-reinstall" in caught.value.remedy
        assert caught.value.exit_code == 3


def test_the_precision_is_one_the_cpu_has(real_embedder: OpenVinoEmbedder) -> None:
    assert real_embedder.precision in {"bf16", "f32"}


TWO_FIRST_QUESTIONS = """
import os, sys, threading
from assistant.index.openvino_embedder import OpenVinoEmbedder

def busy():
    while True:
        sum(range(50))

sys.setswitchinterval(1e-6)
embedder, meet = OpenVinoEmbedder(), threading.Barrier(4)
for _ in range(2):
    threading.Thread(target=busy, daemon=True).start()

def ask():
    meet.wait()
    embedder.embed_query("Who won the race?")

threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(60)
os._exit(sum(thread.is_alive() for thread in threads))
"""


def test_first_questions_at_the_same_time_do_not_wait_for_each_other_for_ever() -> None:
    """They did, one start in five, before the first inference was made while the model loads."""
    assert subprocess.run([sys.executable, "-c", TWO_FIRST_QUESTIONS], check=False, timeout=280).returncode == 0
