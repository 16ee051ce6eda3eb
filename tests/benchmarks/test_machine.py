import json
import os

import pytest

from benchmarks import machine


def remembered(megabytes: int) -> tuple[int, float]:
    held = b"x" * (megabytes * 2**20)
    return os.getpid() if held else 0, machine.peak_megabytes()


def failing() -> None:
    raise ValueError("on purpose")


def test_the_line_names_what_decides_speed() -> None:
    line = machine.describe()
    assert "\n" not in line
    for words in ("cores", "Python", "openvino", "torch", "chromadb", "sentence-transformers", "load"):
        assert words in line


def test_a_fresh_process_has_memory_of_its_own() -> None:
    held = b"x" * (300 * 2**20)
    child = machine.fresh(remembered, 60)
    process, peak = child.value
    assert process != os.getpid()
    assert 60 < peak < 250 < machine.peak_megabytes()
    assert child.seconds > 0
    assert held


def test_what_a_fresh_process_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="on purpose"):
        machine.fresh(failing)


def test_figures() -> None:
    assert machine.percentile([float(number) for number in range(101)], 95) == pytest.approx(95)
    assert machine.percentile([7.0], 50) == 7
    assert machine.spread([3.0, 1.0, 2.0]) == "2.0 (1.0 to 3.0)"
    assert machine.spread([-0.5, -0.25], 2) == "-0.38 (-0.50 to -0.25)"


def test_a_table_is_aligned() -> None:
    table = machine.Table("Title", ("", "seconds"), [("ours", "1.5"), ("another one", "12.25")])
    assert machine.formatted(table).split("\n") == [
        "Title",
        "             seconds",
        "-----------  -------",
        "ours             1.5",
        "another one    12.25",
    ]


def test_the_report_is_text_or_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    on = machine.machine()
    table = machine.Table("Title", ("", "n"), [("a", "1")])
    machine.report(on, {"n": 1}, [table], as_json=False, arguments=["--limit", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == str(on)
    assert lines[1].startswith("$ python ")
    assert lines[1].endswith(" --limit 1")
    machine.report(on, {"n": 1}, [table], as_json=True, arguments=[])
    printed = json.loads(capsys.readouterr().out)
    assert printed["n"] == 1
    assert printed["machine"]["cores"] == on.cores
