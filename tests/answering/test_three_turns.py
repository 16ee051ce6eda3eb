"""Ten sources over three turns: every number opens the very words it stands behind, in every turn."""

from pathlib import Path

from tests.index.tiny import story, tiny_desk

TOPICS = ("engine", "captain", "harbour", "crew", "pilot", "storm", "cargo", "lamp", "mast", "anchor")


def test_every_marker_of_every_turn_opens_its_own_span(tmp_path: Path) -> None:
    rows = [
        story(
            number,
            source=f"Outlet {number}",
            text=f"The ferry Kestrel had trouble with its {topic} near Port Alder. It was checked{number} by hand.",
        )
        for number, topic in enumerate(TOPICS)
    ]
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", rows)
        cited: list[set[str]] = []
        first: list[str] = []
        for question in (
            "What trouble did the ferry Kestrel have near Port Alder?",
            "Was the captain checked?",
            "And the anchor?",
        ):
            answer = desk.ask(question, conversation="one")
            by_number = {citation.number: citation for citation in answer.citations}
            assert list(by_number) == list(range(1, len(by_number) + 1))
            for sentence in answer.sentences:
                assert {by_number[number].quote for number in sentence.citations} == {sentence.text}
            for item in answer.citations:
                assert desk.article(item.article_id, item.version).text[item.start : item.end] == item.quote
            first.append(answer.citations[0].article_id)
            cited.append({item.quote for item in answer.citations})
        kept = desk.conversations.turns("one")
        assert [{item["quote"] for item in turn.answer["citations"]} for turn in kept] == cited
        assert first[1:] == [f"story-{TOPICS.index(topic)}" for topic in ("captain", "anchor")]
