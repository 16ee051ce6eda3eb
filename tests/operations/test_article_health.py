"""Dates, silences, teasers and languages, each told when it is there and not when it is not."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from assistant.catalog.snapshot import Snapshot
from assistant.operations.article_health import date_health, language_health, silence_health, teaser_health
from assistant.operations.finding import Finding
from tests.index.tiny import Row, TinyDesk, story

TODAY = dt.date(2024, 6, 1)
Look = Callable[[Snapshot], Iterable[Finding]]


def found(desk: TinyDesk, path: Path, rows: Iterable[Row], look: Look) -> list[Finding]:
    desk.ingest_rows(path / "a.jsonl", rows)
    with desk._catalog.snapshot() as snapshot:
        return list(look(snapshot))


def day(number: int) -> str:
    return (dt.date(2023, 1, 1) + dt.timedelta(days=number)).isoformat()


def dated(snapshot: Snapshot) -> Iterable[Finding]:
    return date_health(snapshot, TODAY)


def test_good_dates_are_ok(desk: TinyDesk, tmp_path: Path) -> None:
    [only] = found(desk, tmp_path, [story(n, published_at=day(n)) for n in range(25)], dated)
    assert (only.severity, only.message) == ("ok", "25 of 25 articles have a date, none a strange one.")


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["1970-01-01T00:00:00Z"], "1 article dated on 1 January 1970"),
        (["2024-06-09", "2024-06-20"], "2 articles dated in the future"),
    ],
)
def test_strange_dates_are_told_with_examples(dates: list[str], words: str, desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(n, published_at=date) for n, date in enumerate([*dates, "2024-06-02"])]
    [only] = found(desk, tmp_path, rows, dated)
    assert only.severity == "warning"
    assert only.message.startswith(words)
    assert "story-0" in only.message
    assert only.remedy


def test_one_date_for_all_and_many_without_one_are_told(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(n) for n in range(20)] + [story(n, published_at=None) for n in range(20, 50)]
    messages = [finding.message for finding in found(desk, tmp_path, rows, dated)]
    assert messages == [
        "All 20 dated articles have the same date.",
        "30 of 50 articles have no date; limits by date leave them out.",
    ]


def test_an_outlet_that_fell_silent_is_told(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(n, published_at=day(n), source="Sample Gazette") for n in range(25)]
    rows += [story(100 + n, published_at=day(4 * n), source="Sample Courier") for n in range(25)]
    [only] = found(desk, tmp_path, rows, silence_health)
    assert only.severity == "info"
    assert only.message == "Sample Gazette published every 1 day and has had nothing since 2023-01-25, 72 days."


def test_outlets_that_go_on_or_are_small_are_no_finding(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(n, published_at=day(n * 7), source="Sample Weekly") for n in range(25)]
    rows += [story(100 + n, published_at=day(n), source="Sample Novelty") for n in range(5)]
    [only] = found(desk, tmp_path, rows, silence_health)
    assert only.severity == "ok"


def test_languages_are_counted(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(n, language="en" if n < 20 else "da") for n in range(25)]
    [only] = found(desk, tmp_path, rows, language_health)
    assert only.severity == "info"
    assert "5 of 25 articles are not English (en 20, da 5)" in only.message


def test_no_teasers_are_no_finding(desk: TinyDesk, tmp_path: Path) -> None:
    [only] = found(desk, tmp_path, [story(1)], teaser_health)
    assert only.severity == "ok"


@pytest.mark.parametrize(("teasers", "severity"), [(1, "info"), (5, "warning")])
def test_teasers_are_counted(teasers: int, severity: str, desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(n) for n in range(20)])
    from assistant.catalog.writer import CatalogWriter

    writer = CatalogWriter(tmp_path / "indexes")
    writer._connection.execute("UPDATE versions SET access = 'teaser' WHERE version_key <= ?", (teasers,))
    writer.close()
    with desk._catalog.snapshot() as snapshot:
        [only] = teaser_health(snapshot)
    assert only.severity == severity
    assert f"{teasers} of 20 articles {'is a teaser' if teasers == 1 else 'are teasers'}" in only.message
