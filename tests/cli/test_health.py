"""The doctor on the command line: findings as a table and as JSON, exit code 3 where the archive cannot serve."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.index.tiny import TinyDesk, story


@pytest.fixture
def arguments(desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
    desk.close()
    monkeypatch.setattr("assistant.cli.opening.open_desk", lambda _: desk)
    return ["doctor", "--data-dir", str(tmp_path / "indexes"), "--set", "embedding_model=tiny"]


def test_a_whole_archive_ends_with_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[-1].endswith("can serve.")
    assert any(line.startswith("ok") and "full text" in line for line in out)


def test_a_torn_one_ends_with_3_and_is_mended_on_request(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "indexes" / "vectors" / "1" / "chroma.sqlite3").write_bytes(b"")
    assert main([*arguments, "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["data_dir", "serves", "findings", "mended"]
    assert found["serves"] is False
    assert list(found["findings"][0]) == ["check", "severity", "message", "remedy", "mend"]
    assert (found["findings"][0]["check"], found["findings"][0]["severity"]) == ("vectors", "error")
    assert main([*arguments, "--fix", "--json"]) == 0
    output = capsys.readouterr()
    assert "Now making the vectors anew" in output.err
    mended = json.loads(output.out)
    assert (mended["serves"], len(mended["mended"])) == (True, 1)


def test_no_archive_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--data-dir", str(tmp_path / "none")]) == 3
    out = capsys.readouterr().out
    assert "news-assistant ingest" in out
    assert out.splitlines()[-1].endswith("cannot serve until the errors are mended.")
