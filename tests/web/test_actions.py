from dataclasses import replace

from assistant.answering.answer import Support
from assistant.desk.feedback import Feedback
from assistant.web import actions
from tests.web.fake_desk import ARCHIVE, FakeDesk

ANSWER = replace(FakeDesk().answer("astronauts"), answer_id="0123456789abcdef")


def test_only_a_kept_answer_can_be_asked_about() -> None:
    assert actions.actions(replace(ANSWER, answer_id="")) == ""
    assert 'href="/answer/0123456789abcdef/why"' in actions.actions(ANSWER)


def test_a_judgement_given_before_is_shown() -> None:
    form = actions.feedback("1", Feedback("down", "outdated", '"><script>'))
    assert 'value="down" aria-pressed="true"' in form
    assert "<option selected>outdated</option>" in form
    assert "<script" not in form
    assert "hidden" not in form
    assert 'class="reason" hidden' in actions.feedback("1")


def test_what_can_be_asked_on_is_not_what_is_cited() -> None:
    asked = actions.following(ANSWER)
    cited = {citation.title for citation in ANSWER.citations}
    others = [piece.title for piece in ARCHIVE if piece.title not in cited]
    assert asked.count("<li>") == actions.MOST_FOLLOWING
    assert all(f"What happened: {title}?" in asked for title in others[:3])
    assert actions.following(replace(ANSWER, passages=())) == ""


def test_support_counts_origins() -> None:
    told = replace(ANSWER, support=Support(3, 2, 1))
    assert "Told by 3 articles of 2 outlets; 1 independent origin." in actions.support(told)
    assert actions.support(replace(ANSWER, support=Support(1, 1, 1))) == ""
