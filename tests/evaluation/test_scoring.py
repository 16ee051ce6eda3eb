"""What one answer scores, worked out by hand on rows of our own."""

from typing import Any

import pytest

from assistant.evaluation.questions import parse_question
from assistant.evaluation.scoring import evidence_scores, is_right, refusal_scores, wording_scores


def answer(*sentences: str, refused: bool = False, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any key of an answer
    rows = [{"lead": "", "text": text, "citations": [1], "verdict": "supported"} for text in sentences]
    return {
        "answer": " ".join(sentences), "short_answer": "", "refused": refused, "sentences": rows, "passages": [],
        "citations": [], "timings": {"total": 5.0},
    } | fields  # fmt: skip


KESTREL = parse_question({"question": "Which ferry?", "answers": ["Kestrel"], "choices": ["Kestrel", "Merlin"]})


@pytest.mark.parametrize(
    ("row", "scores"),
    [
        (answer("It was late.", "The Kestrel came."), (1, 0, 0, 2 / 6)),
        (answer("The Kestrel came.", short_answer="Kestrel"), (1, 1, 1, 1)),
        (answer(refused=True, answer="I found nothing on Kestrel."), (0, 0, 0, 0)),
    ],
)
def test_wording(row: dict[str, Any], scores: tuple[float, ...]) -> None:
    found = wording_scores(KESTREL, row)
    names = ("contained", "contained_first", "exact_match", "token_f1")
    assert [found[name] for name in names] == pytest.approx(scores, abs=1e-9)
    assert "choice_accuracy" not in found


def test_a_choice_is_right_or_wrong_and_a_refusal_is_wrong() -> None:
    given: dict[str, Any] = {"choices": ["Kestrel", "Merlin"]}
    assert wording_scores(KESTREL, answer("x", short_answer="the Kestrel", **given))["choice_accuracy"] == 1
    assert wording_scores(KESTREL, answer("x", short_answer="Merlin", **given))["choice_accuracy"] == 0
    refused = wording_scores(KESTREL, answer(refused=True, short_answer="Kestrel", **given))
    assert (refused["choice_accuracy"], is_right(refused)) == (0, False)


def test_evidence_is_looked_for_in_the_first_passages() -> None:
    question = parse_question(
        {"question": "Which?", "answers": ["noon"], "evidence": [{"quote": "the ferry came"}, {"quote": "it rained"}]}
    )
    texts = ["nothing", "The sea. the  ferry\ncame at noon", *["nothing"] * 5, "it rained"]
    found = evidence_scores(question, answer(passages=[{"text": text} for text in texts]))
    assert [found[f"evidence_recall@{k}"] for k in (1, 4, 10)] == [0, 0.5, 1]
    assert [found[f"answer_in_passages@{k}"] for k in (1, 4, 10)] == [0, 1, 1]
    assert found["multihop_mrr"] == 0.5


def test_refusals_are_scored_by_themselves() -> None:
    can, cannot = KESTREL, parse_question({"question": "Who?", "type": "null_query"})
    no, yes = answer(refused=True), answer("x")
    assert refusal_scores(cannot, no) == {"refusal_recall": 1, "refusal_precision": 1}
    assert refusal_scores(cannot, yes) == {"refusal_recall": 0}
    assert refusal_scores(can, no) == {"wrongly_refused": 1, "refusal_precision": 0}
    assert refusal_scores(can, no, precision=False) == {"wrongly_refused": 1}
    assert refusal_scores(parse_question({"question": "Who?"}), no) == {}
    assert wording_scores(cannot, yes) == {}
    assert evidence_scores(cannot, yes) == {}
