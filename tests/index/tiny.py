"""A desk small enough for tests: a deterministic embedder over the real tokenizer, and articles of our own."""

import functools
import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant import NewsAssistant, Settings
from assistant.answering.reader import Reader, load_reader
from assistant.catalog.filters import Condition
from assistant.index.embedding import ModelCard, Vectors
from assistant.index.tokens import TokenCounter
from assistant.index.weights import packaged_model
from assistant.retrieval.words import FUNCTION_WORDS, tokens

EVERYTHING = Condition("", ())
Row = dict[str, Any]


@functools.cache
def counter() -> TokenCounter:
    """The tokenizer of the packaged model; reading it takes longer than most tests."""
    return TokenCounter.from_file(packaged_model() / "tokenizer.json")


@functools.cache
def reader() -> Reader:
    """The real reader; every desk may share it, and loading it takes longer than most tests."""
    return load_reader(Settings())


class TinyEmbedder:
    """Adds up a hashed direction for every word that carries a topic, so that texts that share words are close."""

    def __init__(self, dimension: int = 64, name: str = "tiny", seconds: float = 0.0) -> None:
        self.card = ModelCard(name, "", dimension)
        self.max_tokens = 256
        self.counter = counter()
        self.seconds = seconds
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        time.sleep(self.seconds)
        self.embedded += texts
        rows = [self.embed_query(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.card.dimension)

    def embed_query(self, text: str) -> Vectors:
        vector = np.zeros(self.card.dimension, dtype=np.float32)
        vector[0] = 0.1
        for word in tokens(text):
            folded = word.casefold()
            if folded not in FUNCTION_WORDS:
                digest = hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=4).digest()
                vector[int.from_bytes(digest[:3]) % self.card.dimension] += 1.0 if digest[3] % 2 else -1.0
        return vector / np.linalg.norm(vector)


class TinyDesk(NewsAssistant):
    """The whole assistant with the tiny embedder in place of the model."""

    def __init__(self, settings: Settings, embedder: TinyEmbedder) -> None:
        super().__init__(settings)
        self.tiny = embedder

    def embedder(self) -> TinyEmbedder:
        return self.tiny

    def reader(self) -> Reader:
        return reader()

    def ingest_rows(self, path: Path, rows: Iterable[Row]) -> Any:  # noqa: ANN401 - an IngestReport, shorter to use
        return self.ingest([write_rows(path, rows)])


def tiny_desk(data_dir: Path, embedder: TinyEmbedder | None = None, **settings: Any) -> TinyDesk:  # noqa: ANN401
    """Open the assistant over `data_dir`; the model's name in the settings is that of the tiny one."""
    chosen = embedder or TinyEmbedder()
    return TinyDesk(Settings(data_dir=data_dir, embedding_model=chosen.card.name, **settings), chosen)


def write_rows(path: Path, rows: Iterable[Row]) -> Path:
    """Write articles as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def story(number: int, **fields: Any) -> Row:  # noqa: ANN401 - any field of a JSON line
    """An article whose words with its number stand nowhere else.

    Its language is Danish, so that the cheap splitter is used; the words are English all the same.
    """
    text = (
        f"The ferry Kestrel{number} reached Port Alder{number} at noon on Tuesday. "
        f"Captain Rowan{number} said that the engine had stopped twice on the way. "
        f"Nobody on board was hurt, and all {number + 40} passengers were taken to the town hall."
    )
    row = {
        "id": f"story-{number}",
        "title": f"Ferry Kestrel{number} arrives",
        "source": "Sample Courier",
        "published_at": "2024-03-29",
        "language": "da",
        "text": text,
    }
    return row | fields


def long_story(number: int, sentences: int, **fields: Any) -> Row:  # noqa: ANN401
    """An article of several passages; each sentence has its own number in it."""
    text = " ".join(
        f"Sentence {place} of story{number} says that warehouse {place}x{number} in the old harbour was"
        f" {'repainted' if place % 2 else 'closed for repairs'} by the {'city' if place % 3 else 'port'} last spring."
        for place in range(sentences)
    )
    return story(number, text=text, **fields)
