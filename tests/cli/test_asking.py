"""The verbs of a reader: what they say beside the answer and the passages."""

from tests.cli.conftest import Command


def test_search_explains_itself_when_asked(command: Command) -> None:
    plain, explained = (command("search", "Kestrel3 engine", *more) for more in ((), ("--explain",)))
    assert "found by" not in plain.out
    assert "found by the words “Kestrel3”, “engine” (weight " in explained.out
    [first, *_] = command("search", "Kestrel3 engine", "--explain", "--json").object["passages"]
    assert (first["why"]["words"], first["why"]["held_back"]) == (["Kestrel3", "engine"], 0)
    assert "why" not in command("search", "Kestrel3", "--json").object["passages"][0]


def test_search_says_what_it_read_otherwise(command: Command) -> None:
    question = "Which ferry came on Tuesdey?"
    assert command("search", question).out.startswith("“Tuesdey” was read as “Tuesday”.\n 1. ")
    [spelling] = command("search", question, "--json").object["query"]["spellings"]
    assert spelling == {"words": "Tuesdey", "meant": "Tuesday"}
    assert command("search", "Which ferry came on Tuesday?").out.startswith(" 1. ")


def test_search_says_which_filter_leaves_nothing(command: Command) -> None:
    words = "The filter outlet Nobody leaves no article of this archive."
    assert command("search", "ferry", "--source", "Nobody").out.startswith(f"{words}\nNothing found.")
    query = command("search", "ferry", "--source", "Nobody", "--json").object["query"]
    assert (query["emptied_by"], query["notes"]) == (["sources"], [words])
    assert words in command("ask", "ferry", "--source", "Nobody").out
    assert "remarks" not in command("ask", "ferry", "--source", "Nobody", "--json").object["coverage"]


def test_ask_says_the_number_above_the_answer(command: Command) -> None:
    out = command("ask", "How many articles about the ferry are there?").out
    number = "6 articles. Looked for: articles with “ferry” in one passage or title."
    assert out.startswith(f"{number}\n\n")
    assert len(out.splitlines()) > 3
    refused = command("ask", "How many articles about the ferry are there?", "--set", "refusal_threshold=1").out
    assert refused.startswith(f"{number}\nThe archive holds")
    assert "found nothing" not in refused
    asked = command("ask", "How many articles about the ferry are there?", "--json").object
    assert asked["counted"] == number
    assert command("ask", "How many passengers were on board?", "--json").object["counted"] == ""
    assert not command("ask", "How many passengers were on board?").out.startswith("6 articles")
