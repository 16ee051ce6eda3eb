"""Each kind of change is told from the others, with the sentences and where they stand in both versions."""

import dataclasses
import time

import pytest

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.index.changes import KINDS, Change, changes_between, kind_of

TEXT = (
    "The ferry Kestrel reached Port Alder at noon on Tuesday. "
    "Captain Rowan said: “The engine stopped twice on the way.” "
    "Nobody was hurt, and all 214 passengers were taken to the town hall. "
    "The harbour master will publish a report in spring."
)
ARTICLE = Article("a", TEXT, title="Ferry arrives", source="Sample Courier", language="da")


def after(text: str, **fields: object) -> tuple[Change, ...]:
    return changes_between(ARTICLE, dataclasses.replace(ARTICLE, text=text, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "later", "kind"),
    [
        ("214 passengers", "215 passengers", "number"),
        ("Nobody was hurt", "Three were hurt", "number"),
        ("stopped twice", "never stopped", "quote"),
        ("harbour master", "harbuor master", "typo"),
        ("passengers", "pasengers", "typo"),
        ("reached Port", "reached the the Port", "wording"),
        ("on Tuesday", "on on Tuesday", "typo"),
        ("town hall", "town hall,", "typo"),
        ("in spring", "in autumn", "wording"),
        ("will publish", "will not publish", "wording"),
        ("noon", "moon", "wording"),
        ("The ferry Kestrel", "Correction: the ferry Kestrel", "correction"),
    ],
)
def test_a_changed_sentence_is_of_one_kind(before: str, later: str, kind: str) -> None:
    text = TEXT.replace(before, later)
    [change] = after(text)
    assert (change.kind, change.field) == (kind, "text")
    assert before in change.before
    assert later in change.after
    assert TEXT[change.before_start : change.before_end] == change.before
    assert text[change.after_start : change.after_end] == change.after


def test_a_number_outweighs_a_slip_and_a_notice_outweighs_a_number() -> None:
    assert kind_of("All 214 passengers came.", "All 215 pasengers came.") == "number"
    assert kind_of("All 214 came.", "An earlier version of this article said that 214 came.") == "correction"
    assert kind_of("1,200 came.", "1200 came.") == "typo"
    assert kind_of("He said “yes, in May”.", 'He said "yes, in May".') == "typo"
    assert kind_of("Costs rose to 2 million.", "Costs rose to 2 billion.") == "number"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("approve the plan", "disapprove the plan"),
        ("would come", "could come"),
        ("is gone", "isn't gone"),
        ("he", "she"),
    ],
)
def test_another_word_is_no_slip(one: str, other: str) -> None:
    assert kind_of(f"They say {one} today.", f"They say {other} today.") == "wording"


def test_what_came_and_what_went_stands_alone() -> None:
    new = "Divers searched the hull for damage on Wednesday morning."
    [change] = after(f"{TEXT} {new}")
    assert (change.kind, change.before, change.after, change.before_start) == ("added", "", new, None)
    assert change.after_start == len(TEXT) + 1
    last = "The harbour master will publish a report in spring."
    [change] = after(TEXT.removesuffix(f" {last}"))
    assert (change.kind, change.before, change.after, change.after_end) == ("removed", last, "", None)
    [change] = after(f"{TEXT}\nClarification: the ferry belongs to the town.")
    assert change.kind == "correction"


def test_what_only_moved_is_neither_gone_nor_new() -> None:
    first, rest = TEXT.split(". ", 1)
    found = after(f"{rest} {first}.")
    assert {change.kind for change in found} == {"moved"}
    assert len(found) == 2


def test_headline_and_details_have_kinds_of_their_own() -> None:
    day = PublishedAt("2024-03-29", 1_711_670_400, "day")
    found = after(TEXT, title="Ferry arrives late", source=None, authors=("Ada Moss", "Ben Thorn"), published_at=day)
    assert [(change.kind, change.field, change.before, change.after) for change in found] == [
        ("headline", "title", "Ferry arrives", "Ferry arrives late"),
        ("metadata", "source", "Sample Courier", ""),
        ("metadata", "authors", "", "Ada Moss, Ben Thorn"),
        ("metadata", "published_at", "", "2024-03-29"),
    ]


def test_other_spaces_and_lines_are_no_change() -> None:
    assert after(TEXT.replace(". ", ".\n\n").replace("all 214", "all  214")) == ()
    assert changes_between(ARTICLE, ARTICLE) == ()


def test_changes_come_in_reading_order_and_sentences_around_them_are_not_named() -> None:
    text = TEXT.replace("noon", "midday").replace("spring", "summer")
    text = text.replace(" Nobody", " Rain fell all day in the whole of the province. Nobody")
    found = after(text)
    assert [change.kind for change in found] == ["wording", "added", "wording"]
    starts = [change.after_start or 0 for change in found]
    assert starts == sorted(starts)


def test_a_text_that_is_all_new_is_removed_and_added() -> None:
    found = after("Elsewhere it snowed. Nothing else happened, said everybody.")
    assert {change.kind for change in found} == {"removed", "added"}
    assert {change.kind for change in found} <= set(KINDS)


def test_english_is_cut_by_the_english_splitter() -> None:
    earlier = dataclasses.replace(ARTICLE, language="en", text="Dr. Rowan came at 5 p.m. on Tuesday. All was well.")
    later = dataclasses.replace(earlier, text=earlier.text.replace("5 p.m.", "6 p.m."))
    [change] = changes_between(earlier, later)
    assert (change.kind, change.before) == ("number", "Dr. Rowan came at 5 p.m. on Tuesday.")


def test_two_long_texts_without_a_word_in_common_are_compared_in_no_time() -> None:
    earlier = dataclasses.replace(ARTICLE, text=" ".join(f"Sentence {n} said this." for n in range(3000)))
    later = dataclasses.replace(ARTICLE, text=" ".join(f"Another{n} did that twice." for n in range(3000)))
    started = time.monotonic()
    assert {change.kind for change in changes_between(earlier, later)} == {"removed", "added"}
    assert time.monotonic() - started < 10
