"""The writer that needs no language model: it quotes the sentences that answer, within a budget of words."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from assistant.answering.evidence import CLOSING, Candidate, Evidence
from assistant.answering.expected import WHETHER, brings, expected_kind
from assistant.answering.happened import asks_when, times
from assistant.retrieval.stems import all_stems


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal of a sentence counts; fitted by `benchmarks/fit.py` on training questions only.

    `said` is the share of the question's words, for questions that ask whether something is so: words that answer those
    there are none to find. No training question asks so; it weighs what the share of words did in all questions before
    there was a reader.
    """

    context: float = 0.6
    said: float = 3.0
    kind: float = 0.27
    passage: float = 0.48
    mass: float = 0.42
    backing: float = 0.62
    told: float = 6.0


WEIGHTS = Weights()

FEATURES = tuple(field.name for field in fields(Weights))

MARGIN = 2.5
"""A sentence this far below the best one is left out, even where words are left."""

NAMES_LACKING = 1 / 3
"""A sentence is left out whose passage has so much less of the question's names than that of the best one."""

TOO_ALIKE = 0.88
"""Share of the shorter sentence's words in the longer one from which the two tell the same."""

LEAST = 0.001
"""Added to a probability before its logarithm, so that none is as if it were this."""

MOST_SENTENCES = 4

ENDS = (".", "!", "…", "。", "！", "।", "؟", "۔")

_LABEL = re.compile(r"[^.!?:]{1,60}:[^\W\d]|[^.!?:]{1,60}:[‘“'\"]")
"""Words, a colon and more words without a space between: where a page's markup is gone, a label runs into its link."""

SURE = 0.2
"""Least probability, summed over passages, of a short answer."""

SURELY_TOLD = 0.5
"""How well a time must be told to be a short answer."""

SAID_AGAIN, HARDLY = 0.5, 0.02
"""How much the likely answers that were told before weigh against a sentence, by the logarithm of what it holds to what
of it is new; probabilities below the second are as good as none. On 300 training questions the answer then held the
right one .740 of the time instead of .720; 0.2 gave .733, 1.0 gave .737."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A span to quote: a whole sentence, or the beginning of one that alone is over the budget."""

    candidate: Candidate
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words quoted."""
        passage = self.candidate.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


def features(evidence: Evidence) -> list[dict[str, float]]:
    """Return the signals of each candidate by the names of `Weights`, in the order of the evidence."""
    question = evidence.found.query.text
    kind, asked = expected_kind(question), all_stems(question)
    best = evidence.hits[0].score if evidence.hits else 0.0
    return [
        {
            "context": item.context,
            "said": item.overlap * (kind == WHETHER),
            "kind": brings(kind, item.text, asked),
            "passage": item.hit.score - best,
            "mass": math.log(item.mass + LEAST),
            "backing": math.log(item.backing + LEAST),
            "told": math.sqrt(item.told_well),
        }
        for item in evidence.candidates
    ]


def rank(evidence: Evidence, weights: Weights = WEIGHTS) -> list[tuple[float, Candidate]]:
    """Return the candidates with their scores, best first."""
    weight = asdict(weights)
    scores = [sum(weight[name] * value for name, value in row.items()) for row in features(evidence)]
    return sorted(zip(scores, evidence.candidates, strict=True), key=lambda pair: -pair[0])


def choose(
    ranked: Sequence[tuple[float, Candidate]], most_words: int, favoured: Sequence[Candidate] = ()
) -> list[Chosen]:
    """Return the sentences to quote, at most `most_words` words in all: the best first, the others in time order.

    Those of one day and one article stand in its own order. `favoured` ones come before all others.
    """
    wanted = {(item.passage.key, item.start) for item in favoured}
    if not ranked:
        return []

    def worth(pair: tuple[float, Candidate]) -> tuple[bool, float]:
        score, item = pair
        return (item.passage.key, item.start) in wanted, score - said_again(item.answers, told)

    told: dict[str, float] = {}
    best, first = max(ranked, key=worth)
    # One whose passage lacks the names tells of somebody else.
    pool = [pair for pair in ranked if best - pair[0] <= MARGIN and pair[1].named >= first.named - NAMES_LACKING]
    chosen: list[Chosen] = []
    left = most_words
    while pool and len(chosen) < MOST_SENTENCES:
        pair = max(pool, key=worth)
        pool.remove(pair)
        candidate = pair[1]
        if chosen and not is_whole(candidate.text):
            continue
        span = _fitting(candidate, left, whole=bool(chosen))
        if span is None or _repeats(candidate, chosen):
            continue
        chosen.append(span)
        told |= candidate.answers
        left -= len(span.text.split())
    return [chosen[0], *_in_time_order(chosen[1:])]


def said_again(answers: Mapping[str, float], told: Mapping[str, float]) -> float:
    """Return what a sentence loses for the likely answers in it that were told before it.

    Args:
        answers: Probability of each likely answer that it holds, by its words.
        told: The same of all sentences before it.
    """
    if not told:
        return 0.0
    everything = sum(answers.values())
    new = sum(value for words, value in answers.items() if words not in told)
    return SAID_AGAIN * math.log((everything + HARDLY) / (new + HARDLY))


def short_answer(evidence: Evidence, chosen: Sequence[Chosen]) -> str:
    """Return the words of the first sentence quoted that answer, as the article has them, or nothing if unsure.

    A time that needs the day of publication to be understood has the day that it means behind it, in brackets.
    """
    if not chosen:
        return ""
    first = chosen[0]
    time, passage = first.candidate.told, first.candidate.passage
    if time and first.candidate.told_well >= SURELY_TOLD and time.end <= first.end:
        return _with_day(first, time.start, time.end)
    number = evidence.hits.index(first.candidate.hit)
    answers = times(passage) if asks_when(evidence.found.query.text) else [(passage.start, passage.end)]
    for item in evidence.likely:
        if item.probability < SURE:
            break
        for place in item.places:
            start, end = place.span.start, place.span.end
            is_there = place.passage == number and first.start <= start and end <= first.end
            if is_there and any(start < last and begin < end for begin, last in answers):
                return _with_day(first, start, end)
    return ""


def _with_day(quoted: Chosen, start: int, end: int) -> str:
    passage, time = quoted.candidate.passage, quoted.candidate.told
    words = passage.text[start - passage.start : end - passage.start]
    if time is None or time.day is None or not time.lacks or not (start < time.end and time.start < end):
        return words
    return f"{words} [{time.day.year}]" if time.lacks == "year" else f"{words} [{time.day.day} {time.day:%B %Y}]"


def _fitting(candidate: Candidate, left: int, *, whole: bool) -> Chosen | None:
    words = candidate.text.split()
    if len(words) <= left:
        return Chosen(candidate, candidate.start, candidate.end)
    if whole:
        return None
    # A single sentence over the whole budget: its beginning is still the article's own words.
    position = 0
    for word in words[:left]:
        position = candidate.text.index(word, position) + len(word)
    return Chosen(candidate, candidate.start, candidate.start + position)


def _repeats(candidate: Candidate, chosen: Sequence[Chosen]) -> bool:
    return any(tells_the_same(candidate, other.candidate) for other in chosen)


def is_whole(text: str) -> bool:
    """Whether a line reads as a sentence: it ends as one, and is no link with its label before it ("More:Ten …")."""
    return text.rstrip(CLOSING).endswith(ENDS) and not _LABEL.match(text)


def tells_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether most words of the shorter of two sentences, and every number of it, stand in the longer one."""
    fewer, more = sorted((one.stems, other.stems), key=len)
    numbers = {stem for stem in fewer if stem[0].isdigit()}
    return len(fewer & more) >= TOO_ALIKE * len(fewer) and numbers <= more


def _in_time_order(chosen: Sequence[Chosen]) -> list[Chosen]:
    """Sort by date, those without one last; sentences of one article stay together."""

    def place(item: Chosen) -> tuple[float, str, int]:
        passage = item.candidate.passage
        epoch = passage.published_epoch
        return math.inf if epoch is None else epoch, passage.article_id, item.start

    return sorted(chosen, key=place)
