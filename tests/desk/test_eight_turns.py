"""A conversation of eight turns over the sample archive, five of which lean on the one before."""

import shutil
from pathlib import Path

from assistant import Answer, NewsAssistant

TURNS = (
    ("Who commanded Artemis II?", ""),
    ("When did it launch?", "When did Artemis II launch?"),
    ("Who else was on board?", "Who else was on board (Artemis II)?"),
    ("Why did Liz Truss resign?", ""),
    ("Who replaced her?", "Who replaced Liz Truss?"),
    ("How many people died in the floods of Derna?", ""),
    ("What caused them?", "What caused the floods of Derna?"),
    ("Who was blamed for that?", "Who was blamed for that (the floods of Derna)?"),
)
TOPICS = ("Artemis", "Artemis", "Artemis", "Truss", "Truss", "Derna", "Derna", "Derna")


def test_each_turn_is_about_what_its_reader_means(sample_desk: NewsAssistant, tmp_path: Path) -> None:
    shutil.copytree(sample_desk.settings.data_dir, tmp_path / "indexes")
    settings = sample_desk.settings.model_copy(update={"data_dir": tmp_path / "indexes"})
    with NewsAssistant(settings) as desk:
        answers = [desk.ask(question, conversation="one", today="2026-11-01") for question, _ in TURNS]
        assert [answer.rewritten for answer in answers] == [rewritten for _, rewritten in TURNS]
        found = [topic for topic, answer in zip(TOPICS, answers, strict=True) if topic in nearest(desk, answer)]
        assert len(found) >= len(TURNS) - 1
        assert sum(not answer.refused for answer in answers) >= len(TURNS) - 3
        for answer in answers:
            for item in answer.citations:
                assert desk.article(item.article_id, item.version).text[item.start : item.end] == item.quote
        assert [turn.answer["rewritten"] for turn in desk.conversations.turns("one")] == [it for _, it in TURNS]


def nearest(desk: NewsAssistant, answer: Answer) -> str:
    """The whole article that bears on an answer most."""
    article_id = answer.citations[0].article_id if answer.citations else answer.passages[0].article_id
    article = desk.article(article_id)
    return f"{article.title} {article.text}"
