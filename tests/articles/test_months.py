"""Dates in other languages give the day that they name, and nothing where two languages would differ."""

import subprocess
import sys

import pytest

from assistant.articles.dates import parse_published
from tests.articles.conftest import NOW


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("12. März 2024", "2024-03-12"),
        ("Dienstag, 12. März 2024, 15:30 Uhr", "2024-03-12T15:30:00"),
        ("12 de marzo de 2024", "2024-03-12"),
        ("12 mar. 2024", "2024-03-12"),
        ("martes 12 abr 2024", "2024-04-12"),
        ("12 mars 2024 à 15h30", "2024-03-12T15:30:00"),
        ("1er août 2024", None),
        ("12 août 2024", "2024-08-12"),
        ("12 dicembre 2024 alle 15:30", "2024-12-12T15:30:00"),
        ("12 de março de 2024 às 15h30", "2024-03-12T15:30:00"),
        ("12 марта 2024 г., 15:30", "2024-03-12T15:30:00"),
        ("12 березня 2024", "2024-03-12"),
        ("12 marca 2024", "2024-03-12"),
        ("12 maart 2024", "2024-03-12"),
        ("12 Mart 2024", "2024-03-12"),
        ("12 Agustus 2024", "2024-08-12"),
        ("12 Ağustos 2024", "2024-08-12"),
        ("2024. március 12.", "2024-03-12"),
        ("2024 m. kovo 12 d.", "2024-03-12"),
        ("12 Μαρτίου 2024", "2024-03-12"),
        ("12 मार्च 2024", "2024-03-12"),
        ("١٢ مارس ٢٠٢٤", "2024-03-12"),
        ("2024年3月12日 15時30分", "2024-03-12T15:30:00"),
        ("2024년 3월 12일", "2024-03-12"),
        ("2024年3月", "2024-03"),
        ("ngày 12 tháng 3 năm 2024", "2024-03-12"),
        ("6. 1. 2026", "2026-01-06"),
        ("12 listopada 2024", None),
        ("12 Foobar 2024", None),
        ("31. Februar 2024", None),
    ],
)
def test_dates_in_other_languages(written: str, iso: str | None) -> None:
    at, remark = parse_published(written, now=NOW)
    assert (at and at.iso) == iso
    assert bool(remark) is (iso is None or "d." in written)


def test_a_date_in_english_loads_no_table() -> None:
    script = (
        "import sys; from datetime import datetime, UTC; from assistant.articles.dates import parse_published;"
        " parse_published('12 March 2024', now=datetime.now(UTC)); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
