"""Conversations of several readers: listed, searched, renamed, deleted and judged, and nobody sees another's."""

from pathlib import Path

import pytest

from assistant.desk.conversations import Conversations
from assistant.desk.feedback import LONGEST_COMMENT, Feedback
from assistant.errors import InputError, QuestionError, UsageError
from tests.desk.test_conversations import answer


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    """Two readers, each with a conversation of the same name, and one with a second."""
    found = Conversations(tmp_path / "indexes")
    for owner, name, question in [
        ("ann", "news", "Did it rain in Alder?"),
        ("ben", "news", "Who paid for the vellichor?"),
        ("ann", "more", "Who mended the bridge?"),
        ("ann", "news", "And in Birch?"),
    ]:
        found.add_turn(name, answer(question), owner=owner)
    return found


def test_each_sees_their_own(conversations: Conversations) -> None:
    listed = conversations.listed(owner="ann")
    assert [(item.conversation, item.title, item.turns) for item in sorted(listed, key=lambda it: it.title)] == [
        ("news", "Did it rain in Alder?", 2),
        ("more", "Who mended the bridge?", 1),
    ]
    assert [turn.question for turn in conversations.turns("news", owner="ben")] == ["Who paid for the vellichor?"]
    assert conversations.turns("more", owner="ben") == []
    assert conversations.listed(owner="cat") == []
    assert len(conversations.listed()) == 3
    assert [turn.number for turn in conversations.turns("news", owner="ann")] == [1, 2]


def test_nothing_of_another_can_be_read_or_changed(conversations: Conversations) -> None:
    [theirs] = conversations.turns("news", owner="ben")
    for act in (
        lambda: conversations.turn(theirs.answer_id, owner="ann"),
        lambda: conversations.record(theirs.answer_id, owner="ann"),
        lambda: conversations.forget(theirs.answer_id, owner="ann"),
        lambda: conversations.give_feedback(theirs.answer_id, Feedback("up"), owner="ann"),
        lambda: conversations.rename("more", "Mine", owner="ben"),
        lambda: conversations.delete("more", owner="ben"),
    ):
        with pytest.raises(InputError, match="There is no"):
            act()
    assert conversations.turn(theirs.answer_id, owner="ben") == conversations.turn(theirs.answer_id) == theirs
    assert len(conversations.turns()) == 4


@pytest.mark.parametrize(
    ("words", "found"),
    [("BIRCH", {"news"}), ("did alder", {"news"}), ("alder birch", set()), ("bridge", {"more"}), ("vellichor", set()),
     ("rained", {"news", "more"}), ("%", set()), ("\ud800", {"news", "more"})],
)  # fmt: skip
def test_search_finds_turns_with_all_words(words: str, found: set[str], conversations: Conversations) -> None:
    assert {item.conversation for item in conversations.listed(owner="ann", words=words)} == found


def test_renaming_changes_the_title_and_no_address(conversations: Conversations) -> None:
    conversations.rename("news", "Rain <b>", owner="ann")
    assert {item.conversation: item.title for item in conversations.listed(owner="ann")}["news"] == "Rain <b>"
    assert conversations.turns("news", owner="ann")
    with pytest.raises(QuestionError):
        conversations.rename("news", " ", owner="ann")
    with pytest.raises(UsageError, match="Several readers"):
        conversations.rename("news", "Whose?")
    assert {item.title for item in conversations.listed(owner="ben")} == {"Who paid for the vellichor?"}


def test_deleting_leaves_nothing_in_the_file(conversations: Conversations) -> None:
    with pytest.raises(UsageError, match="Several readers"):
        conversations.delete("news")
    conversations.delete("news", owner="ben")
    conversations.compact()
    assert conversations.turns(owner="ben") == []
    assert b"vellichor" not in b"".join(path.read_bytes() for path in conversations.path.parent.iterdir())
    assert len(conversations.turns(owner="ann")) == 3


def test_a_forgotten_answer_makes_room_for_another(conversations: Conversations) -> None:
    last = conversations.turns("news", owner="ann")[-1]
    conversations.forget(last.answer_id, owner="ann")
    assert conversations.add_turn("news", answer("And in Cedar?"), owner="ann") == 2
    assert [turn.question for turn in conversations.last_turns("news", 5, owner="ann")] == [
        "And in Cedar?",
        "Did it rain in Alder?",
    ]


def test_feedback_is_kept_and_may_change(conversations: Conversations) -> None:
    first = conversations.turns("news", owner="ann")[0]
    conversations.give_feedback(first.answer_id, Feedback("up"), owner="ann")
    judged = Feedback("down", "wrong", "It snowed. <script>")
    conversations.give_feedback(first.answer_id, judged, owner="ann")
    assert conversations.turn(first.answer_id).feedback == judged
    conversations.redact([first])
    assert conversations.turn(first.answer_id).feedback == Feedback("down", "wrong", "")


@pytest.mark.parametrize(
    "wrong", [Feedback("sideways"), Feedback("up", "because"), Feedback("up", "", "x" * (LONGEST_COMMENT + 1))]
)
def test_feedback_that_cannot_be_kept_is_refused(wrong: Feedback, conversations: Conversations) -> None:
    with pytest.raises(UsageError):
        conversations.give_feedback(conversations.turns()[0].answer_id, wrong)


def test_an_answer_may_be_kept_on_its_own(conversations: Conversations) -> None:
    assert conversations.add_turn(None, answer("Alone?"), owner="ann") == 0
    assert conversations.add_turn(None, answer("Alone again?"), owner="ann") == 0
    alone = [turn for turn in conversations.turns(owner="ann") if not turn.conversation]
    assert [(turn.question, turn.number) for turn in alone] == [("Alone?", 0), ("Alone again?", 0)]
    assert len(conversations.listed(owner="ann")) == 2


def test_a_redacted_turn_takes_the_title_along(conversations: Conversations) -> None:
    conversations.rename("news", "Alder's rain", owner="ann")
    conversations.redact(conversations.turns("news", owner="ann")[:1])
    assert {item.title for item in conversations.listed(owner="ann")} == {"", "Who mended the bridge?"}
