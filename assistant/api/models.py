"""The JSON that goes in and out, typed.

What goes out is built from the data classes themselves, so that the description of the API cannot say otherwise than
the contract's JSON.
"""

import dataclasses
import inspect
import keyword
import re
import types
import typing
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.answering.answer import Answer
from assistant.articles.article import Article
from assistant.catalog.browsing import Browsed, Sort
from assistant.catalog.filters import Filters, condition_of
from assistant.index.history import VersionNote
from assistant.index.removing import RemovalReport
from assistant.index.report import IngestReport
from assistant.jsonable import HIDDEN
from assistant.retrieval.explaining import Explanation
from assistant.retrieval.passages import ScoredPassage
from assistant.retrieval.query import Query
from assistant.status import Status

MOST_NAMES, LONGEST_NAME, MOST_PASSAGES = 100, 500, 100

_ATTRIBUTE = re.compile(r"^ {4,8}(\w+): (.+(?:\n {12,}.+)*)", re.MULTILINE)


@cache
def mirror(kind: type[Any]) -> type[BaseModel]:
    """Return the model of the JSON that `as_json` makes of a data class, described by its docstring."""
    text = inspect.getdoc(kind) or ""
    told = {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(text.partition("Attributes:")[2])}
    hints = typing.get_type_hints(kind)
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.name not in HIDDEN:
            name = field.name.rstrip("_")
            described = Field(description=told.get(field.name), alias=name)
            # Some names mean something to Python or to pydantic.
            fields[f"{name}_" if keyword.iskeyword(name) or hasattr(BaseModel, name) else name] = (
                mirrored(hints[field.name]),
                described,
            )
    first = " ".join(text.partition("\n\n")[0].split())
    return create_model(kind.__name__, __doc__=first, __config__=ConfigDict(extra="forbid"), **fields)


def mirrored(hint: Any) -> Any:  # noqa: ANN401 - any type of a field
    """Return a type hint with its data classes replaced by their models, and tuples as the lists they become."""
    if dataclasses.is_dataclass(hint):
        return mirror(hint)  # type: ignore[arg-type]
    kind, inner = typing.get_origin(hint), typing.get_args(hint)
    if kind is tuple:
        return list[mirrored(inner[0])] if inner[1:] == (Ellipsis,) else list[Any]  # type: ignore[misc]
    if kind in {typing.Union, types.UnionType}:
        return typing.Union[tuple(mirrored(part) for part in inner)]  # noqa: UP007 - made at run time
    if kind is dict:
        return dict[inner[0], mirrored(inner[1])]  # type: ignore[valid-type, misc]
    return hint


AnswerOut = mirror(Answer)
BrowsedOut = mirror(Browsed)
PassageOut = mirror(ScoredPassage)
QueryOut = mirror(Query)
StatusOut = mirror(Status)
ReportOut = mirror(IngestReport)
RemovedOut = mirror(RemovalReport)
VersionOut = mirror(VersionNote)
ExplanationOut = mirror(Explanation)


class ExplainedPassage(PassageOut):  # type: ignore[misc, valid-type]
    """A passage with the reason why it is there, where that was asked for."""

    why: ExplanationOut | None = None  # type: ignore[valid-type]


class SearchOut(BaseModel):
    """The question as it was understood, and the passages, best first."""

    query: QueryOut  # type: ignore[valid-type]
    passages: list[ExplainedPassage]


class VersionsOut(BaseModel):
    """The versions of an article, oldest first."""

    article_id: str
    versions: list[VersionOut]  # type: ignore[valid-type]


class ArticleOut(BaseModel):
    """One version of an article; citations count in the characters of its text."""

    article_id: str
    version: int
    title: str | None
    source: str | None
    authors: list[str]
    url: str | None
    section: str | None
    kind: str
    language: str | None
    published_at: str | None = Field(description="ISO 8601, cut at its precision.")
    updated_at: str | None = Field(description="When its outlet changed it last, likewise.")
    wire_origin: str | None
    access: str = Field(description="full, or teaser where the rest stands behind a paywall.")
    text: str


def article_out(article: Article) -> ArticleOut:
    """Return an article as it goes out."""
    names = ArticleOut.model_fields.keys() - {"authors", "published_at", "updated_at"}
    return ArticleOut(
        **{name: getattr(article, name) for name in names},
        authors=list(article.authors),
        published_at=article.published_at.iso if article.published_at else None,
        updated_at=article.updated_at.iso if article.updated_at else None,
    )


Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Day = Annotated[str | None, Field(max_length=10, json_schema_extra={"format": "date"})]


class FiltersIn(BaseModel):
    """What may be used as evidence; an empty field allows everything."""

    model_config = ConfigDict(extra="forbid")

    sources: Names = Field([], description="Outlets, compared without case.")
    since: Day = Field(None, description="First day allowed; it excludes articles without a date.")
    until: Day = Field(None, description="Last day allowed, inclusive.")
    as_of: Day = Field(None, description="Only what was published by the end of this day.")
    sections: Names = Field([], description="Sections, compared without case.")
    kinds: Names = Field([], description="Any of news, opinion, live, correction.")
    languages: Names = Field([], description="Codes of two letters, such as en.")
    ignored: Names = Field([], description="What was understood of the question and is to be left aside.")

    def filters(self) -> Filters:
        """Return them as the assistant takes them.

        Raises:
            QuestionError: A day cannot be read, or the period is empty; told before an answer begins to stream.
        """
        lists = {name: tuple(getattr(self, name)) for name in ("sources", "sections", "kinds", "languages", "ignored")}
        found = Filters(since=self.since, until=self.until, as_of=self.as_of, **lists)
        condition_of(found)
        return found


class BrowseIn(FiltersIn):
    """What is leafed through."""

    words: str = Field("", max_length=2000, description="Words that stand in one place of an article.")
    sort: Sort = Field("best", description="best is by the words, or newest first without any.")
    limit: int = Field(20, ge=1, le=MOST_PASSAGES, description="Articles on a page.")
    offset: int = Field(0, ge=0, le=2**31, description="Articles to pass over: those of the pages before.")


class QuestionIn(BaseModel):
    """A question with what it may be answered from."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=20_000, description="The question, in a sentence or in words.")
    filters: FiltersIn = Field(default_factory=FiltersIn.model_construct)
    today: Day = Field(None, description="The day of asking, which resolves words like last week; today by default.")


class AskIn(QuestionIn):
    """A question to be answered."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "How many ships were waiting when the Ever Given was freed?"},
                {
                    "question": "What did the regulator say last week?",
                    "filters": {"sources": ["Meridian Wire"], "since": "2024-01-01"},
                    "today": "2024-03-29",
                    "conversation": "budget",
                },
            ]
        },
    )

    conversation: str | None = Field(
        None,
        max_length=200,
        description="Name of a conversation of yours: the turn is kept, and may lean on those before.",
    )
    stream: bool = Field(
        default=False, description="Answer as server-sent events, as with `Accept: text/event-stream`."
    )


class SearchIn(QuestionIn):
    """A question to be searched for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "bridge collapse", "k": 5, "explain": True}]}
    )

    k: int | None = Field(None, ge=1, le=MOST_PASSAGES, description="Passages; the setting search_k by default.")
    explain: bool = Field(default=False, description="Also say why each passage is there.")
