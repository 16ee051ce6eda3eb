"""The versions of an article as a reader sees them, each with what changed; the search knows the last one only."""

from pathlib import Path

import pytest

from assistant import NewsAssistant, Settings
from assistant.errors import InputError
from assistant.index.openvino_embedder import OpenVinoEmbedder
from tests.index.tiny import TinyDesk, story, write_rows

OLD = "The bridge over the river Esk will be closed for eleven weeks from the first Monday of March."
NEW = "Engineers found nothing wrong with the crossing, and traffic is not held up at all."
REST = "The council met on Thursday evening to hear the plan. Shops nearby fear for their trade all the same."


def test_every_version_with_what_changed(desk: TinyDesk, tmp_path: Path) -> None:
    first = story(1)
    desk.ingest_rows(tmp_path / "a.jsonl", [first])
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=first["text"].replace("41 passengers", "42 passengers"))])
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=first["text"].replace("engine", "engnie"), title="Late")])
    notes = desk.versions("story-1")
    assert [(note.version, note.is_current) for note in notes] == [(1, False), (2, False), (3, True)]
    assert [[change.kind for change in note.changes] for note in notes] == [
        [], ["number"], ["headline", "typo", "number"],
    ]  # fmt: skip
    change = notes[1].changes[0]
    for version, start, end, words in (
        (1, change.before_start, change.before_end, change.before),
        (2, change.after_start, change.after_end, change.after),
    ):
        assert desk.article("story-1", version).text[start:end] == words
    assert notes[0].seen_at <= notes[2].seen_at
    assert notes[0].seen_at.endswith("+00:00")
    with pytest.raises(InputError, match="no article nowhere"):
        desk.versions("nowhere")


class RealDesk(NewsAssistant):
    """The assistant with the packaged model that the session has loaded."""

    def __init__(self, settings: Settings, real: OpenVinoEmbedder) -> None:
        super().__init__(settings)
        self.real = real

    def embedder(self) -> OpenVinoEmbedder:
        return self.real


def test_an_old_sentence_is_not_found_and_stands_in_the_history(
    real_embedder: OpenVinoEmbedder, tmp_path: Path
) -> None:
    def row(sentence: str) -> dict[str, object]:
        return story(1, id="bridge", title="Works on the crossing", text=f"{sentence} {REST}", language="en")

    with RealDesk(Settings(data_dir=tmp_path / "indexes"), real_embedder) as desk:
        others = [story(number, language="en") for number in range(2, 6)]
        desk.ingest([write_rows(tmp_path / "a.jsonl", [row(OLD), *others])])
        assert any(OLD in item.text for item in desk.search(OLD))
        report = desk.ingest([write_rows(tmp_path / "b.jsonl", [row(NEW)])])
        assert [line.outcome for line in report.report] == ["updated"]
        found = desk.search(OLD, k=20)
        assert any(NEW in item.text for item in found)
        assert not any("eleven weeks" in item.text for item in found)
        assert OLD in desk.article("bridge", 1).text
        change = desk.versions("bridge")[1].changes[0]
        assert desk.article("bridge", 1).text[change.before_start : change.before_end] == OLD
