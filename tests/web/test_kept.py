from dataclasses import replace

from assistant.answering.answer import Answer, Disagreement, Side, Statement, Support
from assistant.answering.checks.reason import Reason
from assistant.desk.turns import kept
from assistant.web.kept import answer_of
from tests.web.fake_desk import FakeDesk


def back(answer: Answer) -> Answer | None:
    return answer_of(kept(answer))


def test_an_answer_comes_back_as_it_was_kept() -> None:
    plain = FakeDesk().answer("canal ships")
    doubted = replace(plain.sentences[0], verdict="partly", reasons=(Reason("number", "360"),))
    statement = Statement("422", "suez-2", 1, "T", "S", "2024", None, 0, 3, "422")
    answer = replace(
        plain,
        sentences=(doubted, *plain.sentences[1:]),
        answer_id="01",
        rewritten="x",
        freshness="Old.",
        counted="6 articles.",
        counts={"partly": 1, "unknown_citations": 2},
        writer="generative",
        note="The model broke off.",
        support=Support(2, 2, 1),
        disagreements=(Disagreement("ships", "differs", (statement,)),),
        sides=(Side("S", (plain.citations[0],)), Side("None", ())),
    )
    found = back(answer)
    assert found is not None
    coverage = replace(answer.coverage, sources={})
    assert found == replace(answer, coverage=coverage, passages=found.passages)
    assert [item.text for item in found.passages] == [item.text for item in answer.passages]


def test_a_refusal_comes_back_with_what_was_near() -> None:
    answer = FakeDesk().answer("chess")
    found = back(answer)
    assert found is not None
    assert found.coverage.nearest == answer.coverage.nearest
    named = replace(answer, coverage=replace(answer.coverage, months={"2021-03": 4}))
    assert (back(named) or named).coverage.months == {"2021-03": 4}
    assert back(named) is not None


def test_what_was_taken_out_is_no_answer() -> None:
    assert answer_of({"answer": "This turn was taken out."}) is None
