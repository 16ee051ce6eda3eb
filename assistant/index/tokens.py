"""Counting in the embedder's own tokens."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


class TokenCounter:
    """The tokenizer of an embedder, for counting and for finding where tokens begin; safe to share between threads."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @classmethod
    def from_file(cls, path: Path) -> "TokenCounter":
        """Load a `tokenizer.json`."""
        return cls(Tokenizer.from_file(str(path)))

    @classmethod
    def copy_of(cls, tokenizer: Tokenizer) -> "TokenCounter":
        """Count with a copy, so that switching truncation off does not reach the model's own tokenizer."""
        return cls(Tokenizer.from_str(tokenizer.to_str()))

    def starts(self, text: str) -> NDArray[np.int64]:
        """Return the first character of every token of `text`, without the special ones, in order."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return np.fromiter((start for start, _ in encoding.offsets), dtype=np.int64, count=len(encoding.offsets))

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, without the special ones."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def special_tokens(self) -> int:
        """Return how many tokens the tokenizer adds around a text."""
        return int(self._tokenizer.num_special_tokens_to_add(is_pair=False))

    def cut(self, text: str, tokens: int) -> str:
        """Return the longest beginning of `text` that has at most `tokens` tokens."""
        starts = self.starts(text)
        return text if len(starts) <= tokens else text[: int(starts[tokens])].rstrip()
