"""The evidence for one question: the passages chosen, their sentences, and how each bears on the question."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.happened import Told, happening, share_of, told
from assistant.answering.likely import Likely, compared, likely_answers, stands_in
from assistant.answering.reader import Reader
from assistant.answering.reading import Reading
from assistant.catalog.filters import condition_of
from assistant.catalog.fulltext import document_frequencies
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.search import Found, Hit
from assistant.retrieval.stems import all_stems, stem, stems

PASSAGES_READ = 10
"""Passages that are read and whose sentences are weighed."""

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{8}")
"""A run of a script that puts no spaces between words, long enough for a sentence."""

BACKED = 30
"""Likely answers that are looked for in every sentence."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<\|")
"""What only machines read: left over from a page, or meant for a language model."""

NAMES_READ = 5
"""Passages that the question's names are looked for in, all together: a question may join what several tell."""

CLOSING = "\"'”’»)"
"""What may stand after the end of a sentence."""

SHORTEST_WORDS = 4
"""A shorter line is a caption's credit, a heading or a byline."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a passage.

    Attributes:
        hit: The passage it stands in.
        start: First character in the article's text.
        end: One past the last.
        text: Exactly that slice.
        stems: Of its words that carry a topic.
    """

    hit: Hit
    start: int
    end: int
    text: str
    stems: frozenset[str]

    def likeness(self, other: "Quoted") -> float:
        """Return how much two sentences have of their words in common, from 0 to 1: the cosine of their stems."""
        together = math.sqrt(len(self.stems) * len(other.stems))
        return len(self.stems & other.stems) / together if together else 0.0

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Candidate(Quoted):
    """One sentence of the evidence.

    Attributes:
        overlap: Share of the question's weight of words that stand in it, from 0 to 1.
        context: The same for its passage with title, source and date.
        named: Share of the weight of the question's names and numbers that stand there; 1 without any.
        mass: Probability, by the reader, that words of it answer.
        answers: Of each likely answer that stands in it, by its words: its probability, summed over all passages.
        told: For a question that asks when: the time in it that stands nearest to what happened.
    """

    overlap: float
    context: float
    named: float
    mass: float
    answers: dict[str, float]
    told: Told | None = None

    @property
    def backing(self) -> float:
        """Probability of the likely answers that stand in it, all together."""
        return sum(self.answers.values())

    @property
    def told_well(self) -> float:
        """How well it tells the time that is asked for, from 0 to 1: near what happened, and to whom."""
        return self.named * self.told.share if self.told else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one question is answered from.

    Attributes:
        found: The search behind it.
        hits: The passages, best first.
        candidates: Their sentences, in the order of passages and of reading.
        names_found: Share of the weight of the question's names and numbers that the best passages hold; 1 without any.
        searched: Passages that the filters allowed.
        readings: What the reader makes of the first passages, in their order.
        likely: The answers that they suggest, likeliest first.
    """

    found: Found
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    names_found: float
    searched: int
    readings: tuple[Reading, ...] = ()
    likely: tuple[Likely, ...] = ()


def gather(snapshot: Snapshot, found: Found, reader: Reader) -> Evidence:
    """Read the best passages and weigh their sentences against the question."""
    hits = found.hits[:PASSAGES_READ]
    passages = [hit.passage for hit in hits]
    readings = reader.read(found.query.searched(found.query.text), passages)
    likely = likely_answers(passages, readings)
    weights = word_weights(snapshot, [stem(word) for word in found.query.words])
    names = word_weights(snapshot, [stem(name) for name in found.query.names])
    spans = [
        (n, *span) for n, hit in enumerate(hits) for span in hit.passage.sentence_spans() if _is_sentence(hit, *span)
    ]
    contexts = [share_of(weights, all_stems(_shown(hit.passage))) for hit in hits]
    named = [share_of(names, all_stems(_shown(hit.passage))) if names else 1.0 for hit in hits]
    about = happening(found.query.text, weights, names)
    candidates = []
    for n, start, end in spans:
        text = passages[n].text[start - passages[n].start : end - passages[n].start]
        words = stems(text)
        mass, answers = _mass(readings[n], start, end), _answers_in(likely, text)
        time = told(about, passages[n], start, end) if about else None
        share = share_of(weights, words)
        candidates.append(
            Candidate(hits[n], start, end, text, words, share, contexts[n], named[n], mass, answers, time)
        )
    held = all_stems(" ".join(_shown(hit.passage) for hit in hits[:NAMES_READ]))
    names_found = share_of(names, held) if names else 1.0
    searched = snapshot.count_allowed(condition_of(found.query.filters))
    return Evidence(found, found.hits, tuple(candidates), names_found, searched, tuple(readings), likely)


def _mass(reading: Reading, start: int, end: int) -> float:
    return sum(span.probability for span in reading.spans if start <= span.start and span.end <= end)


def _answers_in(likely: Sequence[Likely], text: str) -> dict[str, float]:
    shown = compared(text)
    return {item.words: item.probability for item in likely[:BACKED] if stands_in(item.words, shown)}


def word_weights(snapshot: Snapshot, terms: Sequence[str]) -> dict[str, float]:
    """Return the inverse document frequency of each stem over the whole archive; unknown stems weigh most."""
    total = max(snapshot.count_passages(), 1)
    known = document_frequencies(snapshot, terms)
    return {term: math.log(1.0 + total / (1.0 + known.get(term, 0))) for term in terms}


def _shown(passage: Passage) -> str:
    """Return the passage as it is searched: with title, source and date."""
    return " ".join(filter(None, (passage.title, passage.source, passage.published_at, passage.text)))


def _is_sentence(hit: Hit, start: int, end: int) -> bool:
    text = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
    if text.rstrip(CLOSING).endswith(("?", "？", ":")):
        return (
            False  # a question answers nothing, and one like the reader's own would come first; nor does what leads on
        )
    if _MARKUP.search(text):
        return False
    return len(text.split()) >= SHORTEST_WORDS or bool(_NO_SPACES.search(text))
