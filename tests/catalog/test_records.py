"""A passage knows its sentences to the character."""

from assistant.catalog.records import Passage


def passage(text: str, start: int, sentences: tuple[int, ...]) -> Passage:
    return Passage(
        1, "id", "a", 1, 0, start, start + len(text), text, sentences, None, None, None, None, None, None, "hash"
    )


def test_spans_leave_out_the_space_between_sentences() -> None:
    text = "One. \n Two.  Three"
    found = passage(text, 100, (100, 107, 113)).sentence_spans()
    assert found == [(100, 104), (107, 111), (113, 118)]
    assert [text[start - 100 : end - 100] for start, end in found] == ["One.", "Two.", "Three"]


def test_a_single_sentence_is_the_passage() -> None:
    assert passage("All of it.", 7, (7,)).sentence_spans() == [(7, 17)]
