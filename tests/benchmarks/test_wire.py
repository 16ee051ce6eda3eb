import json
from pathlib import Path

import pytest

from benchmarks import wire


def test_every_input_has_an_outcome(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        {"text": "It opened.", "published_at": "26-FEB-1987 15:01:01.79"},
        {"text": "It closed.", "published_at": "soon"},
        {"text": "It stood."},
        {"title": "Nothing"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert wire.main([str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["read"]
    assert (found["counted"], found["readings"], found["articles"]) == (4, 4, 3)
    assert (found["dated"], found["dates_reported"], found["undated_silently"]) == (1, 1, 1)
    assert sum(found["rejected"].values()) == 1
    assert found["precisions"] == {"second": 1, "none": 2}
    assert len(found["memory"]) == 4
    wire.main([str(tmp_path)])
    assert "peak MB along the way" in capsys.readouterr().out
