"""Which language model writes: one that was given, one behind an address, or a packaged one on this machine."""

import os
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import httpx

from assistant.answering import chat_stream
from assistant.answering.generative import Model
from assistant.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

KEY_VARIABLE = "NEWS_ASSISTANT_LLM_KEY"
"""Where the key of an endpoint comes from: no file, no setting, so that it is printed nowhere and kept nowhere."""

CHARACTERS_A_TOKEN = 3.0
"""Fewer than news has (some 4.5), so that an estimate is rather too high than too low."""

CONTEXT = 4096
"""Tokens of prompt and answer where nothing is set."""

PACKAGED_CONTEXT = 1024
"""The same for a packaged model. On two cores it takes four times as long with 2,048 and answers about as well, see
docs/measurements.md."""


def estimated(text: str) -> int:
    """Return an estimate of the tokens of a text for a model that does not count them for us."""
    return int(len(text) / CHARACTERS_A_TOKEN) + 1


class Endpoint:
    """A model behind an address that speaks OpenAI's protocol: Ollama, llama.cpp, vLLM, OpenAI and many more."""

    def __init__(self, url: str, settings: Settings, *, key: str) -> None:
        self.name = settings.llm_model
        self.context = settings.llm_context or CONTEXT
        self.output = min(settings.llm_tokens, self.context // 2)
        self._url = url.rstrip("/")
        self._seconds = settings.llm_seconds
        self._key = key
        self._counts = True

    def count(self, text: str) -> int:
        """Count by the server's own tokenizer where it has one (llama.cpp has), else estimate."""
        if not self._counts:
            return estimated(text)
        try:
            answer = httpx.post(
                f"{self._url.removesuffix('/v1')}/tokenize",
                json={"content": text},
                headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
                timeout=chat_stream.CONNECT_SECONDS,
                trust_env=not chat_stream.is_loopback(self._url),
            )
            return len(answer.raise_for_status().json()["tokens"])
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            self._counts = False  # not again for each passage of each question
            return estimated(text)

    def stream(self, messages: Sequence[tuple[str, str]]) -> Generator[str]:
        """Yield the answer as it is made; closing it stops the request."""
        body = {
            "model": self.name,
            "messages": [{"role": role, "content": text} for role, text in messages],
            "max_tokens": self.output,
            "temperature": 0,
        }
        return chat_stream.stream(f"{self._url}/chat/completions", body, key=self._key, seconds=self._seconds)


class FromLlamaIndex:
    """Any LLM of LlamaIndex as a writer."""

    def __init__(self, llm: "LLM", settings: Settings) -> None:
        self.name = llm.metadata.model_name
        self.context = min(settings.llm_context or CONTEXT, llm.metadata.context_window)
        self.output = min(settings.llm_tokens, self.context // 2)
        self._llm = llm

    def count(self, text: str) -> int:
        """Estimate: the interface has no tokenizer."""
        return estimated(text)

    def stream(self, messages: Sequence[tuple[str, str]]) -> Generator[str]:
        """Yield the answer as it is made; closing it closes the LLM's own generator."""
        from llama_index.core.llms import ChatMessage

        for part in self._llm.stream_chat([ChatMessage(role=role, content=text) for role, text in messages]):
            yield part.delta or ""


def load_model(settings: Settings, llm: "LLM | None") -> Model:
    """Return the model that the settings name, or the one given.

    Raises:
        ModelError: It is a packaged one, and its package is missing or altered.
    """
    if llm is not None:
        return FromLlamaIndex(llm, settings)
    if settings.llm_url:
        return Endpoint(settings.llm_url, settings, key=os.environ.get(KEY_VARIABLE, ""))
    from assistant.answering.local_model import serve

    context = settings.llm_context or PACKAGED_CONTEXT
    server = serve(settings.llm_model, context)
    return Endpoint(f"{server.address}/v1", settings.model_copy(update={"llm_context": context}), key=server.key)
