"""Settings: who wins, who is told what, and that every field counts."""

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SettingsError
from assistant.settings import NOT_IN_ANSWERS, Settings, effective

OTHER_VALUES: dict[str, Any] = {
    "data_dir": Path("elsewhere"),
    "embedding_model": "other",
    "embedding_runtime": "torch",
    "passage_tokens": 128,
    "chroma_url": "http://127.0.0.1:8000",
    "search_k": 5,
    "passages_per_article": 3,
    "dense_weight": 0.35,
    "recency_weight": 0.1,
    "recency_days": 7.0,
    "reranker": "elsewhere/ranker",
    "rerank_passages": 12,
    "answer_words": 60,
    "refusal_threshold": 0.7,
    "writer": "generative",
    "llm_url": "http://127.0.0.1:11434/v1",
    "llm_model": "some-model",
    "llm_context": 8192,
    "llm_tokens": 100,
    "llm_seconds": 30.0,
    "question_characters": 500,
    "file_megabytes": 10,
    "archive_members": 50,
    "article_characters": 5000,
    "allow_network": True,
    "feeds": ("https://news.example/feed",),
    "fetch_megabytes": 5,
    "fetch_seconds": 10.0,
    "host": "127.0.0.2",
    "port": 8080,
    "login": "always",
    "public_url": "https://news.example.org",
    "session_idle_minutes": 5.0,
    "session_hours": 1.0,
    "questions_per_minute": 2,
    "upload_megabytes": 1,
}


def write(folder: Path, text: str, name: str = "news-assistant.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(list(value))
    return str(value) if isinstance(value, int | float) else repr(str(value))


def origins(settings: Settings) -> dict[str, str]:
    return {item.name: item.origin for item in effective(settings)}


@pytest.mark.usefixtures("folder")
def test_defaults() -> None:
    settings = Settings()
    assert settings.data_dir == Path("indexes")
    assert set(origins(settings).values()) == {"default"}


def test_later_sources_win(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "search_k = 3\nport = 8001\nanswer_words = 50\n")
    monkeypatch.setenv("NEWS_ASSISTANT_PORT", "8002")
    monkeypatch.setenv("NEWS_ASSISTANT_ANSWER_WORDS", "51")
    settings = Settings(answer_words=52)
    assert (settings.search_k, settings.port, settings.answer_words, settings.dense_weight) == (3, 8002, 52, 0.4)
    found = origins(settings)
    assert found["search_k"] == "file news-assistant.toml"
    assert found["port"] == "environment NEWS_ASSISTANT_PORT"
    assert found["answer_words"] == "command line"
    assert found["dense_weight"] == "default"


def test_a_named_file_replaces_the_one_in_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "search_k = 3\nport = 8001\n")
    by_variable = write(folder, "search_k = 4\n", "variable.toml")
    by_call = write(folder, "search_k = 5\n", "call.toml")
    monkeypatch.setenv("NEWS_ASSISTANT_CONFIG", str(by_variable))
    assert Settings().search_k == 4
    assert Settings().port == 7860
    assert Settings(by_call).search_k == 5
    assert origins(Settings(by_call))["search_k"] == f"file {by_call}"


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    write(folder, "\ufeffsearch_k = 3\n")
    assert Settings().search_k == 3


def test_variables_that_are_no_settings_pass(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(folder))
    monkeypatch.setenv("NEWS_ASSISTANT_BENCH_DATA", str(folder))
    monkeypatch.setenv("NEWS_ASSISTANT_CONFIG", "")
    assert Settings().search_k == 10


def test_the_case_of_a_variable_does_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "port = 8001\n")
    monkeypatch.setenv("news_assistant_port", "8002")
    assert Settings().port == 8002


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ("serch_k = 3", "serch_k", "search_k"),
        ("data-dir = 'x'", "data-dir", "data_dir"),
        ("[retrieval]\nsearch_k = 3", "retrieval.search_k", "search_k"),
        ("[a.b]\nprt = 1", "a.b.prt", "port"),
    ],
)
def test_an_unknown_key_of_the_file(folder: Path, text: str, key: str, near: str) -> None:
    path = write(folder, text)
    with pytest.raises(SettingsError) as caught:
        Settings()
    assert caught.value.message == f"{key} (file {path.name}) is not a setting."
    assert caught.value.remedy == f"Did you mean {near}?"
    assert caught.value.exit_code == 2


def test_all_unknown_keys_are_named_at_once(folder: Path) -> None:
    write(folder, "serch_k = 3\nprot = 4\n")
    with pytest.raises(SettingsError, match=r"serch_k, prot \(file news-assistant.toml\) are not settings") as caught:
        Settings()
    assert caught.value.remedy == "Did you mean search_k, port?"


def test_a_key_like_none_lists_them_all(folder: Path) -> None:
    write(folder, "zzzzzz = 3\n")
    with pytest.raises(SettingsError) as caught:
        Settings()
    assert all(name in caught.value.remedy for name in Settings.model_fields)


def test_a_mistyped_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "")
    monkeypatch.setenv("NEWS_ASSISTANT_DATADIR", "x")
    with pytest.raises(SettingsError, match="environment variable NEWS_ASSISTANT_DATADIR is not a setting") as caught:
        Settings()
    assert caught.value.remedy == "Did you mean NEWS_ASSISTANT_DATA_DIR?"


def test_an_unknown_argument() -> None:
    with pytest.raises(SettingsError, match=r"topk \(command line\) is not a setting"):
        Settings(topk=3)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("search_k", 500, "a whole number from 1 to 100"),
        ("search_k", "many", "a whole number from 1 to 100"),
        ("port", True, "a whole number from 1 to 65535"),
        ("file_megabytes", 0, "a whole number of at least 1"),
        ("dense_weight", 1.5, "a number from 0 to 1"),
        ("dense_weight", float("nan"), "a number from 0 to 1"),
        ("recency_days", 0, "a number above 0"),
        ("recency_days", float("inf"), "a number above 0"),
        ("embedding_runtime", "cuda", "one of auto, openvino, torch"),
        ("embedding_model", "", "the name or the folder of a model"),
        ("chroma_url", "localhost", "an address such as http://127.0.0.1:8000, or nothing"),
        ("chroma_url", 3, "an address such as http://127.0.0.1:8000, or nothing"),
        ("data_dir", " ", "the path of a folder"),
        ("data_dir", 3, "the path of a folder"),
        ("data_dir", "a\x1b[2J", "the path of a folder"),
        ("host", "", "an address or a host name"),
    ],
)
def test_an_invalid_value_is_named_with_what_is_expected(name: str, value: object, expected: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**{name: value})
    assert caught.value.message == f"{name} is {value!r} (command line); expected {expected}."


def test_an_invalid_value_is_named_with_its_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "port = 'eighty'\n")
    with pytest.raises(SettingsError, match=r"port is 'eighty' \(file news-assistant.toml\)"):
        Settings()
    monkeypatch.setenv("NEWS_ASSISTANT_PORT", "")
    with pytest.raises(SettingsError, match=r"port is '' \(environment NEWS_ASSISTANT_PORT\)"):
        Settings()


def test_a_long_value_is_cut() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(port="9" * 100_000)
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port = 1\nport 8000\n", "is not valid TOML.*line 2"),
        ("port = 1\n\nx = [", "is not valid TOML.*line 3, the end of the file"),
        ("port = 1\nport = 2\n", "is not valid TOML.*line 2"),
    ],
)
def test_broken_toml_names_the_line(folder: Path, text: str, words: str) -> None:
    write(folder, text)
    with pytest.raises(SettingsError, match=words):
        Settings()


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing.toml cannot be read: No such file"):
        Settings("missing.toml")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        Settings(folder)
    (folder / "latin.toml").write_bytes(b"host = '\xe9'")
    with pytest.raises(SettingsError, match="it is not UTF-8 text"):
        Settings("latin.toml")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chroma_url", "http://127.0.0.1:8000"),
        ("reranker", "elsewhere/ranker"),
        ("public_url", "https://news.example.org"),
        ("llm_url", "http://127.0.0.1:11434/v1"),
        ("llm_context", 8192),
    ],
)
def test_an_empty_value_undoes_that_of_the_file(
    name: str, value: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, f"{name} = {as_toml(value)}\n")
    assert getattr(Settings(), name) == value
    monkeypatch.setenv(f"NEWS_ASSISTANT_{name.upper()}", "")
    assert getattr(Settings(), name) is None


def test_the_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert Settings(data_dir="~/news").data_dir == Path("/somewhere/news")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1


def test_equality_and_hash_look_at_values_only() -> None:
    assert Settings() == Settings(port=7860)
    assert hash(Settings()) == hash(Settings(port=7860))
    assert Settings() != Settings(port=7861)


def test_the_other_values_cover_every_setting() -> None:
    assert OTHER_VALUES.keys() == Settings.model_fields.keys()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_hash_changes_with_every_setting_that_changes_answers(name: str) -> None:
    changed = Settings(**{name: OTHER_VALUES[name]})
    assert getattr(changed, name) == OTHER_VALUES[name] != getattr(Settings(), name)
    assert (changed.hash() == Settings().hash()) == (name in NOT_IN_ANSWERS)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_can_come_from_file_and_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value = OTHER_VALUES[name]
    write(folder, f"{name} = {as_toml(value)}\n")
    assert getattr(Settings(), name) == value
    (folder / "news-assistant.toml").unlink()
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    monkeypatch.setenv(f"NEWS_ASSISTANT_{name.upper()}", text)
    assert getattr(Settings(), name) == value
