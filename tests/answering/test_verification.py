"""Every sentence against the very text it cites: changed, partial and foreign citations are told."""

from pathlib import Path

import pytest

from assistant.answering.answer import Citation, Sentence
from assistant.answering.verification import NOT_FOUND, PARTLY, SUPPORTED, cited_texts, verdict_of
from tests.index.tiny import story, tiny_desk

TEXT = "The landlord is not permitted to end the lease. The tenant may stay until May."
TEXTS = {("a", 1): TEXT, ("a", 2): TEXT.replace("not ", ""), ("b", 1): "Something else altogether was said."}
FIRST = TEXT[:47]


def cite(
    number: int = 1, article: str = "a", version: int = 1, start: int = 0, end: int = 47, quote: str = FIRST
) -> Citation:
    return Citation(number, article, version, None, None, None, None, start, end, quote)


def verdict(text: str, *citations: Citation, numbers: tuple[int, ...] | None = None) -> str:
    by_number = {citation.number: citation for citation in citations}
    sentence = Sentence("", text, tuple(by_number) if numbers is None else numbers, "supported")
    return verdict_of(sentence, by_number, TEXTS)


def test_a_verbatim_quote_is_supported() -> None:
    assert verdict(FIRST, cite()) == SUPPORTED
    assert verdict(FIRST, cite(2, "b", end=10), cite()) == SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        FIRST.replace("not ", ""),
        FIRST.replace("lease", "rent"),
        FIRST.lower(),
        FIRST[:-1] + "!",
        "The tenant may stay until May.",
        FIRST + " Indeed.",
    ],
)
def test_a_changed_sentence_is_not_found(text: str) -> None:
    assert verdict(text, cite()) == NOT_FOUND


def test_a_part_of_a_quote_is_partly_supported() -> None:
    assert verdict("is not permitted to end the lease", cite()) == PARTLY


def test_a_citation_of_another_article_does_not_support() -> None:
    assert verdict(FIRST, cite(article="b")) == NOT_FOUND


def test_a_citation_of_another_version_does_not_support() -> None:
    assert verdict(FIRST, cite(version=2)) == NOT_FOUND


def test_a_citation_of_an_unknown_article_or_version_does_not_support() -> None:
    assert verdict(FIRST, cite(article="gone")) == NOT_FOUND
    assert verdict(FIRST, cite(version=9)) == NOT_FOUND


def test_a_quote_that_the_citation_only_claims_does_not_support() -> None:
    assert verdict("It was never said.", cite(quote="It was never said.")) == NOT_FOUND


def test_a_shifted_span_does_not_support() -> None:
    assert verdict(FIRST, cite(start=1, end=48)) == NOT_FOUND


def test_no_citation_and_an_unknown_number_support_nothing() -> None:
    assert verdict(FIRST) == NOT_FOUND
    assert verdict(FIRST, cite(), numbers=(7,)) == NOT_FOUND


def test_texts_are_those_of_the_cited_versions(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text="Version one."), story(1, text="Version two.")])
        with desk._catalog.snapshot() as snapshot:
            cited = {
                1: cite(1, "story-1", 1),
                2: cite(2, "story-1", 2),
                3: cite(3, "story-1", 3),
                4: cite(4, "nobody", 1),
            }
            assert cited_texts(snapshot, cited) == {("story-1", 1): "Version one.", ("story-1", 2): "Version two."}
            assert cited_texts(snapshot, {}) == {}
