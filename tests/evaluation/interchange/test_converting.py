"""Every form there and back: what can be said in it comes back as it was."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.errors import UsageError
from assistant.evaluation.evaluation import evaluate
from assistant.evaluation.interchange.converting import Source, articles_of, convert, write_articles
from assistant.evaluation.interchange.trec import read_qrels, read_run
from assistant.evaluation.outside_runs import rank_multihop, rank_trec
from assistant.evaluation.question_files import QuestionSet, read_questions
from assistant.evaluation.ranking import rankings
from tests.index.tiny import TinyDesk


@pytest.fixture
def source(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> Any:  # noqa: ANN401 - a generator of Source
    evaluate(ferries, questions, tmp_path / "run")
    rows = [json.loads(line) for line in (tmp_path / "run" / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    catalog = Catalog(Path(ferries.settings.data_dir))
    with catalog.snapshot() as snapshot:
        yield Source(questions.questions, rows, snapshot)
    catalog.close()


def test_our_own_rows_come_back(source: Source, questions: QuestionSet, tmp_path: Path) -> None:
    convert(source, "questions", tmp_path / "out.jsonl")
    back = read_questions(tmp_path / "out.jsonl")
    assert back.questions == questions.questions
    assert back.hash == questions.hash
    assert back.questions[0].row["desk"] == "harbour"


def test_multihop_queries(source: Source, tmp_path: Path) -> None:
    convert(source, "multihop", tmp_path / "out.json")
    back = read_questions(tmp_path / "out.json").questions
    assert [question.quotes for question in back] == [question.quotes for question in source.questions]
    assert [question.answerable for question in back] == [question.answerable for question in source.questions]
    assert back[0].answers == source.questions[0].answers


def test_multihop_retrieval_is_measured_by_its_script(source: Source, tmp_path: Path) -> None:
    convert(source, "multihop-retrieval", tmp_path / "out.json")
    [first, *_] = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert set(first) >= {"query", "answer", "question_type", "retrieval_list", "gold_list"}
    found = rank_multihop(tmp_path / "out.json")
    assert found["multihop_hit@10"]["n"] == 4
    assert found["multihop_hit@10"]["value"] == 1


def test_labelled_rag(source: Source, tmp_path: Path) -> None:
    convert(source, "labelled-rag", tmp_path / "out.json")
    back = read_questions(tmp_path / "out.json").questions
    assert [question.question for question in back] == [question.question for question in source.questions]
    assert back[0].quotes == source.questions[0].quotes
    convert(source, "rag-predictions", tmp_path / "predictions.json")
    predictions = json.loads((tmp_path / "predictions.json").read_text(encoding="utf-8"))["predictions"]
    assert len(predictions) == 6
    assert predictions[0]["contexts"][0] in source.answers[0]["passages"][0]["text"]


def test_squad_points_at_the_answer(source: Source, tmp_path: Path) -> None:
    convert(source, "squad", tmp_path / "out.json")
    value = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    for article in value["data"]:
        for paragraph in article["paragraphs"]:
            for item in paragraph["qas"]:
                for answer in item["answers"]:
                    start = answer["answer_start"]
                    assert paragraph["context"][start : start + len(answer["text"])] == answer["text"]
    back = read_questions(tmp_path / "out.json").questions
    assert [question.answers for question in back] == [("noon on Tuesday",)] * 4
    assert write_articles(articles_of(tmp_path / "out.json"), tmp_path / "articles.jsonl") == 4
    ids = {json.loads(line)["id"] for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()}
    assert {name for question in back for name in question.gold_articles} == ids


def test_beir(source: Source, tmp_path: Path) -> None:
    convert(source, "beir", tmp_path / "beir")
    back = read_questions(tmp_path / "beir").questions
    assert {question.id: question.gold_articles for question in back} == {f"q{n}": (f"story-{n}",) for n in range(1, 5)}
    assert len(list(articles_of(tmp_path / "beir"))) == 6


def test_trec_there_and_back(source: Source, tmp_path: Path) -> None:
    convert(source, "trec-run", tmp_path / "run.trec")
    convert(source, "trec-qrels", tmp_path / "qrels.txt")
    qrels, run = read_qrels(tmp_path / "qrels.txt"), read_run(tmp_path / "run.trec")
    assert qrels["q2"] == {"story-2": 1}
    assert run["q2"][0] == "story-2"
    found = rank_trec(tmp_path / "run.trec", tmp_path / "qrels.txt")
    ours = rankings(qrels, run)
    assert found["MRR@10"]["value"] == sum(row["MRR@10"] for row in ours.values()) / 4


def test_ties_in_a_run_are_broken_as_trec_eval_does(tmp_path: Path) -> None:
    import pytrec_eval

    lines = [f"q Q0 {name} 1 1.0 x\n" for name in ("b", "d", "a", "c")]
    (tmp_path / "run").write_text("".join(lines), encoding="utf-8")
    ranked = read_run(tmp_path / "run")["q"]
    theirs = pytrec_eval.RelevanceEvaluator({"q": {"c": 1}}, {"recip_rank"}).evaluate(
        {"q": dict.fromkeys(("b", "d", "a", "c"), 1.0)}
    )
    assert theirs["q"]["recip_rank"] == 1 / (ranked.index("c") + 1)


@pytest.mark.parametrize("form", ["trec-run", "multihop-retrieval", "rag-predictions"])
def test_what_is_of_a_run_needs_one(form: str, questions: QuestionSet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is of a run"):
        convert(Source(questions.questions), form, tmp_path / "out")


def test_what_needs_the_archive_says_so(questions: QuestionSet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the archive"):
        convert(Source(questions.questions), "beir", tmp_path / "out")


@pytest.mark.parametrize("line", ["q Q0 a 1 x tag", "q Q0 a 1 1.0", "q"])
def test_bad_lines_of_a_run_are_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "run").write_text(f"q Q0 b 1 1.0 tag\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="run:2"):
        read_run(tmp_path / "run")


@pytest.mark.parametrize(
    "text", ["[{}]", "{}", "nonsense", '[{"question_type": "x", "gold_list": [], "retrieval_list": 3}]']
)
def test_what_is_no_retrieval_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="no retrieval file"):
        rank_multihop(tmp_path / "r.json")
