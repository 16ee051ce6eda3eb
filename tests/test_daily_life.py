"""An archive from day to day: the same dump again and again, only tomorrow's articles, one article updated."""

from pathlib import Path

from assistant.sample import sample_archive
from tests.index.tiny import TinyDesk, story


def test_the_same_dump_three_times_embeds_nothing_again(desk: TinyDesk) -> None:
    first = desk.ingest([sample_archive()])
    held = desk.status()
    assert first.new > 0
    assert first.passages_embedded == len(desk.tiny.embedded) > 0
    desk.tiny.embedded.clear()
    for _ in range(2):
        again = desk.ingest([sample_archive()])
        assert (again.passages_embedded, again.new, again.updated) == (0, 0, 0)
        assert len(again.report) == len(first.report)
        assert {line.outcome for line in again.report} <= {"unchanged", "rejected"}
        assert again.rejected == first.rejected
    assert desk.tiny.embedded == []
    after = desk.status()
    assert (after.articles, after.versions, after.passages) == (held.articles, held.versions, held.passages)


def test_only_tomorrows_articles_leave_yesterdays_where_they_are(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "monday.jsonl", [story(number) for number in range(5)])
    report = desk.ingest_rows(tmp_path / "tuesday.jsonl", [story(number) for number in range(5, 8)])
    assert (report.new, desk.status().articles) == (3, 8)
    for number in range(8):
        assert desk.search(f"Kestrel{number} Alder{number}")[0].article_id == f"story-{number}"


def test_an_updated_articles_old_sentence_is_history_and_not_found(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
    old = "Captain Rowan3 said that the engine had stopped twice on the way."
    changed = str(story(3)["text"]).replace(old, "Captain Rowan3 said that the engine had never stopped.")
    report = desk.ingest_rows(tmp_path / "b.jsonl", [story(3, text=changed)])
    assert (report.updated, desk.status().articles) == (1, 5)
    found = desk.search("Captain Rowan3 engine stopped twice", k=50)
    assert found[0].article_id == "story-3"
    assert not any(old in passage.text for passage in found)
    assert old in desk.article("story-3", 1).text
    assert old not in desk.article("story-3").text
