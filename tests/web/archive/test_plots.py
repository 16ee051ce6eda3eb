import re

from assistant.catalog.browsing import Month
from assistant.web.archive import plots


def test_every_month_has_a_bar_and_its_days() -> None:
    drawn = plots.bars({"2023-12": 4, "2024-02": 1})
    assert [(bar.name, bar.articles) for bar in drawn] == [
        ("December 2023", 4),
        ("January 2024", 0),
        ("February 2024", 1),
    ]
    assert (drawn[2].since, drawn[2].until) == ("2024-02-01", "2024-02-29")


def test_a_long_archive_is_drawn_by_year() -> None:
    drawn = plots.bars({"1987-03": 2, "1987-04": 3, "2026-01": 1})
    assert len(drawn) == 40
    assert (drawn[0].name, drawn[0].articles, drawn[0].until) == ("1987", 5, "1987-12-31")


def test_one_article_is_seen_beside_thousands() -> None:
    picture = plots.histogram(plots.bars({"2024-01": 9000, "2024-02": 1}))
    assert [float(height) for height in re.findall(r'class="bar".*? height="([\d.]+)"', picture)] == [100, 3]
    assert "9,001 dated articles from January 2024 to February 2024, most in January 2024 with 9,000" in picture


def test_outlets_share_one_scale_of_time() -> None:
    calendar = (Month("<b>", "2024-01", 1), Month("Quay", "2024-03", 5), Month("Quay", None, 1))
    table = plots.outlets(calendar)
    assert table.count("<g ") == 6
    assert table.index("Quay") < table.index("&lt;b&gt;")
    assert '<td class="count">6</td>' in table


def test_without_dates_there_is_no_picture() -> None:
    assert plots.histogram(plots.bars({})) == ""
    assert "no dates" in plots.outlets((Month("Quay", None, 1),))
