"""The one public door, and the keys that scripts may rely on."""

import ast
import inspect
import json
from pathlib import Path

import pytest

import assistant
from assistant import Answer, NewsAssistant
from assistant.errors import (
    AccessError,
    ForbiddenError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    InputError,
    ModelError,
    NewsAssistantError,
    QuestionError,
    SettingsError,
    StoreError,
    UsageError,
)
from assistant.jsonable import as_json
from tests.answering.test_answer import ANSWER_KEYS, CITATION_KEYS, PASSAGE_KEYS
from tests.index.tiny import TinyDesk, story, tiny_desk


def test_all_is_sorted_and_complete() -> None:
    tree = ast.parse(Path(assistant.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert assistant.__all__ == sorted(imported)
    assert all(hasattr(assistant, name) for name in assistant.__all__)
    assert all(getattr(assistant, name).__doc__ for name in assistant.__all__)


def test_the_door_leads_to_what_the_contract_names() -> None:
    assert {"Filters", "NewsAssistant", "Settings", "Answer", "Article", "IngestReport", "ScoredPassage"} <= set(
        assistant.__all__
    )
    fields = inspect.signature(assistant.Filters).parameters
    assert list(fields)[:7] == ["sources", "since", "until", "as_of", "sections", "kinds", "languages"]


@pytest.mark.parametrize("verb", ["ingest", "search", "ask", "stream", "article", "status", "close"])
def test_every_verb_is_there_and_says_what_it_does(verb: str) -> None:
    assert (inspect.getdoc(getattr(NewsAssistant, verb)) or "").strip()


def test_arguments_are_those_of_the_contract() -> None:
    search = inspect.signature(NewsAssistant.search).parameters
    assert list(search)[:3] == ["self", "question", "k"]
    assert {search[name].kind for name in ("filters", "today")} == {inspect.Parameter.KEYWORD_ONLY}
    ask, stream = inspect.signature(NewsAssistant.ask), inspect.signature(NewsAssistant.stream)
    assert list(ask.parameters) == list(stream.parameters)
    assert list(inspect.signature(NewsAssistant.article).parameters) == ["self", "article_id", "version"]


def test_a_conversation_and_choices_may_be_given() -> None:
    assert {"conversation", "choices"} <= set(inspect.signature(NewsAssistant.ask).parameters)


@pytest.fixture
def desk(tmp_path: Path) -> TinyDesk:
    desk = tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6)
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2)])
    return desk


def test_keys_of_an_answer(desk: TinyDesk) -> None:
    answer = desk.ask("When did the ferry Kestrel1 reach Port Alder1?")
    plain = json.loads(json.dumps(as_json(answer)))
    assert list(plain) == ANSWER_KEYS
    assert list(plain["sentences"][0]) == ["lead", "text", "citations", "verdict", "reasons"]
    assert list(plain["citations"][0]) == CITATION_KEYS
    assert list(plain["passages"][0]) == PASSAGE_KEYS
    assert list(plain["coverage"]) == ["from", "to", "articles", "sources", "nearest", "months"]
    assert plain["coverage"] == {
        "from": "2024-03-29", "to": "2024-03-29", "articles": 2, "sources": {"Sample Courier": 2}, "nearest": [],
        "months": {},
    }  # fmt: skip
    assert plain["citations"][0]["published_at"] == "2024-03-29"
    assert isinstance(answer, Answer)
    desk.close()


def test_keys_of_a_refusal_are_the_same(desk: TinyDesk) -> None:
    desk.close()
    with tiny_desk(desk.settings.data_dir, refusal_threshold=1) as strict:
        plain = as_json(strict.ask("When did the ferry Kestrel1 reach Port Alder1?"))
    assert list(plain) == ANSWER_KEYS
    assert (plain["refused"], plain["sentences"], plain["citations"], plain["short_answer"]) == (True, [], [], "")
    assert set(plain["coverage"]["nearest"][0]) == {"article_id", "version", "title", "source", "published_at", "url"}


def test_keys_of_a_search_and_of_an_ingest(desk: TinyDesk, tmp_path: Path) -> None:
    [first, *_] = as_json(desk.search("ferry Kestrel1"))
    assert list(first) == PASSAGE_KEYS
    plain = json.loads(json.dumps(as_json(desk.ingest_rows(tmp_path / "b.jsonl", [story(3), {"id": "x"}]))))
    assert list(plain) == [
        "run", "new", "updated", "unchanged", "duplicates", "rejected", "passages_embedded", "seconds", "report",
        "proof", "removed", "gone",
    ]  # fmt: skip
    assert [list(line) for line in plain["report"]] == [["input", "outcome", "article_id", "reason"]] * 2
    assert plain["report"][1]["article_id"] is None
    desk.close()


def test_keys_of_a_query_and_of_the_status(desk: TinyDesk) -> None:
    query = as_json(desk.understand("Who came in March 2024?", today="2024-04-01"))
    assert {"text", "filters", "today"} <= set(query)
    status = as_json(desk.status())
    assert {"articles", "versions", "passages", "sources", "from", "to", "generation", "revision"} <= set(status)
    json.dumps(status)
    desk.close()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (NewsAssistantError, 1),
        (InputError, 1),
        (AccessError, 1),
        (ForbiddenError, 1),
        (UsageError, 2),
        (SettingsError, 2),
        (QuestionError, 2),
        (StoreError, 3),
        (IndexMissingError, 3),
        (IndexBusyError, 3),
        (IndexDamagedError, 3),
        (ModelError, 3),
    ],
)
def test_errors_have_one_base_a_message_a_remedy_and_their_code(kind: type[NewsAssistantError], code: int) -> None:
    error = kind("It failed.", remedy="Mend it.")
    assert error.exit_code == code
    assert str(error) == "It failed. Mend it."
    assert str(kind("It failed.")) == "It failed."
