"""Floors and ceilings, and what a gate may not say."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.gating import hold, read_gate

METRICS = {"fingerprint": "f", "metrics": {"contained": {"value": 0.8}, "wrongly_refused": {"value": 0.1}}}


def gate(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "passed"),
    [
        ("contained = 0.8", True),
        ("contained = 0.81", False),
        ("contained = { floor = 0.85, tolerance = 0.06 }", True),
        ("contained = { floor = 0.85, tolerance = 0.04 }", False),
        ("wrongly_refused = { ceiling = 0.1 }", True),
        ("wrongly_refused = { ceiling = 0.05 }", False),
        ("wrongly_refused = { ceiling = 0.05, tolerance = 0.06 }", True),
        ("token_f1 = 0", False),
    ],
)
def test_floors_and_ceilings(tmp_path: Path, line: str, passed: bool) -> None:  # noqa: FBT001
    [held] = hold(read_gate(gate(tmp_path, f"[floors]\n{line}\n")), METRICS)
    assert held.passed is passed


def test_a_gate_of_another_archive_is_refused(tmp_path: Path) -> None:
    path = gate(tmp_path, 'fingerprint = "g"\n[floors]\ncontained = 0.1\n')
    with pytest.raises(UsageError, match="for the archive g"):
        hold(read_gate(path), METRICS)
    assert hold(read_gate(path), METRICS | {"fingerprint": "g"})[0].passed


@pytest.mark.parametrize(
    "text",
    ["", "[floors]\n", "[floors\n", "[floors]\ncontain = 1\n", '[floors]\ncontained = "x"\n',
     "[floors]\ncontained = {}\n", "[floors]\ncontained = { floor = true }\n", "[floor]\n",
     "[floors]\ncontained = 1\n[more]\n"],
)  # fmt: skip
def test_what_a_gate_may_not_say(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        read_gate(gate(tmp_path, text))


def test_a_missing_gate_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no gate"):
        read_gate(tmp_path / "gate.toml")
