"""Every setting of the product, in one validated object."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, PrivateAttr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.settings_sources import PREFIX, Given, gather, refusal

NOT_IN_ANSWERS = frozenset(
    {
        "data_dir",
        "chroma_url",
        "llm_url",
        "question_characters",
        "file_megabytes",
        "archive_members",
        "host",
        "port",
        "allow_network",
        "feeds",
        "fetch_megabytes",
        "fetch_seconds",
        "login",
        "public_url",
        "session_idle_minutes",
        "session_hours",
        "questions_per_minute",
        "upload_megabytes",
    }
)
"""Settings that say where things lie or what is turned away; every other one changes answers and is in the hash."""


SWITCHES = frozenset({"allow_network"})
"""Settings that are on or off."""


class Settings(BaseSettings):
    """All settings; each can come from `news-assistant.toml`, `NEWS_ASSISTANT_…` or the call, later ones win.

    `Settings("other.toml", data_dir="elsewhere")` reads another file. Relative paths count from the working directory.

    Raises:
        SettingsError: A setting is unknown or invalid, or the file cannot be read.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, allow_inf_nan=False)

    data_dir: Path = Field(
        Path("indexes"),
        description="Folder of the catalog and the vectors.",
        json_schema_extra={"expected": "the path of a folder"},
    )
    embedding_model: str = Field(
        "all-MiniLM-L6-v2",
        min_length=1,
        description="Embedding model: the packaged default by its name, or any sentence-transformers folder or id.",
        json_schema_extra={"expected": "the name or the folder of a model"},
    )
    embedding_runtime: Literal["auto", "openvino", "torch"] = Field(
        "auto",
        description="What runs the default embedder: openvino, torch, or auto (openvino where it is installed).",
    )
    passage_tokens: int = Field(
        256, ge=64, le=512, description="Most tokens of a passage with its header, by the embedder's own tokenizer."
    )
    chroma_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/]+/?$",
        description="Address of a `chroma run` server, such as http://127.0.0.1:8000; empty keeps vectors in data_dir.",
        json_schema_extra={"expected": "an address such as http://127.0.0.1:8000, or nothing"},
    )
    search_k: int = Field(10, ge=1, le=100, description="Passages that a search returns.")
    passages_per_article: int = Field(
        4,
        ge=1,
        le=50,
        description="Most passages of one article in a result, unless the question is about one article.",
    )
    dense_weight: float = Field(
        0.4, ge=0, le=1, description="Share of the dense score in the fused score; the rest is bm25."
    )
    recency_weight: float = Field(
        2.0,
        ge=0,
        le=5,
        description="Most that a recent article is lifted, in standard deviations of the fused score; 0 is off.",
    )
    recency_days: float = Field(14.0, gt=0, description="Age in days at which the recency lift has halved.")
    reranker: str | None = Field(
        None,
        min_length=1,
        description="Folder or id of a sentence-transformers CrossEncoder that puts the best passages in order.",
        json_schema_extra={"expected": "the folder of a model, or nothing"},
    )
    rerank_passages: int = Field(24, ge=2, le=200, description="Passages that the reranker reads for a question.")
    answer_words: int = Field(80, ge=20, le=400, description="Most words of an extractive answer.")
    refusal_threshold: float = Field(
        0.3,
        ge=0,
        le=1,
        description="Least estimated probability that the evidence holds the answer; below it we refuse.",
    )
    writer: Literal["extractive", "generative"] = Field(
        "extractive", description="Who writes the answers: extractive quotes, generative is a language model."
    )
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/]+(/[^\s]*)?$",
        description="Address of a language model with OpenAI's protocol, such as http://127.0.0.1:11434/v1; empty"
        " takes a packaged one.",
        json_schema_extra={"expected": "an address such as http://127.0.0.1:11434/v1, or nothing"},
    )
    llm_model: str = Field(
        "qwen2.5-coder-1.5b",
        min_length=1,
        description="Name of the language model: as its server knows it, or qwen2.5-coder-1.5b or smollm2-135m.",
        json_schema_extra={"expected": "the name of a model"},
    )
    llm_context: int | None = Field(
        None,
        ge=1024,
        le=131_072,
        description="Most tokens of prompt and answer together; empty takes 4096, and 1024 of a packaged model.",
        json_schema_extra={"expected": "a number from 1024 to 131072, or nothing"},
    )
    llm_tokens: int = Field(200, ge=20, le=2000, description="Most tokens that the language model writes.")
    llm_seconds: float = Field(
        120.0, ge=1, le=3600, description="Longest time for what the language model writes, in seconds."
    )
    question_characters: int = Field(2000, ge=100, le=20000, description="Longest question accepted.")
    file_megabytes: int = Field(
        2048,
        ge=1,
        description="Largest file read, and most that a compressed one or a member of an archive unpacks to, in MB.",
    )
    archive_members: int = Field(
        100_000, ge=1, description="Most members of a ZIP, TAR or WARC archive; the rest is reported and not read."
    )
    article_characters: int = Field(
        2_000_000, ge=1000, description="Longest article text accepted; longer ones are rejected with a reason."
    )
    allow_network: bool = Field(
        False,  # noqa: FBT003 - pydantic's way of giving a default
        description="Whether pages and feeds may be fetched by their address.",
        json_schema_extra={"expected": "true or false"},
    )
    feeds: tuple[str, ...] = Field(
        (),
        description="Addresses that the verb feeds fetches; in the environment, separated by spaces.",
        json_schema_extra={"expected": "a list of http(s) addresses"},
    )
    fetch_megabytes: int = Field(20, ge=1, le=500, description="Largest page or feed fetched, in MB.")
    fetch_seconds: float = Field(30.0, ge=1, le=600, description="Longest time for one page or feed, in seconds.")
    host: str = Field(
        "127.0.0.1",
        pattern=r"^\S+$",
        description="Address the web page listens on.",
        json_schema_extra={"expected": "an address or a host name"},
    )
    port: int = Field(7860, ge=1, le=65535, description="Port the web page listens on.")
    login: Literal["auto", "always"] = Field(
        "auto",
        description="Who must log in: auto (everybody, but for this machine while there is no user) or always.",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/]+/?$",
        description="Address under which readers reach the page, such as https://news.example.org, behind a proxy.",
        json_schema_extra={"expected": "an address such as https://news.example.org, or nothing"},
    )
    session_idle_minutes: float = Field(
        240.0, gt=0, le=100_000, description="Minutes without a request after which a login ends."
    )
    session_hours: float = Field(168.0, gt=0, le=10_000, description="Hours after which a login ends in any case.")
    questions_per_minute: int = Field(
        60, ge=1, le=100_000, description="Questions and searches that each logged-in user may send within a minute."
    )
    upload_megabytes: int = Field(50, ge=1, le=2048, description="Most that one upload may bring, in MB.")

    _given: dict[str, Given] = PrivateAttr(default_factory=dict)

    def __init__(self, config_file: Path | str | None = None, /, **values: Any) -> None:  # noqa: ANN401 - any setting
        known = type(self).model_fields
        given = gather(known, config_file, values)
        try:
            super().__init__(**{name: item.value for name, item in given.items()})
        except ValidationError as error:
            raise refusal(error, given, type(self).model_json_schema()["properties"]) from error
        self._given = given

    def __eq__(self, other: object) -> bool:
        # Equal values are equal settings, wherever they came from; pydantic would compare the origins too.
        return isinstance(other, Settings) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash(tuple(self.model_dump().values()))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature of pydantic-settings
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what `gather` merged; reading the environment twice would hide where a value came from."""
        return (init_settings,)

    @field_validator("*", mode="before")
    @classmethod
    def _plain_value(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what pydantic would bend into a value that nobody meant: `port = true` is not port 1."""
        if isinstance(value, bool) and info.field_name not in SWITCHES:
            raise ValueError("a truth value")
        if isinstance(value, str | Path) and not str(value).isprintable():
            raise ValueError("control characters")
        return value

    @field_validator("data_dir", mode="before")
    @classmethod
    def _folder(cls, value: object) -> object:
        """An empty path would silently mean the working directory."""
        if isinstance(value, str) and not value.strip():
            raise ValueError("empty")
        return Path(value).expanduser() if isinstance(value, str | Path) else value

    @field_validator("feeds", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        """The environment and the command line have no lists."""
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("feeds")
    @classmethod
    def _http(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(url.startswith(("http://", "https://")) for url in value):
            raise ValueError("an address that is not http(s)")
        return value

    @field_validator("chroma_url", "reranker", "public_url", "llm_url", "llm_context", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        """TOML has no null; an empty address or model says that there is none, an empty number that ours will do."""
        return None if value == "" else value

    def origin(self, name: str) -> str:
        """Say where a setting's value came from: default, file PATH, environment NAME or command line."""
        return self._given[name].origin if name in self._given else "default"

    def hash(self) -> str:
        """Return a short fingerprint of the settings that change answers, to be kept with results."""
        values = self.model_dump(mode="json", exclude=set(NOT_IN_ANSWERS))
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


class Effective(NamedTuple):
    """One setting as it is in force."""

    name: str
    value: Any
    origin: str


def effective(settings: Settings) -> list[Effective]:
    """Return every setting with its value and where that came from, in the order they are documented."""
    return [Effective(name, getattr(settings, name), settings.origin(name)) for name in Settings.model_fields]
