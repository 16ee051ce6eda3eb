"""Every sentence against the very text it cites: changed, partial and foreign citations are told."""

import dataclasses
from pathlib import Path

import pytest

from assistant.answering.answer import Citation, Sentence
from assistant.answering.checks.reason import Reason
from assistant.answering.verification import (
    NOT_FOUND,
    PARTLY,
    SUPPORTED,
    cited_texts,
    judged,
    verdict_counts,
    verdict_of,
)
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


def judge(text: str, *citations: Citation) -> tuple[str, tuple[Reason, ...]]:
    by_number = {citation.number: citation for citation in citations}
    return judged(Sentence("", text, tuple(by_number), "supported"), by_number, TEXTS)


def test_a_verbatim_quote_is_supported() -> None:
    assert verdict(FIRST, cite()) == SUPPORTED
    assert verdict(FIRST, cite(2, "b", end=10), cite()) == SUPPORTED


@pytest.mark.parametrize(
    ("text", "expected", "check"),
    [
        (FIRST.replace("not ", ""), NOT_FOUND, "negation"),
        ("The landlord sings at the town hall on Friday.", NOT_FOUND, "words"),
        ("The tenant may stay until May.", NOT_FOUND, "words"),
        (FIRST.replace("lease", "rent"), PARTLY, "words"),
        (FIRST.replace("the lease", "Hall’s lease"), PARTLY, "name"),
        (FIRST.replace("the lease", "12 leases"), PARTLY, "number"),
        (FIRST[:-1] + " on Friday.", PARTLY, "date"),
        ("“The landlord may end the lease”", NOT_FOUND, "quote_invented"),
        ("“The landlord is … permitted to end the lease.”", NOT_FOUND, "quote_hides_negation"),
        (FIRST[:-1] + " “until May”.", PARTLY, "quote_elsewhere"),
    ],
)
def test_a_changed_sentence_is_not_supported_and_says_why(text: str, expected: str, check: str) -> None:
    verdict, reasons = judge(text, cite())
    assert verdict == expected
    assert check in {reason.check for reason in reasons}


@pytest.mark.parametrize("text", [FIRST.lower(), FIRST[:-1] + "!", "is not permitted to end the lease"])
def test_what_says_the_same_is_supported(text: str) -> None:
    assert judge(text, cite()) == (SUPPORTED, ())


def test_part_of_a_sentence_that_says_the_opposite_is_not_found() -> None:
    assert verdict("permitted to end the lease", cite()) == NOT_FOUND


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


def test_a_sentence_may_rest_on_two_sources() -> None:
    texts = TEXTS | {("c", 1): "The mayor of Alder resigned."}
    both = {1: cite(), 2: cite(2, "c", end=28, quote="The mayor of Alder resigned.")}
    assert judged(Sentence("", "The mayor of Alder resigned.", (1, 2), ""), both, texts) == (SUPPORTED, ())
    assert judged(Sentence("", "The mayor of Alder resigned.", (1,), ""), both, texts)[0] == NOT_FOUND


def test_a_date_of_issue_that_is_only_a_year_is_no_day() -> None:
    dated = dataclasses.replace(cite(), published_at="2023")
    checks = [
        {reason.check for reason in judge(FIRST[:-1] + end, dated)[1]} for end in (" in 2023.", " on 3 May 2023.")
    ]
    assert ["date" in failed for failed in checks] == [False, True]


def test_verdicts_are_counted() -> None:
    sentences = [Sentence("", "A.", (), name) for name in (SUPPORTED, PARTLY, SUPPORTED)]
    assert verdict_counts(sentences) == {SUPPORTED: 2, PARTLY: 1, NOT_FOUND: 0}


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
