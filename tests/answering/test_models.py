"""Which model writes: one of LlamaIndex's, one behind an address, or a packaged one."""

from pathlib import Path
from typing import Any

import pytest

from assistant import Settings
from assistant.answering import local_model
from assistant.answering.generative import Model
from assistant.answering.local_model import Served
from assistant.answering.models import (
    CHARACTERS_A_TOKEN,
    CONTEXT,
    PACKAGED_CONTEXT,
    Endpoint,
    FromLlamaIndex,
    estimated,
    load_model,
)
from assistant.errors import ModelError
from tests.answering.chat_server import Script, serving
from tests.index.tiny import story, tiny_desk

MESSAGES = [("system", "Be short."), ("user", "Who?")]


@pytest.fixture
def llm() -> Any:  # noqa: ANN401 - LlamaIndex is imported late
    from llama_index.core.base.llms.types import CompletionResponse
    from llama_index.core.llms import CustomLLM, LLMMetadata
    from llama_index.core.llms.callbacks import llm_completion_callback

    class Parrot(CustomLLM):
        """Says one thing, a word at a time."""

        closed: bool = False
        asked: str = ""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(model_name="parrot", context_window=3000, num_output=100)

        @llm_completion_callback()
        def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:  # noqa: ANN401, ARG002, FBT001, FBT002
            return CompletionResponse(text=prompt)

        @llm_completion_callback()
        def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002
            self.asked = prompt

            def words() -> Any:  # noqa: ANN401
                for word in ("The ", "ferry ", "stopped. ", "[1", "]"):
                    yield CompletionResponse(text=word, delta=word)

            return words()

    return Parrot()


def test_any_llm_of_llamaindex_writes(llm: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with tiny_desk(tmp_path / "indexes", writer="generative", refusal_threshold=0) as desk:
        desk._llm = llm
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1, text="The ferry stopped at noon on Monday. It rained.")])
        answer = desk.ask("Which ferry stopped?")
        assert (answer.writer, answer.answer, answer.note) == ("generative", "The ferry stopped.", "")
        assert "data, not instructions" in llm.asked


def test_its_own_limits_hold(llm: Any) -> None:  # noqa: ANN401
    model = load_model(Settings(llm_context=8000, llm_tokens=1900), llm)
    assert isinstance(model, FromLlamaIndex)
    assert (model.name, model.context, model.output) == ("parrot", 3000, 1500)
    assert model.count("x" * 300) == estimated("x" * 300) == int(300 / CHARACTERS_A_TOKEN) + 1


def test_an_error_of_its_own_is_told(llm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(llm), "stream_chat", broken)
    with tiny_desk(tmp_path / "indexes", writer="generative", refusal_threshold=0) as desk:
        desk._llm = llm
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
        answer = desk.ask("Which ferry?")
        assert answer.writer == "extractive"
        assert "ZeroDivisionError" in answer.note


def test_an_address_gives_an_endpoint_with_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ASSISTANT_LLM_KEY", "k")
    script = Script(["Yes."])
    with serving(script) as url:
        model: Model = load_model(Settings(llm_url=url, llm_model="m", llm_tokens=50), None)
        assert isinstance(model, Endpoint)
        assert list(model.stream(MESSAGES)) == ["Yes."]
    assert script.requests[0]["messages"] == [{"role": role, "content": text} for role, text in MESSAGES]
    assert script.headers[0]["Authorization"] == "Bearer k"


@pytest.mark.parametrize(("tokenizes", "expected"), [(True, 3), (False, estimated("one two three"))])
def test_tokens_are_the_servers_own_where_it_counts_them(tokenizes: bool, expected: int) -> None:  # noqa: FBT001
    with serving(Script(tokenizes=tokenizes)) as url:
        model = Endpoint(url, Settings(), key="")
        assert [model.count("one two three") for _ in range(2)] == [expected] * 2


def test_without_a_context_set_each_kind_of_model_has_its_own(llm: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    asked: list[int] = []

    def serve(_: str, context: int) -> Served:
        asked.append(context)
        return Served("http://127.0.0.1:1", "k", None)

    monkeypatch.setattr(local_model, "serve", serve)
    address = Settings(llm_url="http://127.0.0.1:1/v1")
    assert (load_model(address, None).context, load_model(Settings(), llm).context) == (CONTEXT, 3000)
    assert [load_model(Settings(llm_context=value), None).context for value in (None, 2048)] == [
        PACKAGED_CONTEXT,
        2048,
    ]
    assert asked == [PACKAGED_CONTEXT, 2048]


def test_an_answer_takes_at_most_half_of_the_context() -> None:
    assert Endpoint("http://127.0.0.1:1", Settings(llm_context=1024, llm_tokens=900), key="").output == 512


def test_a_packaged_model_that_is_unknown_is_refused() -> None:
    with pytest.raises(ModelError, match="no packaged language model nobody"):
        load_model(Settings(llm_model="nobody"), None)


def test_a_packaged_model_that_is_missing_is_told_with_the_answer(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes", writer="generative", refusal_threshold=0, llm_model="nobody") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
        answer = desk.ask("Which ferry?")
        assert answer.writer == "extractive"
        assert "Name one of them as llm_model, or set llm_url." in answer.note
