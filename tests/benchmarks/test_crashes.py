"""The benchmark of killed processes, once and small: it kills, it compares, and it would notice a difference."""

import dataclasses
import json
import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks import crashes


def test_a_killed_rebuild_is_counted_and_compared(
    session_environment: None,  # noqa: ARG001 - the cache of the converted model
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.index.ingest.BATCH_PASSAGES", crashes.BATCH_PASSAGES)  # put back afterwards
    monkeypatch.setattr("assistant.index.ingest.STORE_EVERY", crashes.STORE_EVERY)
    options = ["--trials", "1", "--articles", "4", "--changes", "2", "--verbs", "rebuild", "--json"]
    assert crashes.main(options) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["killed"], value["same"]) == (1, 1)
    [one] = value["trials"]
    assert one["verb"] == "rebuild"
    assert crashes.EARLIEST <= one["share"] <= crashes.LATEST
    assert one["least_cosine"] >= crashes.LEAST_COSINE


def test_a_vector_that_is_lost_or_turned_is_noticed() -> None:
    vectors = {str(number): np.eye(4, dtype=np.float32)[number] for number in range(4)}
    state = crashes.State(frozenset(), frozenset(), vectors)
    assert crashes._least_cosine(state, state) == 1
    turned = dataclasses.replace(state, vectors=vectors | {"0": np.ones(4, dtype=np.float32)})
    assert crashes._least_cosine(turned, state) == pytest.approx(0.5)
    lost = dataclasses.replace(state, vectors={"1": vectors["1"]})
    assert crashes._least_cosine(lost, state) == -1


def test_made_up_articles_have_ids_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWS_ASSISTANT_BENCH_DATA", raising=False)
    rows = list(crashes._articles(5))
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == 5


def test_a_change_of_any_file_is_the_first_write(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"x")
    (tmp_path / "ingest.lock").touch()
    before = crashes._signature(tmp_path)
    (tmp_path / "ingest.lock").write_text("locked")
    assert crashes._signature(tmp_path) == before
    (tmp_path / f"{random.random()}-wal").write_bytes(b"")  # noqa: S311 - a name
    assert crashes._signature(tmp_path) != before
