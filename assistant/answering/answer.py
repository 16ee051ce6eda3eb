"""The answer as it leaves the house; its attributes are the keys of the JSON contract."""

from dataclasses import dataclass, field

from assistant.answering.checks.reason import Reason
from assistant.answering.record import EvidenceRecord
from assistant.retrieval.passages import ScoredPassage
from assistant.retrieval.query import Chip


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of one version of an article; `quote` is exactly that slice of its text."""

    number: int
    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer.

    Attributes:
        lead: Our own words before it, such as whom "he" means; not a quotation; may be empty.
        text: The sentence, without citation markers.
        citations: Numbers of the citations it rests on.
        verdict: supported, partly or not_found.
        reasons: Why it is not supported: the checks that failed, and on which words.
    """

    lead: str
    text: str
    citations: tuple[int, ...]
    verdict: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article named, but not cited."""

    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the archive holds (under the filters asked with), shown with every answer.

    Attributes:
        from_: Date of the oldest dated article, `from` in JSON.
        to: Date of the newest dated article.
        articles: Number of articles.
        sources: Number of articles by outlet, most first.
        nearest: Articles close to the question that are not evidence; filled on refusal.
        months: Number of articles that hold what the question names, for the months with most; filled on refusal.
        remarks: What the reader should know about the search, such as which filter leaves nothing; not in JSON.
    """

    from_: str | None
    to: str | None
    articles: int
    sources: dict[str, int]
    nearest: tuple[ArticleCard, ...] = ()
    months: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """Who tells what an answer cites.

    Attributes:
        articles: Articles that are cited or tell the same, copies included.
        outlets: Different outlets among them.
        origins: Independent ones: a text of a news agency in ten outlets is one, and so is everything of one outlet.
    """

    articles: int
    outlets: int
    origins: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One report's figure; `quote` is exactly the slice of the article's text from `start` to `end`."""

    figure: str
    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different figures for the same thing, the earliest first.

    Attributes:
        about: What is counted or measured, such as `people`.
        kind: updated, where a later report gives another figure; differs, where reports of one day do.
        statements: Of independent origins.
    """

    about: str
    kind: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says to a question that asks whether something is so, or that compares reports.

    Attributes:
        source: The outlet, as the archive or, where it has nothing of it, as the question names it.
        quotes: Its own sentences, the earliest first; numbered on from the citations of the answer where they are not
            among them. Empty for an outlet that the question names and the evidence lacks.
    """

    source: str
    quotes: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered (or refused) question.

    Attributes:
        question: The question as asked.
        answer: The sentences' texts joined by spaces, or the refusal sentence.
        short_answer: The span that answers, where there is one and no number was asked for (`counted`); else empty.
            What stands in brackets at its end is ours: the day that "Thursday" means, by the day of publication.
        refused: True if the archive does not hold an answer.
        sentences: Empty on refusal.
        citations: In order of first use; empty on refusal.
        passages: The evidence, best first.
        coverage: What the archive holds.
        timings: Milliseconds by step, with `total`.
        understood: What was read out of the question's own words; `Filters.ignored` takes the id of each.
        answer_id: Names the answer for good, in addresses too; empty for one that is not kept.
        rewritten: The question as it was searched for, where it leant on its conversation; else empty.
        freshness: Said before any other word, where the newest was asked for: how old the newest evidence is.
        counted: Of a question that counts or lists articles: the number, from the catalog, and what was looked for;
            else empty. Where no sentence answers beside it, it stands in `answer` as well.
        support: How many tell what is cited; None on refusal.
        disagreements: Where reports give different figures for the same thing.
        sides: What each source says, where the question is answered by yes or no or compares reports.
        counts: How many sentences got each verdict, and how many citations of unknown sources a language model made;
            empty on refusal.
        writer: extractive or generative.
        note: What a reader should know about the writing, such as that a language model failed; may be empty.
        record: What it rests on, for `why` and `replay`; in JSON on demand only.
    """

    question: str
    answer: str
    short_answer: str
    refused: bool
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[ScoredPassage, ...]
    coverage: Coverage
    timings: dict[str, float] = field(default_factory=dict)
    understood: tuple[Chip, ...] = ()
    answer_id: str = ""
    rewritten: str = ""
    freshness: str = ""
    counted: str = ""
    support: Support | None = None
    disagreements: tuple[Disagreement, ...] = ()
    sides: tuple[Side, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    writer: str = "extractive"
    note: str = ""
    record: EvidenceRecord | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A line of progress while an answer is made, such as `searching` and `30 passages of 412 candidates`."""

    name: str
    detail: str


FRESHNESS, SHORT, COUNTED = "how new", "in short", "counted"
"""Steps before the text whose details are the answer's `freshness`, `short_answer` and `counted`: they stand above the
text, and whoever shows it as it comes need not move it down for them at the end."""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer as it is shown, markers included; joined they give what the page shows."""

    text: str


StreamEvent = Step | TextDelta | Answer
