"""Files of questions in their forms; bad rows are named and the rest is kept."""

import gzip
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.question_files import read_questions
from assistant.evaluation.questions import Label


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_json_lines_packed_or_not(tmp_path: Path) -> None:
    text = '{"question": "Who?"}\n\n{"question": "Where?", "id": "b"}\n'
    packed = tmp_path / "q.jsonl.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    plain = read_questions(write(tmp_path / "q.jsonl", "\ufeff" + text))
    assert plain.questions == read_questions(packed).questions
    assert [question.question for question in plain.questions] == ["Who?", "Where?"]


def test_bad_rows_are_named_with_their_line(tmp_path: Path) -> None:
    text = '{"question": "Who?", "id": "a"}\nnonsense\n{"id": "b"}\n{"question": "Again?", "id": "a"}\n[1]\n'
    found = read_questions(write(tmp_path / "q.jsonl", text))
    assert [item.input for item in found.rejected] == ["q.jsonl:2", "q.jsonl:3", "q.jsonl:4", "q.jsonl:5"]
    assert "no JSON" in found.rejected[0].reason
    assert "stands in q.jsonl:1 already" in found.rejected[2].reason
    assert len(found.questions) == 1


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress("".join(f'{{"question": "Who {n}?"}}\n' for n in range(5000)).encode())
    path = tmp_path / "q.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    found = read_questions(path)
    assert found.questions
    assert "cannot be read on" in found.rejected[-1].reason


def test_columns_of_a_table_are_named_on_the_command_line(tmp_path: Path) -> None:
    table = "Frage,Antwort,id,article,quote,ressort\nWer?,Ada | Ada L.,x,a1,Ada won.,Sport\n,Bo,y,,,\n"
    found = read_questions(write(tmp_path / "q.csv", table), {"question": "Frage", "answers": "Antwort"})
    [question] = found.questions
    assert (question.id, question.question, question.answers) == ("x", "Wer?", ("Ada", "Ada L."))
    assert question.evidence == (Label(article_id="a1", quote="Ada won."),)
    assert question.row["ressort"] == "Sport"
    assert [(item.input, item.reason) for item in found.rejected] == [("q.csv:3", "it has no `question`")]
    swapped = read_questions(tmp_path / "q.csv", {"id": "Frage", "question": "Antwort"})
    assert [question.id for question in swapped.questions if question.question.startswith("Ada")] == ["Wer?"]


def test_lists_in_a_table_are_divided_by_bars_or_json(tmp_path: Path) -> None:
    table = 'question\tanswers\tchoices\nWho?\tAda | Ada L.\t"[""a|b"", ""c""]"\n'
    [question] = read_questions(write(tmp_path / "q.tsv", table)).questions
    assert (question.answers, question.choices) == (("Ada", "Ada L."), ("a|b", "c"))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column 'Frage'"):
        read_questions(write(tmp_path / "q.csv", "question\nWho?\n"), {"question": "Frage"})


@pytest.mark.parametrize(("name", "text"), [("q.jsonl", ""), ("q.txt", "Who?"), ("q.json", "{}"), ("q.json", "{")])
def test_a_file_without_questions_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(UsageError):
        read_questions(write(tmp_path / name, text))


def test_a_field_that_questions_lack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no field 'answr'"):
        read_questions(write(tmp_path / "q.csv", "question\nWho?\n"), {"answr": "x"})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file .*nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")
