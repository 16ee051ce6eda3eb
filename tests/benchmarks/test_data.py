from pathlib import Path

import pytest

from benchmarks import data


@pytest.mark.parametrize("named", [None, "", "/no/such/folder"])
def test_without_the_data_one_line_says_so_and_all_is_well(
    named: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if named is not None:
        monkeypatch.setenv(data.VARIABLE, named)
    with pytest.raises(SystemExit) as ended:
        data.require()
    assert ended.value.code == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(data.VARIABLE)
    assert err.count("\n") == 1


def test_a_folder_that_lacks_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(data.VARIABLE, str(tmp_path))
    with pytest.raises(SystemExit, match=r"newsquiz/articles\.jsonl\.gz"):
        data.articles_file("newsquiz")


@pytest.mark.usefixtures("bench_data")
def test_rows_are_as_they_lie_in_the_file() -> None:
    assert [row["id"] for row in data.articles("newsquiz", limit=2)] == [
        row["id"] for row in data.rows(data.articles_file("newsquiz"))
    ][:2]
    assert data.newsquiz_questions()[0]["asked_on"] == "2026-09-01"
    assert len(data.multihop_questions(answerable=True)[0]["evidence"]) == 2


def test_part_of_a_file(bench_data: Path, tmp_path: Path) -> None:
    whole = bench_data / "newsquiz" / "articles.jsonl.gz"
    assert data.part_of(whole, tmp_path, None) == whole
    part = data.part_of(whole, tmp_path / "new", 3)
    assert part.name == "articles-3.jsonl"
    assert list(data.rows(part)) == list(data.rows(whole))[:3]
