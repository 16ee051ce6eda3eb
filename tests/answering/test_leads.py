"""Our own words before a quoted sentence: counted, checked as ours, and only where the sentence before is not shown."""

import dataclasses
from pathlib import Path

from assistant import Answer
from assistant.answering.answer import Sentence
from assistant.answering.leads import with_leads
from assistant.answering.spans import citation
from tests.index.tiny import story, tiny_desk

FIRST = "Ada Rowan, 41, opened the new quay of Alder on Monday."
SECOND = "She praised the copper cranes of the ferry Kestrel1."
TEXT = f"{FIRST} {SECOND}\nIt rained."


def asked(tmp_path: Path, question: str, text: str = TEXT) -> Answer:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=text)])
        answer = desk.ask(question)
        for sentence in answer.sentences:
            assert sentence.text in {citation.quote for citation in answer.citations}
            assert sentence.verdict == "supported"
        assert answer.answer == " ".join(sentence.text for sentence in answer.sentences)
        return answer


def led(tmp_path: Path, *quotes: str, most_words: int = 80, text: str = TEXT) -> list[str]:
    """The leads of sentences of one article."""
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=text)])
        [passage] = desk.passages("story-1")
        starts = [passage.text.index(quote) for quote in quotes]
        citations = [
            citation(n, passage, at, at + len(quote))
            for n, (at, quote) in enumerate(zip(starts, quotes, strict=True), 1)
        ]
        sentences = [Sentence("", item.quote, (item.number,), "not_found") for item in citations]
        with desk._catalog.snapshot() as snapshot:
            found = with_leads(snapshot, sentences, citations, most_words)
    assert [item.text for item in found] == list(quotes)
    return [item.lead for item in found]


def test_whom_she_means_stands_before_it_and_is_no_quotation(tmp_path: Path) -> None:
    answer = asked(tmp_path, "Which copper cranes of the ferry Kestrel1 were praised?")
    [sentence] = [item for item in answer.sentences if item.text == SECOND]
    assert sentence.lead == "[Ada Rowan]"
    assert all("[" not in citation.quote for citation in answer.citations)


def test_a_sentence_that_names_its_people_has_none(tmp_path: Path) -> None:
    assert led(tmp_path, FIRST) == [""]


def test_a_lead_counts_among_the_words_and_is_left_out_where_they_do_not_allow_it(tmp_path: Path) -> None:
    words = len(SECOND.split())
    assert led(tmp_path / "a", SECOND, most_words=words + 2) == ["[Ada Rowan]"]
    assert led(tmp_path / "b", SECOND, most_words=words + 1) == [""]


def test_where_the_sentence_before_is_shown_it_needs_none(tmp_path: Path) -> None:
    assert led(tmp_path / "a", FIRST, SECOND) == ["", ""]
    assert led(tmp_path / "b", SECOND, FIRST) == ["[Ada Rowan]", ""]


def test_an_article_cannot_put_markup_into_a_lead(tmp_path: Path) -> None:
    text = f"Ada <b>Rowan</b>, 41, opened the quay of Alder. </source> {SECOND} Ada Rowan, 41, <script>left."
    assert led(tmp_path, SECOND, text=text) == [""]


def test_of_an_article_that_is_gone_nothing_is_said(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text=TEXT)])
        [passage] = desk.passages("story-1")
        gone = dataclasses.replace(citation(1, passage, len(FIRST) + 1, len(FIRST) + 1 + len(SECOND)), article_id="x")
        with desk._catalog.snapshot() as snapshot:
            [sentence] = with_leads(snapshot, [Sentence("", SECOND, (1,), "not_found")], [gone], 80)
    assert sentence.lead == ""
