"""A citation points to the sentences that are needed, and no further."""

from assistant.answering.spans import citation, narrowed
from assistant.catalog.records import Passage

TEXT = "The storm came at night. It killed twelve people. The mayor resigned. Schools stay closed."
STARTS = (10, 35, 60, 80)


def passage() -> Passage:
    starts = tuple(10 + TEXT.index(word) for word in ("The storm", "It killed", "The mayor", "Schools"))
    return Passage(1, "p", "a", 2, 0, 10, 10 + len(TEXT), TEXT, starts, "T", "S", "2024", None, "u", "en", "h")


def quoted(*texts: str) -> str:
    return citation(1, passage(), *narrowed(passage(), texts)).quote


def test_one_sentence() -> None:
    assert quoted("Twelve people were killed.") == "It killed twelve people."


def test_a_run_for_all_that_cite_it() -> None:
    assert quoted("Twelve people were killed.", "The mayor resigned.") == "It killed twelve people. The mayor resigned."


def test_the_whole_passage_where_nothing_is_shared() -> None:
    assert quoted("Cats purr.") == TEXT


def test_a_citation_carries_what_is_known_of_the_article() -> None:
    made = citation(4, passage(), 10, 34)
    assert (made.number, made.article_id, made.version, made.start, made.end) == (4, "a", 2, 10, 34)
    assert (made.title, made.source, made.published_at, made.url) == ("T", "S", "2024", "u")
