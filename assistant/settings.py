"""Every setting of the product, in one validated object."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings; each can come from `news-assistant.toml`, `NEWS_ASSISTANT_…`, or the command line, later ones win."""

    model_config = SettingsConfigDict(env_prefix="NEWS_ASSISTANT_", extra="forbid", frozen=True)

    data_dir: Path = Field(Path("indexes"), description="Folder of the catalog and the vectors.")
    embedding_model: str = Field(
        "all-MiniLM-L6-v2",
        description="Embedding model: the packaged default by its name, or any sentence-transformers folder or id.",
    )
    embedding_runtime: str = Field(
        "auto",
        pattern="^(auto|openvino|torch)$",
        description="What runs the default embedder: openvino, torch, or auto (openvino where it is installed).",
    )
    passage_tokens: int = Field(
        256, ge=64, le=512, description="Most tokens of a passage with its header, by the embedder's own tokenizer."
    )
    chroma_url: str | None = Field(
        None, description="Address of a `chroma run` server, such as http://127.0.0.1:8000; empty keeps vectors in data_dir."
    )
    search_k: int = Field(10, ge=1, le=100, description="Passages that a search returns.")
    passages_per_article: int = Field(
        2, ge=1, le=50, description="Most passages of one article in a result, unless the question is about one article."
    )
    dense_weight: float = Field(
        0.3, ge=0, le=1, description="Share of the dense score in the fused score; the rest is bm25."
    )
    recency_weight: float = Field(
        0.5, ge=0, le=5, description="Most that a recent article is lifted, in standard deviations of the fused score; 0 is off."
    )
    recency_days: float = Field(30.0, gt=0, description="Age in days at which the recency lift has halved.")
    answer_words: int = Field(80, ge=20, le=400, description="Most words of an extractive answer.")
    refusal_threshold: float = Field(
        0.5, ge=0, le=1, description="Least estimated probability that the evidence holds the answer; below it we refuse."
    )
    question_characters: int = Field(2000, ge=100, le=20000, description="Longest question accepted.")
    file_megabytes: int = Field(
        2048, ge=1, description="Largest file read, and largest size that a compressed file may unpack to, in MB."
    )
    article_characters: int = Field(
        2_000_000, ge=1000, description="Longest article text accepted; longer ones are rejected with a reason."
    )
    host: str = Field("127.0.0.1", description="Address the web page listens on.")
    port: int = Field(7860, ge=1, le=65535, description="Port the web page listens on.")
