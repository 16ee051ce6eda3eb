"""The verb that counts and lists articles."""

from tests.cli.conftest import Command


def test_count_prints_the_number_what_was_looked_for_and_the_outlets(command: Command) -> None:
    result = command("count", "How many articles about the ferry are there?")
    assert result.code == 0
    assert result.out == (
        "6 articles.\nLooked for: articles with “ferry” in one passage or title.\n\n        6  Sample Courier\n"
    )
    value = command("count", "How many articles about the ferry in March?", "--today", "2024-04-10", "--json").object
    assert (value["articles"], value["sources"], value["periods"]) == (
        6, {"Sample Courier": 6}, ["2024-03-01 to 2024-03-31"],
    )  # fmt: skip
    assert command("count", "How many articles are there?", "--until", "2024-01-01").out.startswith("No article")


def test_a_list_names_the_articles(command: Command) -> None:
    lines = command("count", "List articles about Kestrel3").out.splitlines()
    assert lines[0] == "1 article."
    assert lines[-1] == "  - Ferry Kestrel3 arrives · Sample Courier · 2024-03-29  story-3"


def test_what_is_no_counting_is_refused_with_how_to_ask(command: Command) -> None:
    result = command("count", "How many passengers were on board?")
    assert result.code == 2
    assert "neither counts nor lists articles" in result.err
    assert "news-assistant count" in result.err
